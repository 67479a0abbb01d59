import type { SentenceRule } from '../../../contract/routing.ts';

/** A path, a file with an ending, an address, or an @mention. */
const named =
  /(^|[\s"'(])(~?\/[^\s]|\.{1,2}\/|[A-Za-z]:\\|@[a-z]|https?:\/\/|[\w-]+(\.[\w-]+)*\.[A-Za-z]{1,5}\d?(?=$|[\s"',;:!?)]|\.(\s|$)))/;

/** The place of the first rule that holds, counted from 0; -1: none does. */
export function firstRule(rules: readonly SentenceRule[], text: string): number {
  const said = text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  return rules.findIndex((rule) => holds(rule, said));
}

function holds({ begins, has, names, mostLength }: SentenceRule, said: string): boolean {
  if (begins && !begins.some((start) => wordsAt(said, start.toLowerCase(), 0))) return false;
  if (has && !has.some((part) => hasWords(said, part.toLowerCase()))) return false;
  if (names !== undefined && named.test(said) !== (names === 'something')) return false;
  return mostLength === undefined || said.length <= mostLength;
}

function hasWords(said: string, part: string): boolean {
  for (let at = said.indexOf(part); at >= 0; at = said.indexOf(part, at + 1)) if (wordsAt(said, part, at)) return true;
  return false;
}

const letter = /[\p{L}\p{N}_]/u;

/** Whether it stands there, and neither end of it is in the middle of a word. */
function wordsAt(said: string, part: string, at: number): boolean {
  if (!said.startsWith(part, at)) return false;
  const joins = (one: string | undefined, other: string | undefined): boolean =>
    one !== undefined && other !== undefined && letter.test(one) && letter.test(other);
  return !joins(said[at - 1], part[0]) && !joins(part.at(-1), said[at + part.length]);
}
