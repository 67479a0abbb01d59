import { compile } from 'json-schema-to-typescript';
import type { ObjectSchema } from '../../src/contract/json.ts';
import type { ActionManifest, Manifest } from '../../src/contract/manifest.ts';

const banner = '// Generated from manifest.json by `npm run generate`; changes here are lost.';

/** `actions.generated.ts` of a worker: the types of its actions' inputs and outputs, and of its settings. */
export async function actionTypes(manifest: Manifest): Promise<string> {
  const { settings } = manifest;
  if (!settings) return `${banner}\n\n${await typeOfActions(manifest)}`;
  const filled = { ...settings, required: fieldsThatAreThere(settings, {}) };
  return `${banner}\n\n${await typeOfActions(manifest)}\n${await typeNamed('Settings', filled)}`;
}

async function typeNamed(name: string, schema: object): Promise<string> {
  const code = await compile(withAnyValue(schema), name, {
    bannerComment: '',
    additionalProperties: false,
    style: { singleQuote: true, printWidth: 120 },
  });
  // A type fits where a record is asked for; an interface does not.
  return code.replace(/export interface (\w+) \{([\s\S]*?)\n?\}\n$/, (_, type: string, fields: string) => {
    const body = fields.trim() === '' ? '{}' : `{${fields}\n}`;
    return `export type ${type} = ${body};\n`;
  });
}

/** A field without a type takes every value, not just objects. */
function withAnyValue(schema: object): object {
  const entries = Object.entries(schema).map(([key, part]: [string, unknown]) => [
    key,
    key === 'properties'
      ? Object.fromEntries(Object.entries(part as object).map(([field, one]) => [field, withAnyValue(one as object)]))
      : key === 'items'
        ? withAnyValue(part as object)
        : part,
  ]);
  const isAny = Object.keys(schema).every((key) => key === 'description');
  return { ...Object.fromEntries(entries), ...(isAny ? { tsType: 'unknown' } : {}) };
}

async function typeOfActions(manifest: Manifest): Promise<string> {
  const actions = Object.entries(manifest.actions).map(([name, action]) => [name, actionSchema(action)] as const);
  const schema = objectOf(Object.fromEntries(actions));
  return typeNamed('Actions', schema);
}

function actionSchema(action: ActionManifest): object {
  return objectOf({ input: inputSchema(action), output: action.output });
}

/** Fields with a default are there whenever the action is called. */
function inputSchema({ input, defaults }: ActionManifest): object {
  return { ...input, required: fieldsThatAreThere(input, defaults) };
}

function fieldsThatAreThere({ properties, required = [] }: ObjectSchema, defaults: Record<string, string>): string[] {
  const filled = Object.entries(properties)
    .filter(([field, schema]) => 'default' in schema || field in defaults)
    .map(([field]) => field);
  return [...new Set([...required, ...filled])];
}

function objectOf(properties: Record<string, object>): object {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
