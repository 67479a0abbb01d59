import type { Value } from './run-statement.ts';

export type Dialect = {
  /** What a statement begins with that is to be explained. */
  explain: string;
  /** The steps of an explanation, indented where one is part of another. */
  stepsOf(columns: string[], rows: Value[][]): string[];
  /** Stands between the parts of the name of a table. */
  quote: string;
};

/** What the kinds of databases differ in besides how they are reached. */
export const dialects: Record<'sqlite' | 'duckdb' | 'postgresql' | 'mysql', Dialect> = {
  sqlite: { explain: 'EXPLAIN QUERY PLAN', stepsOf: sqliteSteps, quote: '"' },
  duckdb: { explain: 'EXPLAIN', stepsOf: lastColumn, quote: '"' },
  postgresql: { explain: 'EXPLAIN', stepsOf: lastColumn, quote: '"' },
  mysql: { explain: 'EXPLAIN', stepsOf: named, quote: '`' },
};

/** `sales.order` is the table of another schema where there is one. */
export function quotedTable(name: string, { quote }: Dialect, hasSchemas: boolean): string {
  const parts = hasSchemas ? name.split('.') : [name];
  return parts.map((part) => `${quote}${part.replaceAll(quote, quote + quote)}${quote}`).join('.');
}

/** Each step names the one that it is part of. */
function sqliteSteps(_columns: string[], rows: Value[][]): string[] {
  const depths = new Map<unknown, number>([[0, -1]]);
  return rows.map(([id, parent, , detail]) => {
    const depth = (depths.get(parent) ?? -1) + 1;
    depths.set(id, depth);
    return `${'  '.repeat(depth)}${String(detail)}`;
  });
}

function lastColumn(_columns: string[], rows: Value[][]): string[] {
  return rows.flatMap((row) => String(row.at(-1) ?? '').split('\n')).filter((line) => line.trim() !== '');
}

function named(columns: string[], rows: Value[][]): string[] {
  return rows.map((row) =>
    row.flatMap((value, index) => (value === null ? [] : [`${columns[index] ?? ''}: ${String(value)}`])).join(', '),
  );
}
