import { fail, type WorkerContext } from 'heron/worker-kit';
import { csvParser } from './csv-parser.ts';
import { csvShape, textOf } from './csv-text.ts';
import { type Table, uniqueNames } from './table.ts';
import type { Row } from './values.ts';

/** A CSV file: its first line names the columns. Errors: `invalid-input` for an empty one. */
export async function csvTable(path: string, context: WorkerContext): Promise<Table> {
  const { encoding, delimiter } = await csvShape(path, context);

  async function* batches(take?: (name: string) => boolean): AsyncGenerator<Row[]> {
    const parser = csvParser(path, delimiter);
    let isBegun = false;
    function withoutHead(rows: Row[]): Row[] {
      if (isBegun || rows.length === 0) return rows;
      isBegun = true;
      return rows.slice(1);
    }
    for await (const text of textOf(path, encoding, context)) {
      const rows = withoutHead(parser.rows(text));
      // The first piece has been read by then; what it gives besides is left as it is.
      if (take) parser.take(columns.map(take));
      if (rows.length > 0) yield rows;
    }
    yield withoutHead(parser.end());
  }

  async function head(): Promise<string[]> {
    const parser = csvParser(path, delimiter);
    for await (const text of textOf(path, encoding, context)) {
      const [first] = parser.rows(text);
      if (first) return uniqueNames(first.map(String));
    }
    const [first] = parser.end();
    return first ? uniqueNames(first.map(String)) : fail('invalid-input', `${path} is empty`, { path });
  }

  const columns = await head();
  return { path, format: 'csv', columns, rows: (wanted) => batches(wanted && ((name) => wanted.has(name))) };
}
