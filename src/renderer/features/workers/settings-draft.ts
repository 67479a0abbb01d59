import type { Json, JsonObject } from '../../../contract/json.ts';
import { fieldKind } from '../../../contract/settings-form.ts';

/** A setting as it stands in a form: texts for all but switches. */
export type Draft = Record<string, string | boolean>;

type Properties = Record<string, Record<string, unknown>>;

/** Settings that a form can show, in the manifest's order. */
export function shownFields(properties: Properties): [name: string, schema: Record<string, unknown>][] {
  return Object.entries(properties).filter(([, schema]) => fieldKind(schema) !== undefined);
}

export function toDraft(properties: Properties, values: JsonObject): Draft {
  return Object.fromEntries(shownFields(properties).map(([name, schema]) => [name, draftOf(schema, values[name])]));
}

/** What was changed, as values; a field that was emptied is reset. */
export function changesOf(
  properties: Properties,
  before: Draft,
  after: Draft,
): { values: JsonObject; reset: string[] } {
  const values: JsonObject = {};
  const reset: string[] = [];
  for (const [name, schema] of shownFields(properties)) {
    const now = after[name];
    if (now === undefined || now === before[name]) continue;
    if (now === '' && fieldKind(schema) !== 'texts') reset.push(name);
    else values[name] = valueOf(schema, now);
  }
  return { values, reset };
}

/** A value as it stands in a form. */
export function draftOf(schema: Record<string, unknown>, value: Json | undefined): string | boolean {
  if (fieldKind(schema) === 'switch') return value === true;
  if (Array.isArray(value))
    return value.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join('\n');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** What is no number goes on as it is, for the engine to say so. */
export function valueOf(schema: Record<string, unknown>, draft: string | boolean): Json {
  if (typeof draft === 'boolean') return draft;
  switch (fieldKind(schema)) {
    case 'number':
      return draft.trim() === '' || Number.isNaN(Number(draft)) ? draft : Number(draft);
    case 'texts':
      return draft
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
    default:
      return draft;
  }
}
