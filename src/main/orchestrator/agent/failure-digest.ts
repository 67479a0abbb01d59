import type { Failure } from '../../../contract/errors.ts';

/** Lines in which tests, linters and compilers say what is wrong. */
const telling =
  /\b(fail(s|ed|ure|ures|ing)?|errors?|exception|traceback|assert\w*|expected|received|actual|panicked|undefined|cannot|unexpected|warning|not ok)\b|[✗✕✖×]|:\d+:\d+\b/i;
/** A line of these says that all is well, or only counts. */
const quiet = /\b(0|no) (errors?|failures?|failed|warnings?)\b|^\s*(ok|pass(ed)?|✓|✔)\b/i;

const after = 2;
const mostLines = 40;
const mostLength = 6000;
/** So much of a line says enough. */
const mostOfLine = 300;

/**
 * What a program that failed wrote, in few words: the lines that tell what is wrong with those after them, or else the last ones.
 * The same for the same failure, and made by nobody's model. Undefined where it wrote nothing.
 */
export function failureDigest({ details = {} }: Failure): string | undefined {
  const lines = ['stdout', 'stderr'].flatMap((name) => linesOf(details[name]));
  if (lines.length === 0) return undefined;
  const told = new Set<number>();
  for (const [at, line] of lines.entries()) {
    if (!telling.test(line) || quiet.test(line)) continue;
    for (let next = at; next <= Math.min(at + after, lines.length - 1); next += 1) told.add(next);
  }
  const chosen = told.size > 0 ? [...told].toSorted((a, b) => a - b).slice(0, mostLines) : lastOf(lines.length);
  const shown: string[] = [];
  let before = -1;
  for (const at of chosen) {
    if (at !== before + 1) shown.push('…');
    shown.push((lines[at] ?? '').slice(0, mostOfLine));
    before = at;
  }
  if (before < lines.length - 1) shown.push('…');
  return shown.join('\n').slice(0, mostLength);
}

function lastOf(count: number): number[] {
  const first = Math.max(0, count - mostLines);
  return Array.from({ length: count - first }, (_, index) => first + index);
}

// oxlint-disable-next-line no-control-regex -- that is what colours are written with
const colours = /\u001B\[[\d;]*[A-Za-z]/g;

function linesOf(output: unknown): string[] {
  if (typeof output !== 'string') return [];
  return output
    .replaceAll(colours, '')
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}
