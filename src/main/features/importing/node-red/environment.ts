import type { Json, JsonObject } from '../../../../contract/json.ts';
import type { RedFile, RedNode } from './node-red-file.ts';

type Variable = { name?: string; value?: Json; type?: string };

/** Names of the environment, by where they hold: a flow, or one use of a subflow, which goes over what the subflow says itself. */
export function environmentOf({ nodes }: RedFile, ids: ReadonlyMap<string, string>): Record<string, JsonObject> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found: Record<string, JsonObject> = {};
  for (const node of nodes) {
    const definition = byId.get(/^subflow:(.+)$/.exec(node.type)?.[1] ?? '');
    if (!definition && node.type !== 'tab') continue;
    const values = { ...(definition ? valuesOf(definition) : {}), ...valuesOf(node) };
    if (Object.keys(values).length > 0 || definition) found[ids.get(node.id) ?? ''] = values;
  }
  return found;
}

/** What stands in a credential is not in the file, and what another name says is left to it. */
function valuesOf(node: RedNode): JsonObject {
  const list = (Array.isArray(node['env']) ? node['env'] : []) as Variable[];
  return Object.fromEntries(
    list.flatMap(({ name = '', value, type = 'str' }) => {
      const read = readValue(value, type);
      return name === '' || read === undefined ? [] : [[name, read]];
    }),
  );
}

function readValue(value: Json | undefined, type: string): Json | undefined {
  if (value === undefined || type === 'cred') return undefined;
  if (type === 'num') return Number(value);
  if (type === 'bool') return value === true || value === 'true';
  if (type !== 'json' || typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}
