import type { ActionManifest } from '../../src/contract/manifest.ts';

type Schema = Record<string, unknown>;

/** A plan of one step, made of the action's manifest alone: the example of its input, or what its fields have as theirs. */
export function examplePlan(workerId: string, name: string, { title, input }: ActionManifest): string {
  const [whole = exampleOfFields(input)] = listOf(input['examples']);
  const task = { id: 'step', action: `${workerId}.${name}`, input: whole };
  return JSON.stringify({ version: 1, title, tasks: [task] }, null, 2);
}

/** What the action cannot do without, and the fields that have `examples`. */
function exampleOfFields({ properties, required = [] }: ActionManifest['input']): Schema {
  const shown = Object.entries(properties).filter(
    ([field, schema]) => required.includes(field) || listOf(schema['examples']).length > 0,
  );
  return Object.fromEntries(shown.map(([field, schema]) => [field, exampleOf(field, schema)]));
}

const byFormat: Record<string, unknown> = {
  path: '/home/anna/notes',
  uri: 'https://example.org/',
  'date-time': '2026-11-27T09:00:00Z',
  date: '2026-11-27',
};

function exampleOf(field: string, schema: Schema): unknown {
  const { format, type, items } = schema;
  const listed = [...listOf(schema['examples']), schema['default'], ...listOf(schema['enum'])];
  const [given] = listed.filter((value) => value !== undefined && value !== null);
  if (given !== undefined) return given;
  const [kind] = listOf(type).length > 0 ? listOf(type) : [type];
  if (kind === 'integer' || kind === 'number') return schema['minimum'] ?? 1;
  if (kind === 'boolean') return true;
  if (kind === 'array') return [exampleOf(field, (items ?? {}) as Schema)];
  if (kind === 'object') {
    const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
    const required = listOf(schema['required']).map(String);
    return Object.fromEntries(required.map((name) => [name, exampleOf(name, properties[name] ?? {})]));
  }
  return (typeof format === 'string' ? byFormat[format] : undefined) ?? `the ${field}`;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
