import type { SchemaIssue } from './schema-issue.ts';

/** Keywords whose check can take longer than anybody waits, given a schema and a value that are made for it. */
const slow = ['$ref', '$dynamicRef', 'uniqueItems', 'pattern', 'patternProperties'];
/** Keywords that give a schema a name all schemas share. */
const naming = ['$id', '$anchor', '$dynamicAnchor'];

const maps = ['properties', '$defs', 'dependentSchemas'];
const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const single = ['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames'];

const mostCharacters = 16 * 1024;

/** What an installed worker's schema may not hold, because it is checked in the engine, which must never wait. */
export function hostileParts(schema: unknown): SchemaIssue[] {
  const length = JSON.stringify(schema).length;
  if (length > mostCharacters)
    return [{ path: '', message: `is ${length} characters long, at most ${mostCharacters}` }];
  return [...findHostile(schema, [])];
}

function* findHostile(schema: unknown, path: string[]): Generator<SchemaIssue> {
  if (!isRecord(schema)) return;
  for (const keyword of [...slow, ...naming]) {
    if (Object.hasOwn(schema, keyword)) {
      yield { path: [...path, keyword].join('.'), message: 'is not allowed in an installed worker' };
    }
  }
  for (const [keyword, value] of Object.entries(schema)) {
    const here = [...path, keyword];
    if (single.includes(keyword)) yield* findHostile(value, here);
    else if (maps.includes(keyword) || lists.includes(keyword)) yield* findInEach(value, here);
  }
}

function* findInEach(schemas: unknown, path: string[]): Generator<SchemaIssue> {
  if (typeof schemas !== 'object' || schemas === null) return;
  for (const [name, schema] of Object.entries(schemas)) yield* findHostile(schema, [...path, name]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
