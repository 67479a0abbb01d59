import type { Row } from './values.ts';

export type Format = 'csv' | 'json' | 'ndjson' | 'parquet' | 'xlsx';

/** A file of rows, read as often as `rows` is called. */
export type Table = {
  path: string;
  format: Format;
  columns: string[];
  /** In batches, as they are asked for. Cells of columns that are not wanted may be left empty, which is faster. */
  rows(wanted?: ReadonlySet<string>): AsyncIterable<Row[]>;
};

/** Columns by name, each of its own: an empty one is called after its place, a second one of a name after its number. */
export function uniqueNames(names: string[]): string[] {
  const taken = new Set<string>();
  return names.map((given, index) => {
    const name = given.trim() === '' ? `column ${index + 1}` : given.trim();
    let unique = name;
    for (let number = 2; taken.has(unique); number += 1) unique = `${name} ${number}`;
    taken.add(unique);
    return unique;
  });
}
