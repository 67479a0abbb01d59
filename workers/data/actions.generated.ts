// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  profile: {
    input: {
      /**
       * The file: CSV, TSV, JSON, NDJSON, Parquet or Excel, by the ending of its name.
       */
      path: string;
      /**
       * Of a workbook: which sheet. Absent: the first.
       */
      sheet?: string;
    };
    output: {
      path: string;
      format: 'csv' | 'json' | 'ndjson' | 'parquet' | 'xlsx';
      rows: number;
      columns: {
        name: string;
        type: 'number' | 'boolean' | 'text' | 'mixed' | 'empty';
        empty: number;
        /**
         * Different values.
         */
        distinct: number;
        /**
         * There are more than were counted.
         */
        hasMoreDistinct: boolean;
        /**
         * The smallest value.
         */
        min?: unknown;
        /**
         * The largest.
         */
        max?: unknown;
        mean?: number;
        /**
         * Items: A value.
         */
        examples: unknown[];
      }[];
    };
  };
  filter: {
    input: {
      /**
       * The file: CSV, TSV, JSON, NDJSON, Parquet or Excel, by the ending of its name.
       */
      path: string;
      /**
       * Of a workbook: which sheet. Absent: the first.
       */
      sheet?: string;
      /**
       * Which rows: a condition such as amount > 100 and (city = Berlin or city is empty). =, !=, <, <=, >, >=, is empty, in (a, b), contains, starts with, ends with; and, or, not. Names and values with spaces in quotes.
       */
      where?: string;
      /**
       * Which columns, in this order. Absent: all.
       *
       * @minItems 1
       */
      columns?: [string, ...string[]];
      /**
       * Rows to give at most; a file gets all.
       */
      limit: number;
      /**
       * Write all rows to this file instead: .csv, .tsv, .json, .ndjson, .parquet or .xlsx.
       */
      saveTo?: string;
      /**
       * Replace that file.
       */
      overwrite: boolean;
    };
    output: {
      /**
       * The rows; of a file that was saved a look at the beginning.
       */
      table: {
        columns: string[];
        rows: unknown[][];
      };
      /**
       * How many rows there are; where it stopped at the limit, how many are given.
       */
      total: number;
      /**
       * There are more rows than those given.
       */
      truncated: boolean;
      /**
       * The file that was saved.
       */
      path?: string;
      /**
       * Its size.
       */
      bytes?: number;
    };
  };
  aggregate: {
    input: {
      /**
       * The file: CSV, TSV, JSON, NDJSON, Parquet or Excel, by the ending of its name.
       */
      path: string;
      /**
       * Of a workbook: which sheet. Absent: the first.
       */
      sheet?: string;
      /**
       * What to work out; count counts rows, or the cells of a column that are not empty.
       */
      measure: 'count' | 'distinct' | 'sum' | 'mean' | 'min' | 'max';
      /**
       * Of which column; not needed for count.
       */
      column?: string;
      /**
       * More to work out at once.
       */
      further?: {
        /**
         * What to work out; count counts rows, or the cells of a column that are not empty.
         */
        measure: 'count' | 'distinct' | 'sum' | 'mean' | 'min' | 'max';
        column?: string;
      }[];
      /**
       * The column to group by, or several with commas. Absent: all rows are one group.
       */
      by?: string;
      /**
       * Which rows: a condition such as amount > 100 and (city = Berlin or city is empty). =, !=, <, <=, >, >=, is empty, in (a, b), contains, starts with, ends with; and, or, not. Names and values with spaces in quotes.
       */
      where?: string;
      /**
       * Sorted by group, or by the first thing worked out.
       */
      order: 'group' | 'largest' | 'smallest';
      /**
       * Rows to give at most; a file gets all.
       */
      limit: number;
      /**
       * Write all rows to this file instead: .csv, .tsv, .json, .ndjson, .parquet or .xlsx.
       */
      saveTo?: string;
      /**
       * Replace that file.
       */
      overwrite: boolean;
    };
    output: {
      /**
       * The rows; of a file that was saved a look at the beginning.
       */
      table: {
        columns: string[];
        rows: unknown[][];
      };
      /**
       * How many rows there are; where it stopped at the limit, how many are given.
       */
      total: number;
      /**
       * There are more rows than those given.
       */
      truncated: boolean;
      /**
       * The file that was saved.
       */
      path?: string;
      /**
       * Its size.
       */
      bytes?: number;
    };
  };
  join: {
    input: {
      /**
       * The first, longer file.
       */
      path: string;
      /**
       * Of a workbook: which sheet. Absent: the first.
       */
      sheet?: string;
      /**
       * The second file.
       */
      other: string;
      /**
       * The column that both have, or two as in id = customer: that of the first, then that of the second. Absent: the only column that both have.
       */
      on?: string;
      /**
       * Of the first file: rows that have a match, all, or those that have none.
       */
      keep: 'matched' | 'all' | 'unmatched';
      /**
       * Rows to give at most; a file gets all.
       */
      limit: number;
      /**
       * Write all rows to this file instead: .csv, .tsv, .json, .ndjson, .parquet or .xlsx.
       */
      saveTo?: string;
      /**
       * Replace that file.
       */
      overwrite: boolean;
    };
    output: {
      /**
       * The rows; of a file that was saved a look at the beginning.
       */
      table: {
        columns: string[];
        rows: unknown[][];
      };
      /**
       * How many rows there are; where it stopped at the limit, how many are given.
       */
      total: number;
      /**
       * There are more rows than those given.
       */
      truncated: boolean;
      /**
       * The file that was saved.
       */
      path?: string;
      /**
       * Its size.
       */
      bytes?: number;
    };
  };
  query: {
    input: {
      /**
       * The file: CSV, TSV, JSON, NDJSON, Parquet or Excel, by the ending of its name.
       */
      path: string;
      /**
       * Further files.
       *
       * Items: A file.
       */
      others?: string[];
      /**
       * One statement that reads, in DuckDB's SQL; with a workbook, or a text that is not UTF-8, in SQLite's.
       */
      sql: string;
      /**
       * Rows to give at most; a file gets all.
       */
      limit: number;
      /**
       * Milliseconds after which the statement is ended.
       */
      timeMs: number;
      /**
       * Write all rows to this file instead: .csv, .tsv, .json, .ndjson, .parquet or .xlsx.
       */
      saveTo?: string;
      /**
       * Replace that file.
       */
      overwrite: boolean;
    };
    output: {
      /**
       * The rows; of a file that was saved a look at the beginning.
       */
      table: {
        columns: string[];
        rows: unknown[][];
      };
      /**
       * How many rows there are; where it stopped at the limit, how many are given.
       */
      total: number;
      /**
       * There are more rows than those given.
       */
      truncated: boolean;
      /**
       * The file that was saved.
       */
      path?: string;
      /**
       * Its size.
       */
      bytes?: number;
      /**
       * The names of the tables.
       */
      tables: string[];
    };
  };
  convert: {
    input: {
      /**
       * The file: CSV, TSV, JSON, NDJSON, Parquet or Excel, by the ending of its name.
       */
      path: string;
      /**
       * Of a workbook: which sheet. Absent: the first.
       */
      sheet?: string;
      /**
       * The file to write; the ending of its name says as what: .csv, .tsv, .json, .ndjson, .parquet or .xlsx.
       */
      destination: string;
      /**
       * Replace that file.
       */
      overwrite: boolean;
    };
    output: {
      /**
       * The file.
       */
      path: string;
      columns: string[];
      rows: number;
      /**
       * Its size.
       */
      bytes: number;
    };
  };
};
