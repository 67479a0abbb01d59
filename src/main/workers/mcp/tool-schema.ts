import type { ObjectSchema } from '../../../contract/json.ts';

type Schema = Record<string, unknown>;

/** Says what in a tool's schema Heron cannot take. */
export class UnusableSchema extends Error {}

const mostDepth = 24;
const types = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];

/** What checks a value without looking into others, and how long that takes is bounded by the value. */
const plain = [
  ...['enum', 'const', 'minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['multipleOf', 'minItems', 'maxItems', 'minProperties', 'maxProperties'],
];
const words = ['title', 'description'];
const longestWords = 600;

type Walk = { root: Schema; path: string[]; refs: string[] };

/**
 * A tool's schema as manifests have them: references are put in their places, and what is only said of a value, or costs too
 * much to check in the engine (patterns, uniqueness), is left to the server, as defaults are. It never lets through less than the server's, but
 * for fields nobody named. Errors: UnusableSchema.
 */
export function toInputSchema(given: unknown): ObjectSchema {
  if (!isSchema(given)) throw new UnusableSchema('its input has no schema');
  if (given['type'] !== 'object') throw new UnusableSchema('its input is not an object');
  const translated = translate(given, { root: given, path: [], refs: [] });
  const { required, description } = translated;
  const properties = isSchema(translated['properties']) ? translated['properties'] : {};
  return {
    type: 'object',
    ...(typeof description === 'string' ? { description } : {}),
    properties: properties as ObjectSchema['properties'],
    ...(Array.isArray(required) ? { required: required as string[] } : {}),
    additionalProperties: false,
  };
}

function translate(schema: Schema, walk: Walk): Schema {
  const { path } = walk;
  if (path.length > mostDepth) throw new UnusableSchema(`${place(path)} is nested deeper than ${mostDepth} levels`);
  const reference = schema['$ref'];
  if (reference !== undefined) return followed(schema, reference, walk);
  const result: Schema = {};
  for (const name of words) {
    const text = schema[name];
    if (typeof text === 'string') result[name] = text.slice(0, longestWords);
  }
  const choices = choicesOf(schema, walk);
  if (choices) return { ...result, ...choices };
  const type = typeOf(schema, path);
  if (Array.isArray(type)) return { ...result, anyOf: type.map((one) => ofType(schema, one, walk)) };
  return { ...result, ...(type === undefined ? withoutType(schema) : ofType(schema, type, walk)) };
}

/** Siblings of a reference only narrow what stands there, and the server checks them. */
function followed(schema: Schema, reference: unknown, walk: Walk): Schema {
  if (typeof reference !== 'string' || !reference.startsWith('#')) {
    throw new UnusableSchema(`${place(walk.path)} refers to something outside of it (${String(reference)})`);
  }
  if (walk.refs.includes(reference)) throw new UnusableSchema(`${place(walk.path)} refers to itself (${reference})`);
  const target = resolve(walk.root, reference);
  if (!isSchema(target)) throw new UnusableSchema(`${place(walk.path)} refers to nothing (${reference})`);
  const { description } = schema;
  const found = translate(target, { ...walk, refs: [...walk.refs, reference] });
  return typeof description === 'string' ? { ...found, description: description.slice(0, longestWords) } : found;
}

function resolve(root: Schema, reference: string): unknown {
  const parts = reference.split('/').slice(1);
  let found: unknown = root;
  for (const part of parts) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    found = isSchema(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  return found;
}

/** One of several; what stands beside them is the server's to check. */
function choicesOf(schema: Schema, walk: Walk): Schema | undefined {
  for (const keyword of ['anyOf', 'oneOf']) {
    const choices = schema[keyword];
    if (!Array.isArray(choices) || choices.length === 0 || isSchema(schema['properties'])) continue;
    if (choices.length > 32) throw new UnusableSchema(`${place(walk.path)} has ${choices.length} alternatives`);
    const anyOf = choices.filter(isSchema).map((one, index) => translate(one, below(walk, keyword, String(index))));
    return { anyOf };
  }
  const [only, ...more] = Array.isArray(schema['allOf']) ? schema['allOf'] : [];
  if (more.length === 0 && isSchema(only) && schema['type'] === undefined) return translate(only, below(walk, 'allOf'));
  return undefined;
}

function typeOf(schema: Schema, path: string[]): string | string[] | undefined {
  const { type } = schema;
  if (type === undefined) {
    if (isSchema(schema['properties'])) return 'object';
    return schema['items'] === undefined ? undefined : 'array';
  }
  const all = Array.isArray(type) ? type : [type];
  if (!all.every((one): one is string => types.includes(one as string))) {
    throw new UnusableSchema(`${place(path)} is of an unknown type (${JSON.stringify(type)})`);
  }
  return all.length === 1 ? all[0] : all;
}

function withoutType(schema: Schema): Schema {
  return pick(schema, ['enum', 'const']);
}

function ofType(schema: Schema, type: string, walk: Walk): Schema {
  const checks = pick(
    schema,
    plain.filter((keyword) => fits(keyword, type)),
  );
  if (type === 'object') return { type, ...checks, ...fieldsOf(schema, walk) };
  if (type === 'array') return { type, ...checks, ...itemsOf(schema, walk) };
  return { type, ...checks };
}

function fieldsOf(schema: Schema, walk: Walk): Schema {
  const { properties, required, additionalProperties } = schema;
  const fields = isSchema(properties)
    ? Object.entries(properties).map(([name, field]) => [
        name,
        isSchema(field) ? translate(field, below(walk, name)) : {},
      ])
    : [];
  const others = isSchema(additionalProperties)
    ? translate(additionalProperties, below(walk, 'additionalProperties'))
    : additionalProperties;
  // Strict checking refuses what is required and not described.
  const needed =
    isSchema(properties) && Array.isArray(required) ? required.filter((name) => Object.hasOwn(properties, name)) : [];
  return {
    ...(isSchema(properties) ? { properties: Object.fromEntries(fields) } : {}),
    ...(needed.length > 0 ? { required: [...new Set(needed)] } : {}),
    ...(others === undefined ? {} : { additionalProperties: others }),
  };
}

function itemsOf({ items }: Schema, walk: Walk): Schema {
  return isSchema(items) ? { items: translate(items, below(walk, 'items')) } : {};
}

/** Strict checking refuses a keyword beside a type it says nothing of. */
function fits(keyword: string, type: string): boolean {
  if (keyword === 'enum' || keyword === 'const') return true;
  if (keyword.endsWith('Length')) return type === 'string';
  if (keyword.endsWith('Items')) return type === 'array';
  if (keyword.endsWith('Properties')) return type === 'object';
  return type === 'number' || type === 'integer';
}

function pick(schema: Schema, keywords: readonly string[]): Schema {
  return Object.fromEntries(keywords.flatMap((name) => (schema[name] === undefined ? [] : [[name, schema[name]]])));
}

function below(walk: Walk, ...parts: string[]): Walk {
  return { ...walk, path: [...walk.path, ...parts] };
}

function place(path: string[]): string {
  return path.length === 0 ? 'its input' : path.join('.');
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
