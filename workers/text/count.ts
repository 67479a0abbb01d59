import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { readSource } from './text-source.ts';

export const count: ActionRun<Actions['count']['input'], Actions['count']['output']> = async (input, context) => {
  const text = await readSource(input, context);
  return { lines: countLines(text), words: countMatches(text, /\S+/g), characters: countCharacters(text) };
};

function countLines(text: string): number {
  const breaks = countMatches(text, /\r\n|\r|\n/g);
  return text === '' || /[\r\n]$/.test(text) ? breaks : breaks + 1;
}

function countCharacters(text: string): number {
  // Segmenting is slow, and in ASCII only a line break can be two of them.
  if (!/[^\0-\x7f]/.test(text)) return text.length - countMatches(text, /\r\n/g);
  let characters = 0;
  for (const _ of new Intl.Segmenter().segment(text)) characters += 1;
  return characters;
}

function countMatches(text: string, pattern: RegExp): number {
  let matches = 0;
  for (const _ of text.matchAll(pattern)) matches += 1;
  return matches;
}
