import type { Failure } from '../../../contract/errors.ts';

/** What stands in a cell; other kinds come as their texts, bytes as 0x and hexadecimal digits. */
export type QueryValue = string | number | boolean | null;

export type TableFormat = 'csv' | 'json' | 'ndjson' | 'parquet';

/** A file as a table. `columns` are the types of a CSV file's columns, by name and in order. */
export type TableShape = { name: string; format: TableFormat; delimiter?: string; columns?: Record<string, string> };

export type ServerKind = 'postgresql' | 'mysql';

export type ServerPlace = {
  kind: ServerKind;
  host: string;
  port: number;
  database: string;
  user: string;
  /** Whether the connection is encrypted, and the server's certificate checked. */
  tls: boolean;
};

export type Statement = {
  sql: string;
  /** In the order of the places that the statement leaves for them. */
  parameters: QueryValue[];
  /** Whether it may change anything. */
  changes: boolean;
  timeMs: number;
};

export type RoomSource = FileSource | (ServerPlace & { password?: string | undefined });

export type FileSource =
  | { kind: 'files'; tables: (TableShape & { place: string })[] }
  | { kind: 'duckdb'; place: string };

export type RoomRequest = Statement & { source: RoomSource; memoryMb: number };

/** One JSON a line, over the standard input of the room. */
export type ToRoom = { kind: 'open'; request: RoomRequest } | { kind: 'next' } | { kind: 'cancel' };

/** One JSON a line, over its standard output. `connect` asks for a second connection, to call off what runs on the first. */
export type FromRoom =
  | { kind: 'opened'; columns: string[]; changed: number }
  | { kind: 'rows'; rows: QueryValue[][]; done: boolean }
  | { kind: 'connect' }
  | { kind: 'ended' }
  | { kind: 'failed'; failure: Failure };

/** What answers a statement: rows in batches. */
export type Answer = {
  columns: string[];
  /** Rows that were changed. */
  changed: number;
  next(): Promise<{ rows: QueryValue[][]; done: boolean }>;
};

/** Files that the room is handed, by number: a filter of system calls, and its two ways to a server. */
export const roomFiles = { filter: 3, connection: 4, second: 5, first: 6 } as const;
