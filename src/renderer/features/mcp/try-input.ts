import type { JsonObject } from '../../../contract/json.ts';
import { t } from '../../../words/words.ts';

export type TryField = { name: string; description: string; isNeeded: boolean };

/** By field; the text of JSON is the field without a name. */
export function problemsOfInput(fields: TryField[] | undefined, typed: Record<string, string>): Record<string, string> {
  if (!fields)
    return asObject(typed[''] ?? '') ? {} : { '': t('Expected an object as JSON, such as {"name": "value"}') };
  const missing = fields.filter(({ name, isNeeded }) => isNeeded && (typed[name] ?? '').trim() === '');
  return Object.fromEntries(missing.map(({ name }) => [name, t('Fill this in')]));
}

/** Of what has no problems. */
export function inputOf(
  fields: TryField[] | undefined,
  typed: Record<string, string>,
  fixed?: { uri: string; values?: true },
): JsonObject {
  if (!fields) return asObject(typed[''] ?? '') ?? {};
  const filled = Object.fromEntries(
    fields.flatMap(({ name }) => (typed[name] === undefined || typed[name] === '' ? [] : [[name, typed[name]]])),
  ) as Record<string, string>;
  if (!fixed) return filled;
  return fixed.values ? { uri: fixed.uri, values: filled } : { uri: fixed.uri };
}

function asObject(text: string): JsonObject | undefined {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
