import type { Actions } from './actions.generated.ts';

type Table = Actions['schema']['output']['tables'][number];

const mostTables = 1000;

/** Of each table a row: name, kind, SQL, rows, columns, references and indexes, the last three as JSON. One parameter: the table. */
export const schemaQueries = {
  postgresql: `
    SELECT CASE n.nspname WHEN 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END AS name,
      CASE WHEN c.relkind IN ('v', 'm') THEN 'view' ELSE 'table' END,
      CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) ELSE '' END,
      greatest(c.reltuples, 0)::bigint,
      (SELECT coalesce(json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
          'required', a.attnotnull, 'key', coalesce(a.attnum = ANY (k.conkey), false)) ORDER BY a.attnum), '[]')
        FROM pg_attribute a LEFT JOIN pg_constraint k ON k.conrelid = a.attrelid AND k.contype = 'p'
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)::text,
      (SELECT coalesce(json_agg(a.attname || ' → ' || k.confrelid::regclass::text || '.' || b.attname), '[]')
        FROM pg_constraint k CROSS JOIN LATERAL unnest(k.conkey, k.confkey) AS pair(here, there)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = pair.here
        JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = pair.there
        WHERE k.conrelid = c.oid AND k.contype = 'f')::text,
      (SELECT coalesce(json_agg(x.indexrelid::regclass::text ORDER BY 1), '[]') FROM pg_index x WHERE x.indrelid = c.oid)::text
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND n.nspname NOT LIKE 'pg\\_%' AND ($1::text IS NULL OR lower(c.relname) = lower($1))
    ORDER BY name LIMIT ${mostTables}`,
  mysql: `
    SELECT t.table_name AS name, IF(t.table_type LIKE '%VIEW', 'view', 'table'),
      coalesce((SELECT v.view_definition FROM information_schema.views v
        WHERE v.table_schema = t.table_schema AND v.table_name = t.table_name), ''),
      coalesce(t.table_rows, 0),
      (SELECT json_arrayagg(json_object('name', c.column_name, 'type', c.column_type, 'place', c.ordinal_position,
          'required', c.is_nullable = 'NO', 'key', c.column_key = 'PRI'))
        FROM information_schema.columns c WHERE c.table_schema = t.table_schema AND c.table_name = t.table_name),
      (SELECT json_arrayagg(concat(k.column_name, ' → ', k.referenced_table_name, '.', k.referenced_column_name))
        FROM information_schema.key_column_usage k WHERE k.table_schema = t.table_schema
          AND k.table_name = t.table_name AND k.referenced_table_name IS NOT NULL),
      (SELECT json_arrayagg(s.index_name) FROM information_schema.statistics s
        WHERE s.table_schema = t.table_schema AND s.table_name = t.table_name AND s.seq_in_index = 1)
    FROM information_schema.tables t
    WHERE t.table_schema = database() AND (? IS NULL OR t.table_name = ?)
    ORDER BY name LIMIT ${mostTables}`,
  duckdb: `
    SELECT name, kind, sql, size,
      (SELECT to_json(list({name: column_name, type: data_type, required: NOT is_nullable,
          key: coalesce(list_contains(keys, column_name), false)} ORDER BY column_index))::VARCHAR
        FROM duckdb_columns() c WHERE c.table_oid = oid AND c.database_name = 'asked'),
      (SELECT to_json(list(constraint_column_names[1] || ' → ' || referenced_table || '.' || referenced_column_names[1]))::VARCHAR
        FROM duckdb_constraints() k WHERE k.table_oid = oid AND k.database_name = 'asked' AND constraint_type = 'FOREIGN KEY'),
      (SELECT to_json(list(index_name ORDER BY index_name))::VARCHAR
        FROM duckdb_indexes() i WHERE i.table_oid = oid AND i.database_name = 'asked')
    FROM (SELECT table_name AS name, 'table' AS kind, coalesce(sql, '') AS sql, estimated_size AS size, table_oid AS oid,
        (SELECT any_value(constraint_column_names) FROM duckdb_constraints() p
          WHERE p.table_oid = t.table_oid AND p.database_name = 'asked' AND constraint_type = 'PRIMARY KEY') AS keys
      FROM duckdb_tables() t WHERE database_name = 'asked'
      UNION ALL SELECT view_name, 'view', coalesce(sql, ''), 0, view_oid, []
      FROM duckdb_views() WHERE database_name = 'asked' AND NOT internal)
    WHERE $1 IS NULL OR lower(name) = lower($1)
    ORDER BY name LIMIT ${mostTables}`,
} as const;

type Column = Table['columns'][number];

/** MySQL gives lists in any order and yes as 1. */
export function tableOf(row: (string | number | boolean | null)[]): Table {
  const [name, kind, sql, rows, columns, references, indexes] = row;
  const described = listOf<{ [Name in keyof Column]: Column[Name] | number } & { place?: number }>(columns);
  return {
    ...{ name: String(name), kind: kind === 'view' ? 'view' : 'table', sql: String(sql ?? '').trim() },
    rows: Math.max(0, Math.round(Number(rows ?? 0))),
    columns: described
      .toSorted((one, other) => (one.place ?? 0) - (other.place ?? 0))
      .map((column) => ({
        ...{ name: String(column.name), type: String(column.type) },
        ...{ required: Boolean(column.required), key: Boolean(column.key) },
      })),
    references: listOf<string>(references).toSorted(),
    indexes: [...new Set(listOf<string>(indexes))].toSorted(),
  };
}

function listOf<Item>(json: unknown): Item[] {
  if (typeof json !== 'string') return [];
  return (JSON.parse(json) as Item[] | null) ?? [];
}
