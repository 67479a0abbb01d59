import type { Remembered } from '../../../contract/memory.ts';

/** Before it is known how well it fits. `holder`: whose labels it has. */
export type Candidate = Omit<Remembered, 'labels'> & { holder?: string };

const mostWords = 24;
const mostShown = 500;
/** What fits far worse than the best is left out. */
const leastShare = 0.3;
/** A word inside another one says less. */
const insideCounts = 0.5;

/** The words of a query, each once. */
export function wordsOf(query: string): string[] {
  return [...new Set(fold(query).match(/[\p{L}\p{N}]+/gu) ?? [])].slice(0, mostWords);
}

/** Those that fit the words, the best first: rare words count more than common ones, and of equals the newer is better. */
export function rank(candidates: readonly Candidate[], words: readonly string[], limit: number): Candidate[] {
  const read = candidates.map((candidate) => {
    const text = fold(candidate.text);
    return { candidate, fits: words.map((word) => fitOf(text, word)) };
  });
  const weights = words.map((_, index) =>
    weightOf(read.filter(({ fits }) => (fits[index] ?? 0) > 0).length, read.length),
  );
  const scored = read
    .map(({ candidate, fits }) => ({
      candidate,
      score: fits.reduce((sum, fit, index) => sum + fit * (weights[index] ?? 0), 0),
    }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || (b.candidate.at ?? 0) - (a.candidate.at ?? 0));
  const least = (scored[0]?.score ?? 0) * leastShare;
  return scored
    .filter(({ score }) => score >= least)
    .slice(0, limit)
    .map(({ candidate }) => ({ ...candidate, text: around(candidate.text, words) }));
}

/** As inverse document frequency is: ln(1 + N / (1 + n)), never nothing. */
function weightOf(having: number, all: number): number {
  return Math.log(1 + all / (1 + having));
}

function fitOf(text: string, word: string): number {
  let at = text.indexOf(word);
  if (at < 0) return 0;
  for (; at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isLetter(text[at - 1]) && !isLetter(text[at + word.length])) return 1;
  }
  return insideCounts;
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

function fold(text: string): string {
  return text.toLowerCase();
}

/** A long text around the first word of it that was looked for. */
function around(text: string, words: readonly string[]): string {
  const line = text.trim();
  if (line.length <= mostShown) return line;
  const folded = fold(line);
  const places = words.map((word) => folded.indexOf(word)).filter((place) => place >= 0);
  const from = Math.max(0, Math.min(...places, line.length) - mostShown / 4);
  const piece = line.slice(from, from + mostShown).trim();
  return `${from > 0 ? '…' : ''}${piece}${from + mostShown < line.length ? '…' : ''}`;
}
