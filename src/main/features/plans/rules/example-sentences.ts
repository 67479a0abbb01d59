import { firstThings } from '../../../../contract/first-things.ts';
import type { CompiledPhrase } from './compiled-phrase.ts';
import { editDistance } from './edit-distance.ts';
import type { PatternNode } from './phrase-pattern.ts';
import { comparable, wordsOf } from './sentence.ts';
import type { SlotKind } from './slot-kind.ts';

const mostExamples = 5;
/** About the weight of one word that a few phrases have. */
const leastScore = 0.5;
/** Words this common say little about what somebody wants. */
const littleWords = new Set(
  (
    'a an the of in on at to for from with by is are it its me my and or as that this i you all there here up ' +
    'what which who how many much do does can have has be get tell show give make new old older than use please now'
  ).split(' '),
);

/** Sentences a person could have meant, the nearest first; none when no telling word is known. */
export function nearSentences(phrases: readonly CompiledPhrase[], text: string): string[] {
  const words = [...new Set(wordsOf(text))].slice(0, 200);
  const vocabularies = phrases.map(({ nodes, kinds }) => vocabularyOf(nodes, kinds));
  const frequency = new Map<string, number>();
  for (const vocabulary of vocabularies) {
    for (const word of vocabulary) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  }
  const weightOf = (word: string): number =>
    (littleWords.has(word) ? 0.1 : 1) * Math.log(1 + phrases.length / (frequency.get(word) ?? 1));
  const known = nearWords(words, [...frequency.keys()]);
  const ranked = phrases
    .map((phrase, index) => ({ phrase, score: scoreOf(vocabularies[index] ?? new Set(), known, weightOf) }))
    .toSorted((a, b) => b.score - a.score || a.phrase.order - b.phrase.order);
  const enough = Math.max(leastScore, (ranked[0]?.score ?? 0) * 0.5);
  const near = onePer(
    ranked.filter(({ score }) => score >= enough).map(({ phrase }) => phrase),
    (phrase) => phrase.entry.ref,
  );
  const used = new Set(known.keys());
  const sentences = new Set(near.slice(0, mostExamples).map((phrase) => exampleOf(phrase, used)));
  return [...sentences];
}

/** What can be said: one sentence for each worker, and how sentences are joined. The answer to "help". */
export function overview(phrases: readonly CompiledPhrase[]): { message: string; nearPhrases: string[] } {
  if (phrases.length === 0) return { message: 'There is nothing I can do yet: no worker is loaded.', nearPhrases: [] };
  const sayable = phrases.filter(({ nodes }) => !pointsBack(nodes) && !isTrial(nodes));
  const starters = onePer(sayable, (phrase) => phrase.entry.workerId);
  const examples = new Map(starters.map((phrase) => [phrase.entry.workerName, exampleOf(phrase, new Set())]));
  const known = new Set(phrases.filter(({ nodes }) => !isTrial(nodes)).map(({ entry }) => entry.workerName));
  const lines = [...known].map((name) => {
    const count = new Set(phrases.filter(({ entry }) => entry.workerName === name).map(({ entry }) => entry.ref)).size;
    const more = count > 1 ? `, and ${count - 1} more` : '';
    const example = examples.get(name);
    return `- **${name}**: ${example === undefined ? `${count} ${count === 1 ? 'thing' : 'things'} after a step before` : `“${withoutBlanks(example)}”${more}`}`;
  });
  return {
    message: [
      'Say what you want in a sentence. Each worker understands sentences such as these:',
      '',
      ...lines,
      '',
      'Join steps with “and” or “then”; “it” means the result of the step before. “Undo that” takes back what was changed. Workers shows everything each of them can do.',
    ].join('\n'),
    nearPhrases: wantedFirst(sayable, starters)
      .slice(0, mostExamples)
      .map((phrase) => exampleOf(phrase, new Set())),
  };
}

function wantedFirst(phrases: readonly CompiledPhrase[], others: readonly CompiledPhrase[]): CompiledPhrase[] {
  const wanted = firstThings.flatMap((ref) => phrases.find(({ entry }) => entry.ref === ref) ?? []);
  const named = new Set(wanted.map(({ entry }) => entry.workerId));
  return [...wanted, ...others.filter(({ entry }) => !named.has(entry.workerId))];
}

/** "Try the n8n nodes": for who builds workflows of other programs, and nothing that anybody wants done. */
function isTrial([first]: readonly PatternNode[]): boolean {
  return first?.kind === 'word' && first.word === 'try';
}

/** What stands for something of the person's own is three dots, as on paper. */
function withoutBlanks(example: string): string {
  return example.replaceAll(/<[^>]*>/g, '…');
}

function pointsBack(nodes: readonly PatternNode[]): boolean {
  return nodes.some((node) =>
    node.kind === 'slot' ? node.isIts : node.kind === 'choice' && node.alternatives.some(pointsBack),
  );
}

/** The known words a sentence holds, misspelt ones included, and how sure that is. */
function nearWords(words: readonly string[], known: readonly string[]): Map<string, number> {
  const near = new Map<string, number>();
  const knownWords = new Set(known);
  for (const word of words) {
    if (knownWords.has(word)) {
      near.set(word, 1);
      continue;
    }
    const limit = word.length >= 7 ? 2 : 1;
    if (word.length < 2 || littleWords.has(word) || !/^\p{L}/u.test(word)) continue;
    for (const candidate of known) {
      if (candidate[0] !== word[0] && candidate[0] !== word[1]) continue;
      // Of two letters, one must only be missing: "ad" is near "add", not near "at".
      if (word.length === 2 && (candidate.length !== 3 || candidate[0] !== word[0])) continue;
      const distance = editDistance(word, candidate, limit);
      if (distance <= limit) near.set(candidate, Math.max(near.get(candidate) ?? 0, 0.8 - 0.2 * distance));
    }
  }
  return near;
}

function scoreOf(
  vocabulary: ReadonlySet<string>,
  near: ReadonlyMap<string, number>,
  weightOf: (word: string) => number,
): number {
  let score = 0;
  let tells = false;
  for (const [word, certainty] of near) {
    if (!vocabulary.has(word)) continue;
    score += certainty * weightOf(word);
    tells ||= !littleWords.has(word);
  }
  return tells ? score : 0;
}

/** The words of a phrase, and the values of the fields that take one of a few. */
function vocabularyOf(nodes: readonly PatternNode[], kinds: CompiledPhrase['kinds']): Set<string> {
  return new Set(
    nodes.flatMap((node) => {
      if (node.kind === 'word') return [node.word];
      if (node.kind === 'choice') return node.alternatives.flatMap((each) => [...vocabularyOf(each, kinds)]);
      const kind = kinds.get(node.slot);
      return kind?.type === 'choice' ? kind.values.map((value) => comparable(String(value))) : [];
    }),
  );
}

/** One sentence of a phrase: the alternatives with the words somebody used, and of what may be left out only that. */
function exampleOf(phrase: CompiledPhrase, used: ReadonlySet<string>): string {
  const sentence = exampleWords(phrase.nodes, phrase, used).join(' ');
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function exampleWords(nodes: readonly PatternNode[], phrase: CompiledPhrase, used: ReadonlySet<string>): string[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'word') return [node.word];
    if (node.kind === 'slot') return [node.isIts ? 'its' : shownSlot(node.slot, phrase.kinds.get(node.slot), used)];
    const isOptional = node.alternatives.some((alternative) => alternative.length === 0);
    const ranked = node.alternatives
      .map((alternative) => ({
        alternative,
        hits: [...vocabularyOf(alternative, phrase.kinds)].filter((word) => used.has(word) && !littleWords.has(word))
          .length,
      }))
      .toSorted((a, b) => b.hits - a.hits);
    const best = ranked[0];
    return !best || (isOptional && best.hits === 0) ? [] : exampleWords(best.alternative, phrase, used);
  });
}

/** A choice shows one of its values, the one that was said if one was; everything else shows its name: `<source>`. */
function shownSlot(slot: string, kind: SlotKind | undefined, used: ReadonlySet<string>): string {
  if (kind?.type === 'choice') {
    return String(kind.values.find((value) => used.has(comparable(String(value)))) ?? kind.values[0]);
  }
  return `<${slot.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()}>`;
}

function onePer(phrases: readonly CompiledPhrase[], key: (phrase: CompiledPhrase) => string): CompiledPhrase[] {
  const first = new Map<string, CompiledPhrase>();
  for (const phrase of phrases) if (!first.has(key(phrase))) first.set(key(phrase), phrase);
  return [...first.values()];
}
