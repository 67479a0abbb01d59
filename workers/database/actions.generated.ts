// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  schema: {
    input: {
      /**
       * The file of a SQLite or DuckDB database; or give server.
       */
      file?: string;
      /**
       * The server, like postgresql://anna@db.example.org:5432/shop or mysql://…; without the password. Encrypted except on this machine; ?tls=on and ?tls=off say otherwise.
       */
      server?: string;
      /**
       * The name of the secret that is the password, like database-shop: add it in Settings, Secrets, for the host with its port.
       */
      secret?: string;
      /**
       * Only this one.
       */
      table?: string;
    };
    output: {
      /**
       * The database.
       */
      file?: string;
      /**
       * The server.
       */
      server?: string;
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
       * The file of a SQLite or DuckDB database; or give server.
       */
      file?: string;
      /**
       * The server, like postgresql://anna@db.example.org:5432/shop or mysql://…; without the password. Encrypted except on this machine; ?tls=on and ?tls=off say otherwise.
       */
      server?: string;
      /**
       * The name of the secret that is the password, like database-shop: add it in Settings, Secrets, for the host with its port.
       */
      secret?: string;
      /**
       * One statement that reads, in the database's SQL; values belong into parameters.
       */
      sql: string;
      /**
       * Values in order as a list, for ? or, with PostgreSQL, $1; with SQLite also for :name by name.
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
      file?: string;
      /**
       * The server.
       */
      server?: string;
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
  write: {
    input: {
      /**
       * The server, like postgresql://anna@db.example.org:5432/shop or mysql://…; without the password. Encrypted except on this machine; ?tls=on and ?tls=off say otherwise.
       */
      server: string;
      /**
       * The name of the secret that is the password, like database-shop: add it in Settings, Secrets, for the host with its port.
       */
      secret?: string;
      /**
       * One statement.
       */
      sql: string;
      /**
       * Values in order as a list, for ? or, with PostgreSQL, $1.
       */
      parameters?: unknown;
      /**
       * Milliseconds after which it is ended.
       */
      timeMs: number;
    };
    output: {
      /**
       * The server.
       */
      server: string;
      /**
       * Rows that were added, changed or removed.
       */
      changed: number;
    };
  };
  explain: {
    input: {
      /**
       * The file of a SQLite or DuckDB database; or give server.
       */
      file?: string;
      /**
       * The server, like postgresql://anna@db.example.org:5432/shop or mysql://…; without the password. Encrypted except on this machine; ?tls=on and ?tls=off say otherwise.
       */
      server?: string;
      /**
       * The name of the secret that is the password, like database-shop: add it in Settings, Secrets, for the host with its port.
       */
      secret?: string;
      /**
       * One statement that reads, in the database's SQL; values belong into parameters.
       */
      sql: string;
      /**
       * Values in order as a list, for ? or, with PostgreSQL, $1; with SQLite also for :name by name.
       */
      parameters?: unknown;
    };
    output: {
      /**
       * The database.
       */
      file?: string;
      /**
       * The server.
       */
      server?: string;
      /**
       * Indented where one is part of another.
       */
      steps: string[];
    };
  };
  export: {
    input: {
      /**
       * The file of a SQLite or DuckDB database; or give server.
       */
      file?: string;
      /**
       * The server, like postgresql://anna@db.example.org:5432/shop or mysql://…; without the password. Encrypted except on this machine; ?tls=on and ?tls=off say otherwise.
       */
      server?: string;
      /**
       * The name of the secret that is the password, like database-shop: add it in Settings, Secrets, for the host with its port.
       */
      secret?: string;
      /**
       * The table or view; or give sql.
       */
      table?: string;
      /**
       * One statement that reads; or give table.
       */
      sql?: string;
      /**
       * Values in order as a list, for ? or, with PostgreSQL, $1; with SQLite also for :name by name.
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
