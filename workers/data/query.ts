import { type ActionRun, type AskedSource, fail, type WorkerContext } from 'heron/worker-kit';
import type { PreparedStatement } from '@sqlite.org/sqlite-wasm';
import type { Actions } from './actions.generated.ts';
import { deliver } from './deliver.ts';
import { duckTable } from './duck-tables.ts';
import { openTable } from './open-table.ts';
import { nameOf, type Tables, withTables } from './sql-tables.ts';
import type { Table } from './table.ts';
import { type Row, toValue } from './values.ts';

type Query = Actions['query'];
type Given = Extract<AskedSource, { kind: 'files' }>['tables'][number];

/** Operations of SQLite's machine between two looks at the clock: about a millisecond. */
const betweenLooks = 10_000;
const rowsAtOnce = 500;

/** DuckDB reads what it can where it lies; where one of the files is of another kind, all of them are copied into SQLite. */
export const query: ActionRun<Query['input'], Query['output']> = async (input, context) => {
  const { path, others = [] } = input;
  const tables: Table[] = [];
  for (const one of [path, ...others]) tables.push(await openTable({ path: one }, context));
  const names: string[] = [];
  const given: Given[] = [];
  for (const table of tables) {
    names.push(nameOf(table.path, names));
    const readable = await duckTable(table, names.at(-1) ?? '', context);
    if (readable) given.push(readable);
  }
  if (given.length < tables.length) return inSqlite(input, tables, context);
  const [first] = given;
  const asked = first && !names.includes('data') ? [...given, { ...first, name: 'data' }] : given;
  return inDuckdb(input, asked, names, context);
};

async function inDuckdb(
  input: Query['input'],
  tables: Given[],
  names: string[],
  context: WorkerContext,
): Promise<Query['output']> {
  const { sql, timeMs } = input;
  const asked = await context.queries.open({ source: { kind: 'files', tables }, sql, timeMs });
  try {
    return { ...(await deliver(input, asked.columns, asked.rows, context)), tables: names };
  } finally {
    await asked.close();
  }
}

async function inSqlite(input: Query['input'], tables: Table[], context: WorkerContext): Promise<Query['output']> {
  const { sql, timeMs } = input;
  return withTables(tables, context, async (opened) => {
    const endsAt = performance.now() + timeMs;
    const { sqlite, database, names } = opened;
    if (database.pointer !== undefined)
      sqlite.capi.sqlite3_progress_handler(
        database.pointer,
        betweenLooks,
        () => (performance.now() > endsAt ? 1 : 0),
        0,
      );
    const statement = database.prepare(sql);
    try {
      refuseOther(opened, sql, statement);
      const columns = statement.getColumnNames([]);
      const output = await deliver(input, columns, rowsOf(statement, context), context);
      return { ...output, tables: names };
    } catch (error) {
      if (performance.now() > endsAt) fail('limit-exceeded', `The query was not done within ${timeMs} ms`, { timeMs });
      throw error;
    } finally {
      statement.finalize();
    }
  });
}

/** SQLite compiles the first statement and leaves the rest alone: better to say so. */
function refuseOther({ sqlite }: Tables, sql: string, statement: PreparedStatement): void {
  const rest = sql.slice((sqlite.capi.sqlite3_sql(statement) ?? sql).length);
  if (rest.replaceAll(/--[^\n]*/g, '').trim() !== '')
    fail('invalid-input', 'There are several statements; give one', { field: 'sql' });
  const reads = statement.pointer !== undefined && sqlite.capi.sqlite3_stmt_readonly(statement.pointer) !== 0;
  if (statement.columnCount === 0 || !reads)
    fail('invalid-input', 'This gives no rows or would change something: the files can only be asked', {
      field: 'sql',
    });
}

async function* rowsOf(statement: PreparedStatement, context: WorkerContext): AsyncGenerator<Row[]> {
  let rows: Row[] = [];
  while (statement.step()) {
    rows.push(statement.get([]).map(toValue));
    if (rows.length < rowsAtOnce) continue;
    yield rows;
    rows = [];
    // Between two steps of SQLite nobody hears that the run was cancelled.
    await context.sleep(0);
    context.signal.throwIfAborted();
  }
  yield rows;
}
