/** A JSON Schema; `{}` is one that says nothing. */
export type Schema = Readonly<Record<string, unknown>>;

export const anything: Schema = {};

/** The JSON types a schema allows, `undefined` if it does not say. */
export function typesOf(schema: Schema): string[] | undefined {
  const { type, enum: values, anyOf, oneOf } = schema;
  if (typeof type === 'string') return [type];
  if (Array.isArray(type)) return type.map(String);
  if ('const' in schema) return [typeOfValue(schema['const'])];
  if (Array.isArray(values)) return [...new Set(values.map(typeOfValue))];
  const branches: unknown = anyOf ?? oneOf;
  if (!Array.isArray(branches)) return undefined;
  const types = branches.map((branch) => typesOf(branch as Schema));
  return types.every((each) => each !== undefined) ? [...new Set(types.flat())] : undefined;
}

export function typeOfValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

export function allows(schema: Schema, type: string): boolean {
  return typesOf(schema)?.includes(type) ?? true;
}

/** Can a value of one be a value of the other? */
export function overlap(given: Schema, wanted: Schema): boolean {
  const from = typesOf(given);
  const to = typesOf(wanted);
  if (!from || !to) return true;
  const isNumber = (type: string): boolean => type === 'number' || type === 'integer';
  return from.some((type) => to.includes(type) || (isNumber(type) && to.some(isNumber)));
}

/** The schema of a field, or `absent` if no value of this schema has it. */
export function fieldOf(schema: Schema, name: string): Schema | 'absent' {
  const types = typesOf(schema);
  if (types && !types.includes('object')) return 'absent';
  const properties = schema['properties'] as Record<string, Schema> | undefined;
  if (properties && Object.hasOwn(properties, name)) return properties[name] ?? anything;
  if (schema['additionalProperties'] === false) return 'absent';
  const rest = schema['additionalProperties'];
  return typeof rest === 'object' && rest !== null ? (rest as Schema) : anything;
}

export function itemsOf(schema: Schema): Schema {
  const { items } = schema;
  return typeof items === 'object' && items !== null ? (items as Schema) : anything;
}

export function objectOf(properties: Record<string, Schema>): Schema {
  return { type: 'object', properties, additionalProperties: false };
}

export function listOf(items: Schema): Schema {
  return { type: 'array', items };
}

/** What a schema is, in words: `a number`, `a text or nothing`. */
export function inWords(schema: Schema): string {
  const words = (typesOf(schema) ?? ['value']).map((type) => wordOf[type] ?? type);
  return words.join(' or ');
}

const wordOf: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'nothing',
};
