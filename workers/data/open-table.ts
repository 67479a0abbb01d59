import { fail, type WorkerContext } from 'heron/worker-kit';
import { csvTable } from './csv-table.ts';
import { excelTable } from './excel-table.ts';
import { jsonTable } from './json-table.ts';
import { parquetTable } from './parquet-table.ts';
import type { Format, Table } from './table.ts';
import type { Row } from './values.ts';

const formats: Record<string, Format> = {
  csv: 'csv',
  tsv: 'csv',
  tab: 'csv',
  txt: 'csv',
  json: 'json',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  parquet: 'parquet',
  xlsx: 'xlsx',
};

/** By the name's ending. Errors: `unsupported`. */
export function formatOf(path: string, field: string): Format {
  const ending = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const known = 'csv, tsv, json, ndjson, jsonl, parquet, xlsx';
  return formats[ending] ?? fail('unsupported', `${path} is of no kind this can handle (${known})`, { field });
}

/** Errors: `not-found`, `unsupported`, `invalid-input` for what is no such file inside. */
export async function openTable(
  { path, sheet }: { path: string; sheet?: string | undefined },
  context: WorkerContext,
): Promise<Table> {
  const status = await context.files.status(path);
  if (!status) return fail('not-found', `There is no file ${path}`, { path });
  if (status.kind === 'folder') return fail('invalid-input', `${path} is a folder, not a file`, { path });
  const format = formatOf(path, 'path');
  if (sheet !== undefined && format !== 'xlsx')
    fail('invalid-input', `${path} has no sheets; only a workbook has`, { field: 'sheet' });
  const table = await open(path, status.size, format, sheet, context);
  return { ...table, rows: (wanted) => counted(table.rows(wanted), context) };
}

function open(
  path: string,
  size: number,
  format: Format,
  sheet: string | undefined,
  context: WorkerContext,
): Promise<Table> {
  if (format === 'csv') return csvTable(path, context);
  if (format === 'parquet') return parquetTable(path, size, context);
  if (format === 'xlsx') return excelTable(path, size, sheet, context);
  return jsonTable(path, format, context);
}

/** Says how far it is, and stops when the call is cancelled. */
async function* counted(batches: AsyncIterable<Row[]>, context: WorkerContext): AsyncGenerator<Row[]> {
  let rows = 0;
  let told = 0;
  for await (const batch of batches) {
    context.signal.throwIfAborted();
    yield batch;
    rows += batch.length;
    if (rows - told >= 50_000) context.progress({ text: `${(told = rows)} rows` });
  }
}

/** The place of a column. Errors: `invalid-input`, with those that there are. */
export function columnAt(table: Table, name: string, field: string): number {
  const exact = table.columns.indexOf(name);
  const found = exact === -1 ? table.columns.findIndex((one) => one.toLowerCase() === name.toLowerCase()) : exact;
  if (found !== -1) return found;
  const message = `${table.path} has no column “${name}”; it has ${table.columns.join(', ')}`;
  return fail('invalid-input', message, { field });
}
