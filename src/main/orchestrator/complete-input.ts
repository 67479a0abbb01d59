import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { JsonObject } from '../../contract/json.ts';
import type { ActionManifest } from '../../contract/manifest.ts';
import { compileTemplate } from './template.ts';

/** Fills in the manifest's defaults, where what they are computed from is known already. */
export async function withDefaults(input: JsonObject, action: ActionManifest): Promise<JsonObject> {
  const completed = { ...input };
  for (const [field, text] of Object.entries(action.defaults)) {
    if (completed[field] !== undefined) continue;
    const template = compileTemplate(text);
    const value = await template.evaluate(completed);
    if (value !== undefined && value !== '') completed[field] = value;
  }
  return completed;
}

/** Makes the input's path fields absolute: `~` is the person's home, the rest is relative to `baseFolder`. */
export function withAbsolutePaths(input: JsonObject, action: ActionManifest, baseFolder: string): JsonObject {
  const absolute = { ...input };
  for (const [field, schema] of Object.entries(action.input.properties)) {
    const value = absolute[field];
    if (schema['format'] !== 'path' || typeof value !== 'string' || value === '' || value.includes('{{')) continue;
    absolute[field] = absolutePath(value, baseFolder);
  }
  return absolute;
}

export function absolutePath(path: string, baseFolder: string): string {
  if (path === '~') return homedir();
  if (path.startsWith('~/') || path.startsWith('~\\')) return join(homedir(), path.slice(2));
  return resolve(baseFolder, path);
}
