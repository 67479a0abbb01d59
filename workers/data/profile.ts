import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { measures } from './measures.ts';
import { openTable } from './open-table.ts';
import { compare, isEmpty, meant, type Value } from './values.ts';

type Profile = Actions['profile'];
type Column = Profile['output']['columns'][number];

const kindNames = ['number', 'boolean', 'text'] as const;
type Kind = (typeof kindNames)[number];

const mostDistinct = 10_000;
const exampleCount = 3;

export const profile: ActionRun<Profile['input'], Profile['output']> = async (input, context) => {
  const table = await openTable(input, context);
  const columns = table.columns.map(columnProfile);
  let rows = 0;
  for await (const batch of table.rows()) {
    rows += batch.length;
    for (const row of batch) for (let at = 0; at < columns.length; at += 1) columns[at]?.add(row[at] ?? null);
  }
  return { path: table.path, format: table.format, rows, columns: columns.map((column) => column.result()) };
};

/** Gathers what one column is like. */
function columnProfile(name: string): { add(value: Value): void; result(): Column } {
  const kinds: Record<Kind, number> = { number: 0, boolean: 0, text: 0 };
  const seen = new Set<Value>();
  const mean = measures.mean();
  const examples: (string | number | boolean)[] = [];
  let empty = 0;
  let [min, max]: [Value, Value] = [null, null];
  return {
    add(given) {
      if (isEmpty(given)) return void (empty += 1);
      const value = meant(given);
      if (value === null) return;
      kinds[typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text'] += 1;
      if (typeof value === 'number') mean.add(value);
      if (min === null || compare(value, min) < 0) min = value;
      if (max === null || compare(value, max) > 0) max = value;
      if (seen.size > mostDistinct || seen.has(value)) return;
      seen.add(value);
      if (examples.length < exampleCount) examples.push(typeof value === 'string' ? value.slice(0, 200) : value);
    },
    result: () => ({
      name,
      type: typeOf(kinds),
      empty,
      distinct: Math.min(seen.size, mostDistinct),
      hasMoreDistinct: seen.size > mostDistinct,
      ...(min === null || max === null ? {} : { min: short(min), max: short(max) }),
      ...(typeOf(kinds) === 'number' ? { mean: Number(mean.result()) } : {}),
      examples,
    }),
  };
}

function typeOf(kinds: Record<Kind, number>): Column['type'] {
  const found = kindNames.filter((kind) => kinds[kind] > 0);
  const [first = 'empty'] = found;
  return found.length > 1 ? 'mixed' : first;
}

function short(value: Value): string | number | boolean {
  return typeof value === 'string' ? value.slice(0, 200) : (value ?? '');
}
