import type { Token } from './sentence.ts';

/** How two clauses hang together: done side by side, or one after the other. */
export type Joint = 'and' | 'then';

/** Where a clause may begin after another one ended. */
export type ClauseStart = { at: number; joint: Joint };

const joints: [words: string[], joint: Joint][] = [
  [['and'], 'and'],
  [['&'], 'and'],
  [['plus'], 'and'],
  [['also'], 'and'],
  [['and', 'also'], 'and'],
  [['then'], 'then'],
  [['and', 'then'], 'then'],
  [['then', 'also'], 'then'],
  [['after', 'that'], 'then'],
  [['and', 'after', 'that'], 'then'],
  [['afterwards'], 'then'],
  [['and', 'afterwards'], 'then'],
  [['finally'], 'then'],
  [['and', 'finally'], 'then'],
  [['next'], 'then'],
];

const openings = [
  'please',
  'kindly',
  'just',
  'now',
  'ok',
  'okay',
  'hi',
  'hello',
  'hey',
  'heron',
  'hey heron',
  'ok heron',
  'so',
  'can you',
  'could you',
  'would you',
  'will you',
  'can you please',
  'could you please',
  'would you please',
  'i want you to',
  'i need you to',
  'i would like you to',
  "i'd like you to",
  'i want to',
  'i need to',
  'i would like to',
  "i'd like to",
  "let's",
  'let us',
  'go ahead and',
  'help me',
  'help me to',
  'try to',
].map((phrase) => phrase.split(' '));

const closings = [
  'please',
  'for me',
  'thanks',
  'thank you',
  'thanks a lot',
  'thank you very much',
  'now',
  'right now',
  'heron',
  'will you',
  'would you',
  'if you can',
  'if you please',
].map((phrase) => phrase.split(' '));

/** Every place a clause may begin when the one before ended at `end`; none if the words there go on. */
export function clauseStarts(tokens: readonly Token[], end: number): ClauseStart[] {
  const starts: ClauseStart[] = [];
  if (end > 0 && end < tokens.length && /[,;.!?…]/.test(tokens[end - 1]?.trailing ?? ''))
    starts.push({ at: end, joint: 'and' });
  for (const [words, joint] of joints) {
    if (standsAt(tokens, end, words) && end + words.length < tokens.length)
      starts.push({ at: end + words.length, joint });
  }
  return starts;
}

/** Do the words from `at` on part two clauses? One inside a value makes that reading doubtful. */
export function isJoint(tokens: readonly Token[], at: number): boolean {
  return clauseStarts(tokens, at).length > 0;
}

/** The places at which a clause's own words can begin, after none, one or several polite openings. */
export function afterOpenings(tokens: readonly Token[], at: number): number[] {
  return places(at, (from) =>
    openings.filter((words) => standsAt(tokens, from, words)).map((words) => from + words.length),
  );
}

/** The places a clause can reach from the end of its own words, over none, one or several polite closings. */
export function afterClosings(tokens: readonly Token[], at: number): number[] {
  return places(at, (from) =>
    closings.filter((words) => standsAt(tokens, from, words)).map((words) => from + words.length),
  );
}

function places(first: number, next: (from: number) => number[]): number[] {
  const found = new Set([first]);
  for (const place of found) for (const further of next(place)) found.add(further);
  return [...found];
}

function standsAt(tokens: readonly Token[], at: number, words: readonly string[]): boolean {
  return words.every((word, index) => tokens[at + index]?.word === word);
}
