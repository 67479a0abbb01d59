import { join, resolve } from 'node:path';
import type { Json, JsonObject } from '../../../contract/json.ts';
import type { ActionManifest } from '../../../contract/manifest.ts';
import { withDrawOf } from '../expressions/chance.ts';
import { mentionsField } from '../expressions/mentions-field.ts';
import { containsExpression } from '../expressions/resolve-input.ts';
import { looksAtMachine } from '../expressions/expression-functions.ts';
import { compileDefault } from '../expressions/template.ts';

/** What defaults may be computed from only where the outcome is kept: this machine, and what the person has set of the worker. */
export type Here = { settings?: (() => JsonObject) | undefined };

/**
 * Fills in the manifest's defaults, where what they are computed from is known already. `here` is for what is then kept, a plan or a
 * model's call, and never for what a replay does again.
 */
export async function withDefaults(
  input: JsonObject,
  action: Pick<ActionManifest, 'defaults'>,
  { names = {}, here }: { names?: object; here?: Here } = {},
): Promise<JsonObject> {
  const completed = { ...input };
  const known = Object.fromEntries(Object.entries(input).filter(([, value]) => !containsExpression(value)));
  const unknown = Object.keys(input).filter((name) => !Object.hasOwn(known, name));
  for (const [field, text] of Object.entries(action.defaults)) {
    if (completed[field] !== undefined) continue;
    // Without what is not known yet, `$withoutExtension(source) & '.html'` would be `.html`.
    if (unknown.some((name) => mentionsField(text, name))) continue;
    const isSet = mentionsField(text, 'settings');
    if (!here && (isSet || looksAtMachine(text))) continue;
    const template = compileDefault(text);
    const context = isSet ? { ...known, settings: here?.settings?.() ?? {} } : known;
    const value = await template.evaluate(withDrawOf(names, context));
    if (value !== undefined && value !== '') completed[field] = value;
  }
  return completed;
}

/** Where relative paths begin, and what `~` means. */
export type Places = { baseFolder: string; homeFolder: string };

/** Makes the input's path fields absolute. */
export function withAbsolutePaths(
  input: JsonObject,
  action: Pick<ActionManifest, 'input'>,
  places: Places,
): JsonObject {
  const absolute = { ...input };
  for (const [field, schema] of Object.entries(action.input.properties)) {
    const value = absolute[field];
    const items = schema['items'] as JsonObject | undefined;
    if (schema['format'] === 'path' && value !== undefined) absolute[field] = madeAbsolute(value, places);
    if (items?.['format'] === 'path' && Array.isArray(value)) {
      absolute[field] = value.map((each) => madeAbsolute(each, places));
    }
  }
  return absolute;
}

/** What is no path yet is left as it is; of a text with expressions what stands before the first is the beginning of a path. */
function madeAbsolute(value: Json, places: Places): Json {
  if (typeof value !== 'string') return value;
  const open = value.indexOf('{{');
  const known = open === -1 ? value : value.slice(0, open);
  if (known.trim() === '') return value;
  const absolute = absolutePath(known, places);
  const hasEnd = /[/\\]$/.test(known) && !/[/\\]$/.test(absolute);
  return open === -1 ? absolute : `${absolute}${hasEnd ? '/' : ''}${value.slice(open)}`;
}

function absolutePath(path: string, { baseFolder, homeFolder }: Places): string {
  if (path === '~') return homeFolder;
  if (path.startsWith('~/') || path.startsWith('~\\')) return join(homeFolder, path.slice(2));
  return resolve(baseFolder, path);
}
