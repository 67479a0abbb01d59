import { compile } from 'json-schema-to-typescript';
import type { ActionManifest, Manifest } from '../../src/contract/manifest.ts';

/** `actions.generated.ts` of a worker: the types of its actions' inputs and outputs. */
export async function actionTypes(manifest: Manifest): Promise<string> {
  const actions = Object.entries(manifest.actions).map(([name, action]) => [name, actionSchema(action)] as const);
  const schema = objectOf(Object.fromEntries(actions));
  const code = await compile(schema, 'Actions', {
    bannerComment: '// Generated from manifest.json by `npm run generate`; changes here are lost.',
    additionalProperties: false,
    style: { singleQuote: true, printWidth: 120 },
  });
  // A type fits where a record of actions is asked for; an interface does not.
  return code.replace(/export interface Actions \{([\s\S]*)\n\}\n$/, 'export type Actions = {$1\n};\n');
}

function actionSchema(action: ActionManifest): object {
  return objectOf({ input: inputSchema(action), output: action.output });
}

/** Fields with a default are there whenever the action is called. */
function inputSchema({ input, defaults }: ActionManifest): object {
  const filled = Object.entries(input.properties)
    .filter(([field, schema]) => 'default' in schema || field in defaults)
    .map(([field]) => field);
  return { ...input, required: [...new Set([...(input.required ?? []), ...filled])] };
}

function objectOf(properties: Record<string, object>): object {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
