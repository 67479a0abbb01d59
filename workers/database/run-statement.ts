import { fail, type WorkerContext } from 'heron/worker-kit';
import type { PreparedStatement } from '@sqlite.org/sqlite-wasm';
import type { Opened } from './open-database.ts';

export type Value = string | number | boolean | null;

/** Operations of SQLite's machine between two looks at the clock: about a millisecond. */
const betweenLooks = 10_000;
const rowsAtOnce = 500;

/** Ends what runs when its time is over. Errors: `limit-exceeded`. */
export function withinTime<Result>(opened: Opened, timeMs: number, run: () => Promise<Result>): Promise<Result> {
  const { sqlite, database } = opened;
  const { pointer } = database;
  if (pointer === undefined) return fail('worker-failed', 'SQLite gave no database');
  const endsAt = performance.now() + timeMs;
  sqlite.capi.sqlite3_progress_handler(pointer, betweenLooks, () => (performance.now() > endsAt ? 1 : 0), 0);
  return run().catch((error: unknown) => {
    if (performance.now() > endsAt) fail('limit-exceeded', `The query was not done within ${timeMs} ms`, { timeMs });
    throw error;
  });
}

/**
 * The rows of one statement, as they are asked for. Errors: `invalid-input` for several statements, for one that would
 * change something, and for parameters that do not fit.
 */
export async function* rowsOf(
  opened: Opened,
  sql: string,
  parameters: unknown,
  context: WorkerContext,
): AsyncGenerator<Value[]> {
  const { sqlite, database } = opened;
  const statement = database.prepare(sql);
  try {
    refuseMore(opened, sql, statement);
    if (statement.pointer !== undefined && !sqlite.capi.sqlite3_stmt_readonly(statement.pointer))
      fail('invalid-input', 'This would change the database; that is another action (database.change)', {
        field: 'sql',
      });
    bind(statement, parameters);
    for (let count = 0; statement.step(); count += 1) {
      if (count % rowsAtOnce === 0) await breathe(context);
      yield statement.get([]).map(toValue);
    }
  } finally {
    statement.finalize();
  }
}

/** Between two steps of SQLite nobody hears that the run was cancelled. */
async function breathe(context: WorkerContext): Promise<void> {
  await context.sleep(0);
  context.signal.throwIfAborted();
}

/** SQLite compiles the first statement and leaves the rest alone: better to say so. */
function refuseMore(opened: Opened, sql: string, statement: PreparedStatement): void {
  const compiled = opened.sqlite.capi.sqlite3_sql(statement) ?? sql;
  if (!isEmpty(opened, sql.slice(compiled.length)))
    fail('invalid-input', 'There are several statements; give one', { field: 'sql' });
  if (statement.columnCount > 0) return;
  const message = 'This gives no rows; what changes the database is another action (database.change)';
  fail('invalid-input', message, { field: 'sql' });
}

/** Nothing but spaces and comments, as SQLite sees it. */
function isEmpty({ database }: Opened, sql: string): boolean {
  if (sql.trim() === '') return true;
  try {
    database.prepare(sql).finalize();
    return false;
  } catch (error) {
    return error instanceof Error && /empty SQL/i.test(error.message);
  }
}

function bind(statement: PreparedStatement, parameters: unknown): void {
  const bound = boundOf(parameters);
  const given = bound === undefined ? 0 : Object.keys(bound).length;
  if (given !== statement.parameterCount)
    fail('invalid-input', `The statement has ${statement.parameterCount} parameters, ${given} were given`, {
      field: 'parameters',
    });
  if (bound !== undefined && given > 0) statement.bind(bound);
}

type Bound = string | number | boolean | null;

/** Errors: `invalid-input` for what is neither a list nor an object of plain values. */
export function boundOf(parameters: unknown): Bound[] | Record<string, Bound> | undefined {
  if (parameters === undefined) return undefined;
  if (Array.isArray(parameters)) return parameters.map(toBound);
  if (typeof parameters === 'object' && parameters !== null)
    return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [named(name), toBound(value)]));
  return fail('invalid-input', 'The parameters are a list or an object', { field: 'parameters' });
}

function named(name: string): string {
  return /^[:@$]/.test(name) ? name : `:${name}`;
}

function toBound(value: unknown): Bound {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return fail('invalid-input', 'A parameter is a text, a number, true, false or null', { field: 'parameters' });
}

/** Whole numbers that JSON would round come as text, bytes as their hexadecimal digits. */
function toValue(value: unknown): Value {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
