import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { conditionOf } from './condition.ts';
import { deliver } from './deliver.ts';
import { duckGroups } from './duck-aggregate.ts';
import { type Measure, type MeasureName, measures } from './measures.ts';
import { columnAt, openTable } from './open-table.ts';
import type { Table } from './table.ts';
import { compare, type Row, type Value } from './values.ts';

type Input = Actions['aggregate']['input'];

/** `column` is a place; -1 counts rows. */
type Wanted = { name: string; measure: MeasureName; column: number };
type Group = { key: Row; measures: Measure[] };

const mostGroups = 1_000_000;
const rowsAtOnce = 5000;

export const aggregate: ActionRun<Input, Actions['aggregate']['output']> = async (input, context) => {
  const table = await openTable(input, context);
  const condition = conditionOf(input.where, table);
  const by = namesIn(input.by).map((name) => columnAt(table, name, 'by'));
  const wanted = wantedOf(input, table);
  const names = by.map((column) => table.columns[column] ?? '');
  const read = new Set([
    ...names,
    ...wanted.map(({ column }) => table.columns[column] ?? ''),
    ...(condition?.columns ?? []),
  ]);
  const rows =
    (condition ? undefined : await duckGroups(table, by, wanted, mostGroups, context)) ??
    rowsOf(await gather(table, read, by, wanted, condition?.holds));
  if (rows.length > mostGroups) refuseGroups();
  const sorted = sort(rows, by.length, input.order);
  const columns = [...names, ...wanted.map(({ name }) => name)];
  const output = await deliver(input, columns, pieces(sorted), context);
  return { ...output, total: sorted.length };
};

function namesIn(list: string | undefined): string[] {
  return (list ?? '')
    .split(/\s*(?:,|\band\b)\s*/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function wantedOf(input: Input, table: Table): Wanted[] {
  const { measure, column, further = [] } = input;
  return [{ measure, ...(column === undefined ? {} : { column }) }, ...further].map((one) => {
    if (one.column === undefined && one.measure !== 'count')
      return fail('invalid-input', `Say of which column: ${one.measure} needs one`, { field: 'column' });
    const place = one.column === undefined ? -1 : columnAt(table, one.column, 'column');
    const name = place === -1 ? 'count' : `${one.measure} of ${table.columns[place] ?? ''}`;
    return { name, measure: one.measure, column: place };
  });
}

async function gather(
  table: Table,
  read: Set<string>,
  by: number[],
  wanted: Wanted[],
  holds: ((row: Row) => boolean) | undefined,
): Promise<Map<Value, Group>> {
  const groups = new Map<Value, Group>();
  const [first = -1] = by;
  const columns = wanted.map(({ column }) => column);
  if (by.length === 0) groups.set('', groupOf([], wanted));
  for await (const batch of table.rows(read)) {
    for (const row of batch) {
      if (holds && !holds(row)) continue;
      const id =
        by.length === 1 ? (row[first] ?? '') : by.length === 0 ? '' : JSON.stringify(by.map((one) => row[one]));
      let group = groups.get(id);
      if (!group) {
        // A text that a sliced one points into would be held as a whole.
        group = groupOf(
          by.map((one) => own(row[one] ?? null)),
          wanted,
        );
        if (groups.size >= mostGroups) refuseGroups();
        groups.set(own(id), group);
      }
      for (let index = 0; index < columns.length; index += 1) {
        const column = columns[index] ?? -1;
        group.measures[index]?.add(column === -1 ? 1 : (row[column] ?? null));
      }
    }
  }
  return groups;
}

function refuseGroups(): never {
  return fail('limit-exceeded', `There are more than ${mostGroups} groups; group by less`, { field: 'by' });
}

function rowsOf(groups: Map<Value, Group>): Row[] {
  return [...groups.values()].map(({ key, measures: found }) => [...key, ...found.map((one) => one.result())]);
}

function own<One extends Value>(value: One): One {
  return typeof value === 'string' ? (Buffer.from(value).toString() as One) : value;
}

function groupOf(key: Row, wanted: Wanted[]): Group {
  return { key, measures: wanted.map(({ measure }) => measures[measure]()) };
}

function sort(rows: Row[], keys: number, order: Input['order']): Row[] {
  return rows.toSorted((one, other) => {
    if (order !== 'group') {
      const by = compare(one[keys] ?? null, other[keys] ?? null);
      if (by !== 0) return order === 'largest' ? -by : by;
    }
    for (let key = 0; key < keys; key += 1) {
      const by = compare(one[key] ?? null, other[key] ?? null);
      if (by !== 0) return by;
    }
    return 0;
  });
}

async function* pieces(rows: Row[]): AsyncGenerator<Row[]> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) yield rows.slice(at, at + rowsAtOnce);
}
