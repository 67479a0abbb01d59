// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  schema: {
    input: {
      /**
       * The SQLite database.
       */
      file: string;
      /**
       * Only this one.
       */
      table?: string;
    };
    output: {
      /**
       * The database.
       */
      file: string;
      tables: {
        name: string;
        kind: 'table' | 'view';
        sql: string;
        rows: number;
        columns: {
          name: string;
          type: string;
          required: boolean;
          key: boolean;
        }[];
        references: string[];
        indexes: string[];
      }[];
    };
  };
  query: {
    input: {
      /**
       * The SQLite database.
       */
      file: string;
      /**
       * One statement that reads, in SQLite's SQL; values belong into parameters.
       */
      sql: string;
      /**
       * Values for ? in order as a list, or for :name by name.
       */
      parameters?: unknown;
      /**
       * Rows at most.
       */
      limit: number;
      /**
       * Milliseconds after which it is ended.
       */
      timeMs: number;
    };
    output: {
      /**
       * The database.
       */
      file: string;
      columns: string[];
      rows: unknown[][];
      /**
       * There are more rows than the limit.
       */
      truncated: boolean;
    };
  };
  change: {
    input: {
      /**
       * The SQLite database.
       */
      file: string;
      /**
       * One or several statements.
       */
      sql: string;
      /**
       * Values for ? in order as a list, or for :name by name.
       */
      parameters?: unknown;
      /**
       * Milliseconds after which it is ended.
       */
      timeMs: number;
    };
    output: {
      /**
       * The database.
       */
      file: string;
      /**
       * Rows that were added, changed or removed.
       */
      changed: number;
      /**
       * Size of the database now.
       */
      bytes: number;
    };
  };
  explain: {
    input: {
      /**
       * The SQLite database.
       */
      file: string;
      /**
       * One statement that reads, in SQLite's SQL; values belong into parameters.
       */
      sql: string;
      /**
       * Values for ? in order as a list, or for :name by name.
       */
      parameters?: unknown;
    };
    output: {
      /**
       * The database.
       */
      file: string;
      /**
       * Indented where one is part of another.
       */
      steps: string[];
    };
  };
  export: {
    input: {
      /**
       * The SQLite database.
       */
      file: string;
      /**
       * The table or view; or give sql.
       */
      table?: string;
      /**
       * One statement that reads; or give table.
       */
      sql?: string;
      /**
       * Values for ? in order as a list, or for :name by name.
       */
      parameters?: unknown;
      /**
       * The file to write. Absent: beside the database, named after the table.
       */
      destination: string;
      /**
       * Absent: by the name of the file.
       */
      format?: 'csv' | 'json';
      /**
       * Replace that file.
       */
      overwrite: boolean;
      /**
       * Milliseconds after which it is ended.
       */
      timeMs: number;
    };
    output: {
      /**
       * The file.
       */
      path: string;
      format: 'csv' | 'json';
      /**
       * How many.
       */
      rows: number;
      /**
       * Its size.
       */
      bytes: number;
    };
  };
};
