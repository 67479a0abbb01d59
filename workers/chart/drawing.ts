import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import { parse } from 'csv-parse/sync';
import type { Actions } from './actions.generated.ts';

export type Draw = ActionRun<Actions['draw']['input'], Actions['draw']['output']>;
type Input = Actions['draw']['input'];
type Data = NonNullable<Input['data']>;

/** What is to be drawn, with its rows. */
export type Drawing = Omit<Input, 'data' | 'path'> & { data: Data };

/** Far more than the rows of a chart take. */
const mostBytes = 64 * 1024 * 1024;

/** Errors: `invalid-input` for no data or two, and for a file that is no CSV; those of reading. */
export async function drawingOf({ data, path, ...input }: Input, context: WorkerContext): Promise<Drawing> {
  if (data !== undefined && path !== undefined)
    return fail('invalid-input', 'Give the rows or their file', { field: 'path' });
  if (data !== undefined) return { ...input, data };
  if (path === undefined)
    return fail('invalid-input', 'There are no rows to draw; give them or their file', { field: 'data' });
  if (/\.(json|ndjson|jsonl|parquet|xlsx?|ods)$/i.test(path))
    return fail('invalid-input', `${path} is no CSV; let Data read it, and draw what that gives`, { field: 'path' });
  return { ...input, data: dataIn(await context.files.readText(path, { maxBytes: mostBytes }), path) };
}

/** The separator is what the first line has most of. */
function dataIn(text: string, path: string): Data {
  const [first = ''] = text.split('\n', 1);
  const count = (separator: string): number => first.split(separator).length;
  const delimiter = [',', ';', '\t', '|'].toSorted((one, other) => count(other) - count(one))[0] ?? ',';
  let records: string[][];
  try {
    records = parse(text, { delimiter, bom: true, skip_empty_lines: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fail('invalid-input', `${path} is no CSV: ${why}`, { path, field: 'path' });
  }
  const [columns, ...rows] = records;
  if (!columns) return fail('invalid-input', `${path} is empty`, { path, field: 'path' });
  return { columns: columns.map((name) => name.trim()), rows: rows.map((row) => row.map(cellOf)) };
}

/** What a number is written as is one; 007 stays a text. */
function cellOf(text: string): string | number | null {
  if (text.trim() === '') return null;
  const number = Number(text);
  return String(number) === text.trim() ? number : text;
}
