import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { conditionOf } from './condition.ts';
import { deliver } from './deliver.ts';
import { columnAt, openTable } from './open-table.ts';
import type { Table } from './table.ts';
import type { Row } from './values.ts';

type Filter = Actions['filter'];

export const filter: ActionRun<Filter['input'], Filter['output']> = async (input, context) => {
  const table = await openTable(input, context);
  const condition = conditionOf(input.where, table);
  const places = (input.columns ?? table.columns).map((name) => columnAt(table, name, 'columns'));
  const columns = places.map((place) => table.columns[place] ?? '');
  const wanted = new Set([...columns, ...(condition?.columns ?? [])]);
  return deliver(input, columns, chosen(table, wanted, places, condition?.holds), context);
};

async function* chosen(
  table: Table,
  wanted: Set<string>,
  places: number[],
  holds: ((row: Row) => boolean) | undefined,
): AsyncGenerator<Row[]> {
  for await (const batch of table.rows(wanted)) {
    const rows = holds ? batch.filter(holds) : batch;
    yield rows.map((row) => places.map((place) => row[place] ?? null));
  }
}

type Convert = Actions['convert'];

export const convert: ActionRun<Convert['input'], Convert['output']> = async (input, context) => {
  const { destination, overwrite } = input;
  const table = await openTable(input, context);
  const wish = { limit: 1, saveTo: destination, overwrite };
  const { total, bytes = 0 } = await deliver(wish, table.columns, table.rows(), context);
  return { path: destination, columns: table.columns, rows: total, bytes };
};
