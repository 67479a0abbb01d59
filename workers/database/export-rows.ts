import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { type Opened, withDatabase } from './open-database.ts';
import { rowsOf, type Value, withinTime } from './run-statement.ts';

type Input = Actions['export']['input'];
type Output = Actions['export']['output'];
type Rows = AsyncIterable<{ columns: string[]; row: Value[] }>;

export const exportRows: ActionRun<Input, Output> = (input, context) => {
  const { file, destination, overwrite, timeMs } = input;
  const format = input.format ?? (/\.json$/i.test(destination) ? 'json' : 'csv');
  return withDatabase(file, context, (opened) =>
    withinTime(opened, timeMs, async () => {
      const counted = { rows: 0 };
      const rows = count(rowsOf(opened, sqlOf(input), input.parameters, context), counted, context);
      const text = format === 'csv' ? asCsv(rows, () => headOf(opened, input)) : asJson(rows);
      const { size } = await context.files.write(destination, gathered(text), { overwrite });
      return { path: destination, format, rows: counted.rows, bytes: size };
    }),
  );
};

function sqlOf({ sql, table }: Input): string {
  if ((sql === undefined) === (table === undefined))
    return fail('invalid-input', 'Give either a table or a statement', { field: 'table' });
  return sql ?? `SELECT * FROM "${(table ?? '').replaceAll('"', '""')}"`;
}

/** Of a result without rows the columns are all there is to write. */
function headOf({ database }: Opened, input: Input): string[] {
  const statement = database.prepare(sqlOf(input));
  const columns = statement.getColumnNames([]);
  statement.finalize();
  return columns;
}

async function* count(rows: Rows, counted: { rows: number }, context: WorkerContext): Rows & AsyncGenerator {
  for await (const row of rows) {
    counted.rows += 1;
    if (counted.rows % 50_000 === 0) context.progress({ text: `${counted.rows} rows` });
    yield row;
  }
}

async function* asCsv(rows: Rows, head: () => string[]): AsyncGenerator<string> {
  yield `${head().map(toCell).join(',')}\r\n`;
  for await (const { row } of rows) yield `${row.map(toCell).join(',')}\r\n`;
}

/** RFC 4180. */
function toCell(value: Value): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function* asJson(rows: Rows): AsyncGenerator<string> {
  let before = '[\n';
  for await (const { columns, row } of rows) {
    yield before + JSON.stringify(Object.fromEntries(columns.map((column, index) => [column, row[index]])));
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

const chunkCharacters = 128 * 1024;

async function* gathered(parts: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const part of parts) {
    held += part;
    if (held.length < chunkCharacters) continue;
    yield held;
    held = '';
  }
  if (held !== '') yield held;
}
