import type { ActionRun, WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { ask } from './ask.ts';
import { type Opened, withDatabase } from './open-database.ts';
import { placeOf } from './place.ts';
import { rowsOf, type Value } from './run-statement.ts';
import { schemaQueries, tableOf } from './server-schema.ts';

type Output = Actions['schema']['output'];
type Table = Output['tables'][number];

const mostTables = 1000;

const schemaMs = 60_000;

export const schema: ActionRun<Actions['schema']['input'], Output> = async (input, context) => {
  const { table } = input;
  const place = await placeOf(input, context);
  if (place.kind === 'sqlite') return { file: place.file, tables: await tablesOf(place.file, table, context) };
  const wanted = table ?? null;
  const statement = {
    sql: schemaQueries[place.kind],
    parameters: place.kind === 'mysql' ? [wanted, wanted] : [wanted],
    timeMs: schemaMs,
  };
  const tables = await ask(place, statement, context, async ({ rows: found }) => {
    const described: Table[] = [];
    for await (const row of found) described.push(tableOf(row));
    return described;
  });
  return { ...place.named, tables };
};

function tablesOf(file: string, table: string | undefined, context: WorkerContext): Promise<Table[]> {
  return withDatabase(file, context, async (opened) => {
    const list = await rows(
      opened,
      `SELECT name, type, coalesce(sql, '') FROM sqlite_schema
       WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND (?1 IS NULL OR name = ?1 COLLATE NOCASE)
       ORDER BY name LIMIT ${mostTables}`,
      [table ?? null],
      context,
    );
    const tables: Table[] = [];
    for (const [name, kind, sql] of list) {
      tables.push(
        await describe(
          opened,
          { name: String(name), kind: kind === 'view' ? 'view' : 'table', sql: String(sql) },
          context,
        ),
      );
    }
    return tables;
  });
}

type Named = Pick<Table, 'name' | 'kind' | 'sql'>;

async function describe(opened: Opened, { name, kind, sql }: Named, context: WorkerContext): Promise<Table> {
  const columns = await rows(opened, 'SELECT name, type, "notnull", pk FROM pragma_table_info(?1)', [name], context);
  const keys = await rows(opened, 'SELECT "from", "table", "to" FROM pragma_foreign_key_list(?1)', [name], context);
  const indexes = await rows(opened, 'SELECT name FROM pragma_index_list(?1) ORDER BY name', [name], context);
  const [[count = 0] = []] =
    kind === 'table' ? await rows(opened, `SELECT count(*) FROM "${name.replaceAll('"', '""')}"`, [], context) : [];
  return {
    ...{ name, kind, sql, rows: Number(count) },
    columns: columns.map(([column, type, notNull, key]) => ({
      ...{ name: String(column), type: String(type) },
      ...{ required: notNull === 1, key: Number(key) > 0 },
    })),
    references: keys.map(([from, to, column]) => `${String(from)} → ${String(to)}.${String(column ?? 'rowid')}`),
    indexes: indexes.map(([index]) => String(index)),
  };
}

async function rows(opened: Opened, sql: string, parameters: unknown[], context: WorkerContext): Promise<Value[][]> {
  return Array.fromAsync(rowsOf(opened, sql, parameters, context));
}
