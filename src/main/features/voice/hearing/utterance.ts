import { type Grammar, soundPrefix } from './grammar.ts';
import type { HeardWord } from './recogniser.ts';

/** What an utterance comes to. */
export type Reading = {
  /** It began with the wake phrase, as far as can be told. */
  hasWake: boolean;
  /** The words of the grammar after it, as a person would write them. */
  text: string;
  /** Something else was said as well. */
  hasOther: boolean;
};

/** So many sounds before, between or after what is understood are a breath or a click; more are other words. */
const mostStraySounds = 3;

/** So many sounds are what is still heard of Heron before it falls silent for whoever speaks. */
const mostEchoSounds = 6;

/** Whoever says the wake phrase says it first: in the middle of other speech it was only heard there. */
export function readUtterance(
  words: readonly HeardWord[],
  wakePhrase: string,
  grammar: Grammar,
  isOverSpeech = false,
): Reading {
  const all = words.map(wordOf).filter((word) => !/^[<([]/.test(word));
  const said = isOverSpeech ? withoutEcho(all) : all;
  const wake = wakePhrase.split(' ');
  const at = said.findIndex((_, index) => wake.every((word, place) => said[index + place] === word));
  const strayBefore = at === -1 ? 0 : said.slice(0, at).length;
  const hasWake = at !== -1 && strayBefore <= mostStraySounds && said.slice(0, at).every(isSound);
  const rest = hasWake ? said.slice(at + wake.length) : said;
  const kept = rest.filter((word) => !isSound(word));
  return {
    hasWake,
    text: kept.map((word) => grammar.meanings.get(word) ?? word).join(' '),
    hasOther: longestStretch(rest) > mostStraySounds || isTorn(rest),
  };
}

/** The same of a text that was written down: what comes after the wake phrase, where it begins with that. */
export function readText(text: string, wakePhrase: string): Reading {
  const words = text.trim().split(/\s+/);
  const phrase = wakePhrase.split(' ');
  const isPhrase = (word: string, place: number): boolean =>
    (words[place] ?? '').toLowerCase().replaceAll(/[^\p{L}']/gu, '') === word;
  const hasWake = phrase.every(isPhrase);
  return { hasWake, text: hasWake ? words.slice(phrase.length).join(' ') : text, hasOther: false };
}

function withoutEcho(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word) => !isSound(word));
  return first > 0 && first <= mostEchoSounds ? words.slice(first) : words;
}

/** Without the sign of the way it was said. */
export function wordOf({ word }: HeardWord): string {
  return word.replace(/\(\d+\)$/, '');
}

function isSound(word: string): boolean {
  return word.startsWith(soundPrefix);
}

function longestStretch(words: readonly string[]): number {
  let longest = 0;
  let now = 0;
  for (const word of words) {
    now = isSound(word) ? now + 1 : 0;
    longest = Math.max(longest, now);
  }
  return longest;
}

/** Words on both sides of sounds are two commands, or none. */
function isTorn(words: readonly string[]): boolean {
  const first = words.findIndex((word) => !isSound(word));
  const last = words.findLastIndex((word) => !isSound(word));
  return words.slice(first, last).some(isSound);
}
