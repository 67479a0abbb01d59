import type { Dictionary } from './dictionary.ts';

/** A file or folder that can be named by voice. */
export type SpokenName = {
  name: string;
  /** The ways it is said, each the sounds of all its words. */
  pronunciations: string[];
};

/** Each word of a name doubles the ways of saying it at most once; more than these are not told apart anyway. */
const mostPronunciations = 4;
/** In a sentence a name stands in quotes: one that could end them could go on with a sentence of its own. */
const leavesItsQuotes = /["“”„«»\p{Cc}]/u;

/** `Tax Report.pdf` is said "tax report". What has a word that is in no dictionary, or sounds like one before it, is left out. */
export function spokenNames(
  names: readonly string[],
  dictionary: Dictionary,
): { speakable: SpokenName[]; unspeakable: string[] } {
  const speakable: SpokenName[] = [];
  const unspeakable: string[] = [];
  const taken = new Set<string>();
  for (const name of names) {
    const words = wordsOf(name);
    const pronunciations = sayAll(words, dictionary);
    if (pronunciations.length === 0 || leavesItsQuotes.test(name)) unspeakable.push(name);
    else if (!taken.has(words.join(' '))) {
      taken.add(words.join(' '));
      speakable.push({ name, pronunciations });
    }
  }
  return { speakable, unspeakable };
}

function wordsOf(name: string): string[] {
  const stem = name.replace(/(?<=.)\.[^.]*$/, '').replace(/\.tar$/, '');
  const spaced = stem.replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ').replaceAll(/[^\p{L}\d']+/gu, ' ');
  return spaced.trim().toLowerCase().split(' ').filter(Boolean);
}

/** Every way to say the words one after the other; none when one of them cannot be said. */
export function sayAll(words: readonly string[], dictionary: Dictionary): string[] {
  if (words.length === 0) return [];
  return words.reduce<string[]>(
    (before, word) => {
      const ways = dictionary.pronunciations(word);
      return before.flatMap((said) => ways.map((way) => `${said} ${way}`.trim())).slice(0, mostPronunciations);
    },
    [''],
  );
}

/** A name as the planner reads it. */
export function nameInSentence(name: string): string {
  return /^[a-z\d][\w-]*$/.test(name) ? name : `"${name}"`;
}
