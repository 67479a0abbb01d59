import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { linesOf, reporting, shown, sizeOf, wholeLines } from './blocks.ts';
import { countLines } from './count-lines.ts';
import { lineMatcher } from './pattern.ts';
import { requiredText } from './required-text.ts';

type Grep = Actions['grep'];
type Match = Grep['output']['matches'][number];

/** Finds matching lines in a piece of whole lines, and gives how many there are. */
type Search = (piece: Buffer, found: (line: number, text: () => string) => void) => number;

const newline = 0x0a;

export const grep: ActionRun<Grep['input'], Grep['output']> = async (input, context) => {
  const { path, pattern, regex, ignoreCase, invert, limit } = input;
  const needle = ignoreCase || invert ? '' : regex ? requiredText(pattern) : pattern;
  const isWanted = lineMatcher({ pattern, regex, ignoreCase });
  const size = await sizeOf(path, context);
  const matches: Match[] = [];
  let before = 0;
  let total = 0;
  const search: Search =
    needle !== '' && !/[\r\n]/.test(needle)
      ? bytesSearch(needle, regex ? isWanted : undefined)
      : textSearch((line) => isWanted(line) !== invert);
  for await (const piece of wholeLines(reporting(context.files.read(path), size, context))) {
    total += search(piece, (line, text) => {
      if (matches.length < limit) matches.push({ line: before + line, text: shown(text()) });
    });
    // Numbers are only needed while lines are still given.
    if (matches.length < limit) before += countLines(piece, 0, piece.byteLength);
  }
  return { path, matches, total };
};

/** Without making a text of what does not have the needle; what has it is looked at closer, where that is asked for. */
function bytesSearch(text: string, isWanted?: (line: string) => boolean): Search {
  const needle = Buffer.from(text);
  return (piece, found) => {
    let count = 0;
    let line = 1;
    let counted = 0;
    for (let at = piece.indexOf(needle); at !== -1;) {
      const start = at === 0 ? 0 : piece.lastIndexOf(newline, at - 1) + 1;
      const stop = piece.indexOf(newline, at);
      const end = stop === -1 ? piece.byteLength : stop;
      const whole = (): string => piece.toString('utf8', start, piece[end - 1] === 0x0d ? end - 1 : end);
      if (!isWanted || isWanted(whole())) {
        count += 1;
        line += countLines(piece, counted, start);
        counted = start;
        found(line, whole);
      }
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
