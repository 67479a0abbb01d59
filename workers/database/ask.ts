import { fail, type WorkerContext } from 'heron/worker-kit';
import { withDatabase } from './open-database.ts';
import type { Place } from './place.ts';
import { boundOf, rowsOf, type Value, withinTime } from './run-statement.ts';

export type Statement = { sql: string; parameters?: unknown; timeMs: number };
export type Asked = { columns: string[]; rows: AsyncIterable<Value[]> };

/** Asks a database of any kind. Errors: `invalid-input` with what it says of the statement, `limit-exceeded`. */
export async function ask<Result>(
  place: Place,
  { sql, parameters, timeMs }: Statement,
  context: WorkerContext,
  use: (asked: Asked) => Promise<Result>,
): Promise<Result> {
  if (place.kind === 'sqlite')
    return withDatabase(place.file, context, (opened) =>
      withinTime(opened, timeMs, () => {
        const statement = opened.database.prepare(sql);
        const columns = statement.columnCount > 0 ? statement.getColumnNames([]) : [];
        statement.finalize();
        return use({ columns, rows: rowsOf(opened, sql, parameters, context) });
      }),
    );
  const query = await context.queries.open({ source: place.source, sql, parameters: inOrder(parameters), timeMs });
  try {
    return await use({ columns: query.columns, rows: flat(query.rows) });
  } finally {
    await query.close();
  }
}

async function* flat(batches: AsyncIterable<Value[][]>): AsyncGenerator<Value[]> {
  for await (const batch of batches) yield* batch;
}

/** Names for places are SQLite's alone. */
export function inOrder(parameters: unknown): Value[] {
  const bound = boundOf(parameters) ?? [];
  if (Array.isArray(bound)) return bound;
  return fail('invalid-input', 'Here the parameters are a list, for $1 or ? in order', { field: 'parameters' });
}
