import { fail, type WorkerContext } from 'heron/worker-kit';
import writeWorkbook from 'write-excel-file/universal';
import { formatOf } from './open-table.ts';
import { parquetBytes } from './parquet-writer.ts';
import type { Format } from './table.ts';
import { meant, type Row, type Value } from './values.ts';

export type Written = { path: string; rows: number; bytes: number };
type Batches = AsyncIterable<Row[]>;

/** What a sheet holds at most. */
const mostSheetRows = 1_048_575;

/** Writes rows as they come, in the format of the name's ending. Errors: `unsupported`, `already-exists`, `limit-exceeded`. */
export async function writeTable(
  { path, overwrite }: { path: string; overwrite: boolean },
  columns: string[],
  batches: Batches,
  context: WorkerContext,
): Promise<Written> {
  const format = formatOf(path, 'saveTo');
  let rows = 0;
  async function* counted(): AsyncGenerator<Row[]> {
    for await (const batch of batches) {
      rows += batch.length;
      if (batch.length > 0) yield batch;
    }
  }
  const delimiter = /\.(tsv|tab)$/i.test(path) ? '\t' : ',';
  const { size } = await context.files.write(path, bytesOf(format, columns, counted(), delimiter), { overwrite });
  return { path, rows, bytes: size };
}

function bytesOf(
  format: Format,
  columns: string[],
  rows: Batches,
  delimiter: string,
): AsyncIterable<Uint8Array | string> {
  if (format === 'csv') return asCsv(columns, rows, delimiter);
  if (format === 'json') return asJson(columns, rows);
  if (format === 'ndjson') return asLines(columns, rows);
  if (format === 'parquet') return parquetBytes(columns, rows);
  return asWorkbook(columns, rows);
}

async function* asCsv(columns: string[], batches: Batches, delimiter: string): AsyncGenerator<string> {
  const needsQuotes = new RegExp(`["\\r\\n${delimiter}]|^\\s|\\s$`);
  /** RFC 4180. */
  function cell(value: Value): string {
    if (typeof value !== 'string') return value === null ? '' : String(value);
    return needsQuotes.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  }
  const line = (row: Row): string => row.map(cell).join(delimiter);
  yield `${line(columns)}\n`;
  for await (const batch of batches) yield `${batch.map(line).join('\n')}\n`;
}

function asRecord(columns: string[], row: Row): string {
  return JSON.stringify(Object.fromEntries(columns.map((name, index) => [name, meant(row[index] ?? null)])));
}

async function* asJson(columns: string[], batches: Batches): AsyncGenerator<string> {
  let before = '[\n';
  for await (const batch of batches) {
    yield before + batch.map((row) => asRecord(columns, row)).join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

async function* asLines(columns: string[], batches: Batches): AsyncGenerator<string> {
  for await (const batch of batches) yield `${batch.map((row) => asRecord(columns, row)).join('\n')}\n`;
}

async function* asWorkbook(columns: string[], batches: Batches): AsyncGenerator<Uint8Array> {
  const sheet: (string | number | boolean | null)[][] = [columns];
  for await (const batch of batches) {
    if (sheet.length + batch.length > mostSheetRows)
      fail('limit-exceeded', `A workbook holds at most ${mostSheetRows} rows; save it as CSV or Parquet`, {
        field: 'saveTo',
      });
    for (const row of batch) sheet.push(row.map(meant));
  }
  const blob = await writeWorkbook(sheet).toBlob();
  yield new Uint8Array(await blob.arrayBuffer());
}
