import { fail } from 'heron/worker-kit';
import type { Row } from './values.ts';

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** What one record is read with, and what it turned out to have. */
export type RecordReading = {
  path: string;
  separator: number;
  /** There is no more text behind this one. */
  isLast: boolean;
  /** Columns that are left out hold false. */
  wanted: readonly boolean[];
  line: number;
  hasQuotes: boolean;
};

/** Puts the cells of the record from `at` on into `row`, and gives where the next begins, or -1 when its end has not come yet. */
export function readRecord(text: string, from: number, row: Row, reading: RecordReading): number {
  const { separator, isLast, wanted } = reading;
  const { length } = text;
  let at = from;
  reading.hasQuotes = false;
  for (let column = 0; ; column += 1) {
    const isQuoted = text.charCodeAt(at) === quote;
    let end = at;
    if (isQuoted) {
      reading.hasQuotes = true;
      end = quotedEnd(text, at, reading);
      if (end === -1) return -1;
    } else {
      // Every character of a long file comes by here.
      for (let code = 0; end < length; end += 1) {
        code = text.charCodeAt(end);
        if (code === separator || code === lineFeed || code === carriageReturn) break;
      }
    }
    row.push(wanted[column] === false ? '' : isQuoted ? unquoted(text, at, end) : text.slice(at, end));
    if (end === length) return isLast ? end : -1;
    const code = text.charCodeAt(end);
    if (code === lineFeed) return end + 1;
    if (code === carriageReturn) {
      // Alone it ends a line too, as old spreadsheets write it.
      if (end + 1 === text.length && !isLast) return -1;
      return text.charCodeAt(end + 1) === lineFeed ? end + 2 : end + 1;
    }
    at = end + 1;
  }
}

/** Behind the closing quote. Errors: `invalid-input`. */
function quotedEnd(text: string, at: number, { path, separator, isLast, line }: RecordReading): number {
  for (let end = text.indexOf('"', at + 1); end !== -1; end = text.indexOf('"', end + 2)) {
    if (end + 1 === text.length) return isLast ? end + 1 : -1;
    const next = text.charCodeAt(end + 1);
    if (next === quote) continue;
    if (next === separator || next === lineFeed || next === carriageReturn) return end + 1;
    fail('invalid-input', `${path}, line ${line}: there is text behind a closing quote`, { path, line });
  }
  if (isLast) fail('invalid-input', `${path}, line ${line}: a quote is opened and not closed`, { path, line });
  return -1;
}

function unquoted(text: string, at: number, end: number): string {
  const inner = text.slice(at + 1, end - 1);
  return inner.includes('"') ? inner.replaceAll('""', '"') : inner;
}

/** A record may go over several lines, inside quotes. */
export function linesIn(text: string, at: number, next: number): number {
  let lines = 0;
  for (let end = text.indexOf('\n', at); end !== -1 && end < next; end = text.indexOf('\n', end + 1)) lines += 1;
  return Math.max(1, lines);
}

/** Nothing but the end of a line. */
export function isBlank(text: string, at: number, next: number, row: Row): boolean {
  if (row.length !== 1 || next - at > 2) return false;
  const code = text.charCodeAt(at);
  return code === lineFeed || code === carriageReturn;
}
