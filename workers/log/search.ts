import { type ActionRun, type WorkerContext, wholeLines } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { linesOf, reporting, shown, sizeOf } from './blocks.ts';
import { lineMatcher } from './pattern.ts';
import { requiredText } from './required-text.ts';

type Grep = Actions['grep'];
type Found = Pick<Grep['output'], 'matches' | 'total'>;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export const grep: ActionRun<Grep['input'], Grep['output']> = async (input, context) => {
  const { path, pattern, regex, ignoreCase, invert } = input;
  const needle = ignoreCase || invert ? '' : regex ? requiredText(pattern) : pattern;
  const isWanted = lineMatcher({ pattern, regex, ignoreCase });
  const size = await sizeOf(path, context);
  const found =
    needle !== '' && !/[\r\n]/.test(needle)
      ? await searchBytes(input, needle, isWanted, context)
      : await searchTexts(input, size, (line) => isWanted(line) !== invert, context);
  return { path, ...found };
};

/** Lines without the text stay outside; what an expression demands besides is looked for in the others. */
async function searchBytes(
  { path, regex, limit }: Grep['input'],
  needle: string,
  isWanted: (line: string) => boolean,
  context: WorkerContext,
): Promise<Found> {
  const found: Found = { matches: [], total: 0 };
  let percent = 0;
  for await (const { lines, more, read, size } of context.files.search(path, needle, regex ? {} : { most: limit })) {
    context.signal.throwIfAborted();
    found.total += more;
    for (const { line, bytes } of lines) {
      const text = decoder.decode(bytes);
      if (regex && !isWanted(text)) continue;
      found.total += 1;
      if (found.matches.length < limit) found.matches.push({ line, text: shown(text) });
    }
    const reached = Math.floor((read / Math.max(read, size, 1)) * 100);
    if (reached > percent) context.progress({ percent: (percent = reached) });
  }
  return found;
}

async function searchTexts(
  { path, limit }: Grep['input'],
  size: number,
  isWanted: (line: string) => boolean,
  context: WorkerContext,
): Promise<Found> {
  const found: Found = { matches: [], total: 0 };
  let number = 0;
  for await (const piece of wholeLines(reporting(context.files.read(path), size, context))) {
    for (const line of linesOf(decoder.decode(piece))) {
      number += 1;
      if (!isWanted(line)) continue;
      found.total += 1;
      if (found.matches.length < limit) found.matches.push({ line: number, text: shown(line) });
    }
  }
  return found;
}
