import { fail } from 'heron/worker-kit';
import { isBlank, linesIn, readRecord, type RecordReading } from './csv-record.ts';
import type { Row } from './values.ts';

const longestRecord = 16 * 1024 * 1024;

export type CsvParser = {
  /** The rows that are whole in what has been given so far, since the last call. */
  rows(text: string): Row[];
  /** What is left at the end of the file. */
  end(): Row[];
  /** Only these columns are taken out from now on; the others come as empty texts. */
  take(wanted: readonly boolean[]): void;
};

/**
 * RFC 4180, in pieces of any size. Every row has as many cells as the first; empty lines are left out, unless there is one
 * column. Errors: `invalid-input`, with the line, for a row of another length and for a quote that is not closed.
 */
export function csvParser(path: string, delimiter: string): CsvParser {
  const separator = delimiter.charCodeAt(0);
  const reading: RecordReading = { path, separator, isLast: false, wanted: [], line: 1, hasQuotes: false };
  let width = 0;
  let rest = '';

  function read(text: string): Row[] {
    const rows: Row[] = [];
    let at = 0;
    while (at < text.length) {
      const row: Row = [];
      const next = readRecord(text, at, row, reading);
      if (next === -1) break;
      if (width === 1 || !isBlank(text, at, next, row)) {
        width ||= row.length;
        if (row.length !== width) refuse(lengths(row.length));
        rows.push(row);
      }
      reading.line += reading.hasQuotes ? linesIn(text, at, next) : 1;
      at = next;
    }
    rest = at === 0 ? text : text.slice(at);
    if (rest.length > longestRecord) refuse(`a row of more than ${longestRecord} characters`);
    return rows;
  }

  function lengths(cells: number): string {
    return `${cells} ${cells === 1 ? 'cell' : 'cells'}, where the first line has ${width}`;
  }

  function refuse(why: string): never {
    const { line } = reading;
    return fail('invalid-input', `${path}, line ${line}: ${why}`, { path, line });
  }

  return {
    rows: (text) => read(rest === '' ? text : rest + text),
    end() {
      reading.isLast = true;
      return read(rest);
    },
    take: (columns) => void (reading.wanted = columns),
  };
}
