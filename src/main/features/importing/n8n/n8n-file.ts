import { z } from 'zod';
import type { JsonObject } from '../../../../contract/json.ts';
import { HeronError } from '../../../base/errors.ts';
import { jsonIn, refusedFile } from '../foreign-text.ts';

const Link = z.looseObject({ node: z.string(), type: z.string().default('main'), index: z.int().min(0).default(0) });

export const N8nNode = z.looseObject({
  name: z.string().min(1),
  type: z.string().min(1),
  typeVersion: z.number().default(1),
  position: z.tuple([z.number(), z.number()]).default([0, 0]),
  parameters: z.record(z.string(), z.json()).default({}),
  disabled: z.boolean().optional(),
  credentials: z.record(z.string(), z.json()).optional(),
});
export type N8nNode = z.infer<typeof N8nNode>;

/** A workflow as n8n exports it, or as it is copied from its editor. */
export const N8nFile = z.looseObject({
  name: z.string().optional(),
  nodes: z.array(N8nNode).max(5000),
  connections: z.record(z.string(), z.record(z.string(), z.array(z.array(Link).nullable()))).default({}),
  settings: z.looseObject({ timezone: z.string().optional() }).optional(),
});
export type N8nFile = z.infer<typeof N8nFile>;

/** What was read, and what stood there: `given` is the same without anything filled in. */
export type ReadFile = { file: N8nFile; given: JsonObject & { nodes: JsonObject[] } };

/** Errors: `invalid-input` with each issue. */
export function readN8n(text: string): ReadFile {
  const given = objectIn(text);
  const parsed = N8nFile.safeParse(given);
  if (parsed.success) {
    const names = parsed.data.nodes.map(({ name }) => name);
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice === undefined) return { file: parsed.data, given: given as ReadFile['given'] };
    throw new HeronError('invalid-input', `The file has two nodes called ${twice}`);
  }
  throw refusedFile(parsed.error, 'workflow of n8n');
}

function objectIn(text: string): unknown {
  const value = jsonIn(text);
  // Its command line writes a list, also of one.
  if (Array.isArray(value) && value.length === 1) return value[0];
  if (Array.isArray(value))
    throw new HeronError('invalid-input', 'The file holds several workflows; import one at a time');
  return value;
}
