import type { CompiledPhrase } from './compiled-phrase.ts';
import { clauseStarts, isJoint } from './joints.ts';
import type { PatternNode } from './phrase-pattern.ts';
import { isAlwaysPronoun, isPronounLike, readPronoun, type Pronoun } from './pronoun.ts';
import type { Token } from './sentence.ts';
import type { Places } from './path-words.ts';
import type { SlotKind } from './slot-kind.ts';
import { isCurrentFolder, readArguments, readValue, type SlotValue, type Span } from './slot-value.ts';

/** A field filled by words: with what they say, or with what they point back to. */
export type Fill = { slot: string; from: number; to: number } & (
  | { literal: SlotValue; isRest?: true }
  | { pronoun: Pronoun }
);

export type ClauseMatch = { to: number; fills: readonly Fill[] };

/** A sentence being read; `spend` ends the reading when it has taken too many steps. */
export type Reading = {
  sentence: string;
  tokens: readonly Token[];
  places: Places;
  /** For each place, how many joints there are before it. */
  jointsBefore: readonly number[];
  /** Words that phrases begin with. */
  commandWords: ReadonlySet<string>;
  spend: () => void;
};

export class SentenceTooLong extends Error {}

export function beginReading(
  sentence: string,
  tokens: readonly Token[],
  phrases: readonly CompiledPhrase[],
  options: { places: Places; steps: number },
): Reading {
  const jointsBefore = [0];
  for (let at = 0; at < tokens.length; at += 1) {
    jointsBefore.push((jointsBefore[at] ?? 0) + (isJoint(tokens, at) ? 1 : 0));
  }
  let left = options.steps;
  const spend = (): void => {
    left -= 1;
    if (left < 0) throw new SentenceTooLong();
  };
  const commandWords = new Set(phrases.flatMap((phrase) => [...(phrase.firstWords ?? [])]));
  return { sentence, tokens, places: options.places, jointsBefore, commandWords, spend };
}

/** Joints inside a value, each of which may be where the next clause should have begun. */
export function jointsInside(reading: Reading, from: number, to: number): number {
  return (reading.jointsBefore[to] ?? 0) - (reading.jointsBefore[from + 1] ?? 0);
}

type CanFollow = (at: number) => boolean;

/** Every way in which the words from `from` on are the phrase; `canEnd` says where it may stop. */
export function* matchPhrase(
  phrase: CompiledPhrase,
  reading: Reading,
  from: number,
  canEnd: CanFollow,
): Generator<ClauseMatch> {
  const { tokens } = reading;

  function* matchNodes(
    nodes: readonly PatternNode[],
    index: number,
    match: ClauseMatch,
    follow: CanFollow,
  ): Generator<ClauseMatch> {
    const node = nodes[index];
    if (!node) {
      yield match;
      return;
    }
    if (node.kind === 'word') {
      const count = wordsInToken(nodes, index, tokens[match.to]);
      if (count > 0) yield* matchNodes(nodes, index + count, { ...match, to: match.to + 1 }, follow);
      return;
    }
    const rest: CanFollow = (at) => canBegin(nodes, index + 1, tokens, at, follow);
    if (node.kind === 'choice') {
      for (const alternative of node.alternatives) {
        for (const part of matchNodes(alternative, 0, match, rest)) yield* matchNodes(nodes, index + 1, part, follow);
      }
      return;
    }
    if (match.fills.some((fill) => fill.slot === node.slot)) return;
    for (let to = match.to + 1; to <= tokens.length; to += 1) {
      if (!rest(to)) continue;
      reading.spend();
      for (const fill of fillsOf(phrase, node, reading, match.to, to)) {
        yield* matchNodes(nodes, index + 1, { to, fills: [...match.fills, fill] }, follow);
      }
    }
  }

  for (const match of matchNodes(phrase.nodes, 0, { to: from, fills: [] }, canEnd)) {
    if (match.to > from && canEnd(match.to)) yield match;
  }
}

/** How many words of a phrase a token is: one, several that it hyphenates ("bird-song"), or none. */
function wordsInToken(nodes: readonly PatternNode[], index: number, token: Token | undefined): number {
  if (!token) return 0;
  let joined = '';
  for (let at = index; at < nodes.length; at += 1) {
    const node = nodes[at];
    if (node?.kind !== 'word') return 0;
    joined += node.word;
    if (joined === token.word) return at - index + 1;
    if (!token.text.includes('-') || !token.word.startsWith(joined)) return 0;
  }
  return 0;
}

/** A cheap look ahead: can what stands at `at` be the beginning of the rest of the phrase? */
function canBegin(
  nodes: readonly PatternNode[],
  index: number,
  tokens: readonly Token[],
  at: number,
  follow: CanFollow,
): boolean {
  const node = nodes[index];
  if (!node) return follow(at);
  if (node.kind === 'word') return wordsInToken(nodes, index, tokens[at]) > 0;
  if (node.kind === 'slot') return at < tokens.length;
  const rest: CanFollow = (place) => canBegin(nodes, index + 1, tokens, place, follow);
  return node.alternatives.some((alternative) => canBegin(alternative, 0, tokens, at, rest));
}

function fillsOf(
  phrase: CompiledPhrase,
  { slot, isIts, isRest }: Extract<PatternNode, { kind: 'slot' }>,
  reading: Reading,
  from: number,
  to: number,
): Fill[] {
  const kind = phrase.kinds.get(slot);
  if (!kind) return [];
  if (isRest) {
    const literal = readArguments({ ...reading, from, to });
    return literal ? [{ slot, from, to, literal, isRest }] : [];
  }
  const pronoun = readPronoun(reading.tokens, from, to);
  const fills: Fill[] = pronoun ? [{ slot, from, to, pronoun }] : [];
  const span = { ...reading, from, to };
  if (isIts || (mustBePronoun(kind, pronoun, span) && !(kind.type === 'path' && isCurrentFolder(span)))) return fills;
  if (kind.type === 'path' && runsOn(reading, from, to)) return fills;
  const literal = readValue(kind, span, reading.places);
  if (literal) fills.push({ slot, from, to, literal });
  return fills;
}

/** Text can be any words but "it"; names of things do not begin with "its" either. */
function mustBePronoun(kind: SlotKind, pronoun: Pronoun | undefined, span: Span): boolean {
  if (pronoun && isAlwaysPronoun(pronoun)) return true;
  return kind.type !== 'text' && isPronounLike(span.tokens, span.from, span.to);
}

/** Is what looks like a name with "and" in it rather a name and the next clause? "salt and pepper" is a name. */
function runsOn(reading: Reading, from: number, to: number): boolean {
  if (jointsInside(reading, from, to) === 0) return false;
  const { tokens, commandWords } = reading;
  for (let at = from + 1; at < to; at += 1) {
    const starts = clauseStarts(tokens, at);
    if (starts.length === 0) continue;
    if (tokens[at - 1]?.trailing || isPronounLike(tokens, to - 1, to)) return true;
    if (starts.some((start) => start.joint === 'then' || commandWords.has(tokens[start.at]?.word ?? ''))) return true;
  }
  return false;
}
