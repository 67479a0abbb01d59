import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { linesOf, reporting, shown, sizeOf, wholeLines } from './blocks.ts';
import { lineMatcher } from './pattern.ts';

type Grep = Actions['grep'];
type Match = Grep['output']['matches'][number];

/** Finds matching lines in a piece of whole lines, and gives how many there are. */
type Search = (piece: Buffer, found: (line: number, text: () => string) => void) => number;

const newline = 0x0a;

export const grep: ActionRun<Grep['input'], Grep['output']> = async (input, context) => {
  const { path, pattern, regex, ignoreCase, invert, limit } = input;
  const isPlain = !regex && !ignoreCase && !invert && !/[\r\n]/.test(pattern);
  const isWanted = lineMatcher({ pattern, regex, ignoreCase });
  const size = await sizeOf(path, context);
  const matches: Match[] = [];
  let before = 0;
  let total = 0;
  const search: Search = isPlain ? bytesSearch(pattern) : textSearch((line) => isWanted(line) !== invert);
  for await (const piece of wholeLines(reporting(context.files.read(path), size, context))) {
    total += search(piece, (line, text) => {
      if (matches.length < limit) matches.push({ line: before + line, text: shown(text()) });
    });
    // Numbers are only needed while lines are still given.
    if (matches.length < limit) before += countLines(piece, 0, piece.byteLength);
  }
  return { path, matches, total };
};

/** Without making a text of what does not match. */
function bytesSearch(pattern: string): Search {
  const needle = Buffer.from(pattern);
  return (piece, found) => {
    let count = 0;
    let line = 1;
    let counted = 0;
    for (let at = piece.indexOf(needle); at !== -1;) {
      const start = at === 0 ? 0 : piece.lastIndexOf(newline, at - 1) + 1;
      const stop = piece.indexOf(newline, at);
      const end = stop === -1 ? piece.byteLength : stop;
      const [from, to] = [counted, start];
      count += 1;
      line += countLines(piece, from, to);
      counted = start;
      found(line, () => piece.toString('utf8', start, piece[end - 1] === 0x0d ? end - 1 : end));
      at = stop === -1 ? -1 : piece.indexOf(needle, stop + 1);
    }
    return count;
  };
}

function textSearch(isWanted: (line: string) => boolean): Search {
  return (piece, found) => {
    let count = 0;
    let number = 0;
    for (const line of linesOf(piece.toString())) {
      number += 1;
      if (!isWanted(line)) continue;
      count += 1;
      found(number, () => line);
    }
    return count;
  };
}

function countLines(piece: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) if (piece[at] === newline) count += 1;
  return count;
}
