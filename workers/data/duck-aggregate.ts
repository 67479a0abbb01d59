import type { WorkerContext } from 'heron/worker-kit';
import { distinctNames, duckTable } from './duck-tables.ts';
import type { MeasureName } from './measures.ts';
import type { Table } from './table.ts';
import type { Row } from './values.ts';

/** `column` is a place; -1 counts rows. */
export type Measured = { measure: MeasureName; column: number };

/** A smaller file is added up sooner than DuckDB is started. */
const worthIt = 16 * 1024 * 1024;
const timeMs = 3_600_000;

const measured: Record<MeasureName, ((column: string) => string) | undefined> = {
  count: (column) => `count(${column})`,
  distinct: (column) => `count(DISTINCT ${column})`,
  sum: (column) => `fsum(${column})`,
  mean: (column) => `favg(${column})`,
  min: (column) => `min(${column})`,
  max: (column) => `max(${column})`,
};

/**
 * The groups of a large CSV or Parquet file and what is measured of them, worked out by DuckDB; nothing where it would see something
 * else in a cell than we do, and then we do it.
 */
export async function duckGroups(
  table: Table,
  by: number[],
  wanted: Measured[],
  most: number,
  context: WorkerContext,
): Promise<Row[] | undefined> {
  const status = await context.files.status(table.path);
  if (table.format !== 'csv' || !status || status.size < worthIt) return undefined;
  const given = await duckTable(table, 'data', context);
  if (!given?.columns) return undefined;
  const names = distinctNames(table.columns);
  const types = names.map((name) => given.columns?.[name] ?? 'VARCHAR');
  // Only numbers are added up; the smallest of texts is ours to say.
  const isOurs = ({ measure, column }: Measured) =>
    column !== -1 && measure !== 'count' && measure !== 'distinct' && !/BIGINT|DOUBLE/.test(types[column] ?? '');
  if (wanted.some(isOurs)) return undefined;
  const numbers = new Set(wanted.filter(({ measure }) => !/count|distinct/.test(measure)).map(({ column }) => column));
  // All else is taken as it is written: 1 and 1.0 are two groups.
  const columns = Object.fromEntries(names.map((name, index) => [name, numbers.has(index) ? 'DOUBLE' : 'VARCHAR']));
  const asText = new Set(by.filter((place) => numbers.has(place)));
  if (asText.size > 0 || wanted.some(({ measure, column }) => measure === 'distinct' && numbers.has(column)))
    return undefined;
  const quoted = (place: number): string => `"${(names[place] ?? '').replaceAll('"', '""')}"`;
  const keys = by.map(quoted);
  const results = wanted.map(({ measure, column }) =>
    column === -1 ? 'count(*)' : (measured[measure]?.(quoted(column)) ?? 'NULL'),
  );
  const grouping = keys.length > 0 ? ` GROUP BY ${keys.join(', ')}` : '';
  const sql = `SELECT ${[...keys, ...results].join(', ')} FROM data${grouping} LIMIT ${most + 1}`;
  const rows = await rowsOf(sql, { ...given, columns }, context);
  // What is empty in a CSV file is an empty text to us.
  return rows?.map((row) => row.map((value, index) => (index < keys.length ? (value ?? '') : value)));
}

async function rowsOf(
  sql: string,
  table: NonNullable<Awaited<ReturnType<typeof duckTable>>>,
  context: WorkerContext,
): Promise<Row[] | undefined> {
  try {
    const asked = await context.queries.open({ source: { kind: 'files', tables: [table] }, sql, timeMs });
    return (await Array.fromAsync(asked.rows)).flat();
  } catch (error) {
    context.signal.throwIfAborted();
    // A cell that is no number, a row of another length: our own reader passes over it, or names the line.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'invalid-input' || code === 'unsupported' || code === 'limit-exceeded') return undefined;
    throw error;
  }
}
