import { fail, type WorkerContext } from 'heron/worker-kit';
import { meant, type Row } from './values.ts';
import { writeTable } from './write-table.ts';

export type Wish = { limit: number; saveTo?: string; overwrite: boolean };
export type Delivered = {
  table: { columns: string[]; rows: Row[] };
  /** How many there are in all; where it stopped at the limit, those given. */
  total: number;
  truncated: boolean;
  path?: string;
  bytes?: number;
};

const mostCharacters = 1_000_000;
const inAnyCase = 20;

/** Gives the first rows, or writes all of them to a file and gives a look at the beginning. Errors: `limit-exceeded`. */
export async function deliver(
  wish: Wish,
  columns: string[],
  batches: AsyncIterable<Row[]>,
  context: WorkerContext,
): Promise<Delivered> {
  const { limit, saveTo, overwrite } = wish;
  if (saveTo === undefined) return firstRows(limit, columns, batches);
  const shown: Row[] = [];
  async function* watched(): AsyncGenerator<Row[]> {
    for await (const batch of batches) {
      if (shown.length < inAnyCase) shown.push(...batch.slice(0, inAnyCase - shown.length));
      yield batch;
    }
  }
  const { path, rows, bytes } = await writeTable({ path: saveTo, overwrite }, columns, watched(), context);
  const [total, truncated] = [rows, rows > shown.length];
  return { table: { columns, rows: shown.map((row) => row.map(meant)) }, total, truncated, path, bytes };
}

async function firstRows(limit: number, columns: string[], batches: AsyncIterable<Row[]>): Promise<Delivered> {
  const rows: Row[] = [];
  let characters = 0;
  for await (const batch of batches) {
    for (const row of batch) {
      if (rows.length >= limit) return { table: { columns, rows }, total: rows.length, truncated: true };
      const given = row.map(meant);
      characters += JSON.stringify(given).length;
      if (characters > mostCharacters)
        fail('limit-exceeded', 'The rows are more than a step can hand on; ask for fewer, or save them to a file', {
          field: 'limit',
        });
      rows.push(given);
    }
  }
  return { table: { columns, rows }, total: rows.length, truncated: false };
}
