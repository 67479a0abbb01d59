import type { Json, JsonObject } from '../../../contract/json.ts';
import { compileTemplate } from './template.ts';

/** Task outputs by id, as expressions see them. */
export type OutputContext = Record<string, unknown> & { tasks: Record<string, { readonly output: Json }> };

/** Replaces every expression in an input by its value. A field whose expression gives nothing is left out. */
export async function resolveInput(input: JsonObject, context: OutputContext): Promise<JsonObject> {
  return ((await resolveValue(input, context)) ?? {}) as JsonObject;
}

/** The value with every expression in it replaced by what it gives; undefined where a lone one gives nothing. */
export async function resolveValue(value: Json, context: OutputContext): Promise<Json | undefined> {
  return resolveNow(value, context);
}

/** The same, at once where that can be: most inputs are a few paths, and a promise for each part of one takes longer than its value. */
export function resolveNow(value: Json, context: OutputContext): Json | undefined | Promise<Json | undefined> {
  if (typeof value === 'string') return value.includes('{{') ? compileTemplate(value).evaluate(context) : value;
  if (typeof value !== 'object' || value === null || !containsExpression(value)) return value;
  if (Array.isArray(value)) {
    return together(
      value.map((item) => resolveNow(item, context)),
      (items) => items.map((item) => item ?? null),
    );
  }
  const names = Object.keys(value);
  return together(
    Object.values(value).map((item) => resolveNow(item, context)),
    (items) => {
      const entries = names.map((name, at) => [name, items[at]] as const);
      return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
    },
  );
}

type Item = Json | undefined;

function together(items: (Item | Promise<Item>)[], then: (items: Item[]) => Json): Json | Promise<Json> {
  const isLater = items.some((item) => item instanceof Promise);
  return isLater ? Promise.all(items.map(async (item) => item)).then(then) : then(items as Item[]);
}

export function containsExpression(value: Json): boolean {
  if (typeof value === 'string') return value.includes('{{');
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(containsExpression);
}

/** Every string of an input with its path below it, for example `headers.accept`. What is undefined is passed over. */
export function stringsOf(value: Json | undefined, path = ''): PlacedText[] {
  const found: PlacedText[] = [];
  collectStrings(value, path, found);
  return found;
}

type PlacedText = { path: string; text: string };

function collectStrings(value: Json | undefined, path: string, found: PlacedText[]): void {
  if (typeof value === 'string') found.push({ path, text: value });
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) collectStrings(item, path ? `${path}.${key}` : key, found);
}
