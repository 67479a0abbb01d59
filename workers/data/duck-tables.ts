import type { AskedSource, WorkerContext } from 'heron/worker-kit';
import { csvShape } from './csv-text.ts';
import type { Table } from './table.ts';
import { isEmpty, numberOf, type Value } from './values.ts';

type Given = Extract<AskedSource, { kind: 'files' }>['tables'][number];

/** Decides what kind a column of a CSV file is; a later cell of another kind is an error with its line. */
const sampledRows = 100_000;

/** A file as DuckDB can read it by itself, or nothing: a workbook, and a text that is not UTF-8, it cannot. */
export async function duckTable(table: Table, name: string, context: WorkerContext): Promise<Given | undefined> {
  const { path, format } = table;
  if (format === 'xlsx') return undefined;
  if (format !== 'csv') return { path, name, format };
  const { encoding, delimiter } = await csvShape(path, context);
  if (encoding !== 'utf-8') return undefined;
  return { path, name, format, delimiter, columns: await kindsOf(table) };
}

/** The types of DuckDB, by our own rule for what a cell is: 007 stays a text. */
export async function kindsOf(table: Table): Promise<Record<string, string>> {
  const kinds: (string | undefined)[] = table.columns.map(() => undefined);
  let rows = 0;
  for await (const batch of table.rows()) {
    for (const row of batch)
      for (let at = 0; at < kinds.length; at += 1) kinds[at] = widened(kinds[at], row[at] ?? null);
    if ((rows += batch.length) >= sampledRows) break;
  }
  return Object.fromEntries(distinctNames(table.columns).map((name, index) => [name, kinds[index] ?? 'VARCHAR']));
}

function widened(kind: string | undefined, value: Value): string | undefined {
  if (kind === 'VARCHAR' || isEmpty(value)) return kind;
  const found = kindOf(value);
  if (kind === undefined || kind === found) return found;
  return kind !== 'BOOLEAN' && found !== 'BOOLEAN' && found !== 'VARCHAR' ? 'DOUBLE' : 'VARCHAR';
}

function kindOf(value: Value): string {
  if (value === 'true' || value === 'false') return 'BOOLEAN';
  const number = numberOf(value);
  if (Number.isNaN(number)) return 'VARCHAR';
  return Number.isSafeInteger(number) && /^-?\d+$/.test(String(value)) ? 'BIGINT' : 'DOUBLE';
}

/** SQL takes Name and name for the same. */
export function distinctNames(columns: string[]): string[] {
  return columns.map((column, index) => {
    const isTaken = columns.slice(0, index).some((one) => one.toLowerCase() === column.toLowerCase());
    return isTaken ? `${column} (${index + 1})` : column;
  });
}
