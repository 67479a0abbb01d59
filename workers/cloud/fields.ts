/** What a service says is looked at field by field. */
export type Fields = Readonly<Record<string, unknown>>;

/** An object, or an empty one. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

/** The object at the end of a path of names, or an empty one. */
export function fieldsAt(from: unknown, ...path: string[]): Fields {
  return path.reduce<Fields>((found, name) => fieldsOf(found[name]), fieldsOf(from));
}

export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

export function listIn(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Leaves out the texts that are empty: a field that nobody said is absent. */
export function saidOnly<Given extends Record<string, string>>(given: Given): Partial<Given> {
  return Object.fromEntries(Object.entries(given).filter(([, text]) => text !== '')) as Partial<Given>;
}
