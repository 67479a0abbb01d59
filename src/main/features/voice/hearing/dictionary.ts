import { readFileSync } from 'node:fs';
import { fileError } from '../../../base/errors.ts';

/** How words are said, in the signs of CMU's dictionary: `HH EH R AH N`. A word can be said in several ways. */
export type Dictionary = {
  /** Empty for a word it does not have. */
  pronunciations(word: string): string[];
  /** All the signs there are. */
  sounds: readonly string[];
};

export const sounds =
  'AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH'.split(' ');

/** Words of sentences that the dictionary lacks, and one that is said in more ways than it has. */
const besides: Record<string, string[]> = {
  checksum: ['CH EH K S AH M'],
  deduplicate: ['D IY D UW P L AH K EY T'],
  grep: ['G R EH P'],
  heron: ['HH EH R IH N', 'HH EH R AA N'],
  rebase: ['R IY B EY S'],
  stashes: ['S T AE SH IH Z'],
  tarball: ['T AA R B AO L'],
  untar: ['AH N T AA R'],
  worktree: ['W ER K T R IY'],
  worktrees: ['W ER K T R IY Z'],
};

/** Errors: `not-found`, `storage`. */
export function readDictionary(path: string): Dictionary {
  let text: string;
  try {
    text = readFileSync(path, 'latin1');
  } catch (error) {
    throw fileError(error, path);
  }
  return parseDictionary(text);
}

/** A line is a word, `(2)` after it where it is said in another way too, and its sounds. */
export function parseDictionary(text: string): Dictionary {
  const words = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [, word, said] = /^([^\s(]+)(?:\(\d+\))?\s+(\S.*?)\s*$/.exec(line) ?? [];
    if (word === undefined || said === undefined) continue;
    const known = words.get(word);
    if (known) known.push(said);
    else words.set(word, [said]);
  }
  const pronunciations = (word: string): string[] => {
    const more = Object.hasOwn(besides, word) ? (besides[word] ?? []) : [];
    return [...new Set([...(words.get(word) ?? []), ...more])];
  };
  return { pronunciations, sounds };
}
