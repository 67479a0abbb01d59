import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { ask } from './ask.ts';
import { dialects, quotedTable } from './dialects.ts';
import { type Place, placeOf } from './place.ts';
import type { Value } from './run-statement.ts';

type Input = Actions['export']['input'];
type Output = Actions['export']['output'];
type Rows = AsyncIterable<Value[]>;

export const exportRows: ActionRun<Input, Output> = async (input, context) => {
  const { parameters, overwrite, timeMs } = input;
  const place = await placeOf(input, context);
  const destination = input.destination ?? fail('invalid-input', 'Say where to write it', { field: 'destination' });
  const format = input.format ?? (/\.json$/i.test(destination) ? 'json' : 'csv');
  return ask(place, { sql: sqlOf(input, place), parameters, timeMs }, context, async ({ columns, rows }) => {
    const counted = { rows: 0 };
    const text =
      format === 'csv' ? asCsv(columns, count(rows, counted, context)) : asJson(columns, count(rows, counted, context));
    const { size } = await context.files.write(destination, gathered(text), { overwrite });
    return { path: destination, format, rows: counted.rows, bytes: size };
  });
};

function sqlOf({ sql, table }: Input, { kind }: Place): string {
  if ((sql === undefined) === (table === undefined))
    return fail('invalid-input', 'Give either a table or a statement', { field: 'table' });
  return sql ?? `SELECT * FROM ${quotedTable(table ?? '', dialects[kind], kind === 'postgresql')}`;
}

async function* count(rows: Rows, counted: { rows: number }, context: WorkerContext): AsyncGenerator<Value[]> {
  for await (const row of rows) {
    counted.rows += 1;
    if (counted.rows % 50_000 === 0) context.progress({ text: `${counted.rows} rows` });
    yield row;
  }
}

async function* asCsv(columns: string[], rows: Rows): AsyncGenerator<string> {
  yield `${columns.map(toCell).join(',')}\r\n`;
  for await (const row of rows) yield `${row.map(toCell).join(',')}\r\n`;
}

/** RFC 4180. */
function toCell(value: Value): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function* asJson(columns: string[], rows: Rows): AsyncGenerator<string> {
  let before = '[\n';
  for await (const row of rows) {
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
