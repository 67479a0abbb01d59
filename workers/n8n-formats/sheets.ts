import { wordsOf } from './call.ts';

/** What is written as a table; a row may have anything in it that JSON has. */
export type Sheet = { name: string; rows: unknown[][] };

const byteOrderMark = '\uFEFF';

/** CSV as spreadsheets read it: with a mark of its encoding, and no line end at its end. */
export function csvOf({ rows }: Sheet, delimiter: string): string {
  const cell = (value: unknown): string => {
    const words = shown(value);
    const needsQuotes = words.includes(delimiter) || /["\r\n]/.test(words);
    return needsQuotes ? `"${words.replaceAll('"', '""')}"` : words;
  };
  return byteOrderMark + rows.map((row) => row.map(cell).join(delimiter)).join('\n');
}

export function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'boolean' ? String(value).toUpperCase() : wordsOf(value);
}

/** A page with one table, each cell with its kind, its value and its place. */
export function htmlOf({ rows }: Sheet): string {
  const lines = rows.map(
    (row, line) => `<tr>${row.map((value, column) => cellOf(value, placeOf(line, column))).join('')}</tr>`,
  );
  const head = '<head><meta charset="utf-8"/><title>SheetJS Table Export</title></head>';
  return `<html>${head}<body><table>${lines.join('')}</table></body></html>`;
}

function cellOf(value: unknown, place: string): string {
  const id = `id="sjs-${place}"`;
  if (value === undefined) return `<td ${id}></td>`;
  if (value === null) return `<td data-t="z" ${id}></td>`;
  const kind = typeof value === 'number' ? 'n' : typeof value === 'boolean' ? 'b' : 's';
  return `<td data-t="${kind}" data-v="${escaped(wordsOf(value))}" ${id}>${escaped(shown(value))}</td>`;
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\n': '<br/>',
};

const escaped = (words: string): string => words.replaceAll(/[&<>"'\n]/g, (letter) => escapes[letter] ?? letter);

/** Like `B3`. */
function placeOf(line: number, column: number): string {
  let letters = '';
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26)) {
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  }
  return `${letters}${line + 1}`;
}
