import type { Json, JsonObject } from '../../../../contract/json.ts';
import type { ActionEntry } from '../../../orchestrator/catalogue.ts';
import { candidatesAt, type Candidate, type Cost, type Refusal } from './clause-candidates.ts';
import type { CompiledPhrase } from './compiled-phrase.ts';
import type { ClauseStart, Joint } from './joints.ts';
import type { Reading } from './match-clause.ts';
import { antecedentOfTask, isAlwaysPronoun, resolvePronoun, type Antecedent, type Pronoun } from './pronoun.ts';
import type { SlotKind } from './slot-kind.ts';

/** A clause that is understood: what to do with what. */
export type Clause = {
  entry: ActionEntry;
  joint: Joint;
  input: JsonObject;
  /** Its own words, from the first to but without `to`; without politeness and joints. */
  from: number;
  to: number;
  pointsBack: boolean;
  /** Fields that hold a path the person said in words. */
  typedPaths: string[];
};

export type ReadSentence = { clauses: Clause[] } | NotRead;

export type NotRead = {
  clauses?: undefined;
  /** Where the first words are that belong to no clause. */
  understoodTo: number;
  /** "it" stands for nothing that was said before. */
  dangling: Pronoun | undefined;
  /** The words fit, but a value is not one the action takes. */
  refused: Refusal | undefined;
};

/** The clauses of a sentence up to some place, and what "it" can mean after them. */
type Beginning = { clauses: Clause[]; antecedents: readonly Antecedent[]; cost: Cost; order: readonly number[] };
type Waiting = Map<number, Map<string, { beginning: Beginning; joint: Joint }>>;

/** More readings of the same words than this are not told apart. */
const mostBeginnings = 64;

/**
 * Cuts a sentence into clauses each of which is a phrase. Of all ways to do so it takes the one with the fewest joints
 * inside values, then the fewest words that are no phrase's own, then the most certain values.
 */
export function readClauses(
  phrases: readonly CompiledPhrase[],
  reading: Reading,
  earlier: readonly Antecedent[],
): ReadSentence {
  const end = reading.tokens.length;
  const waiting: Waiting = new Map();
  const trouble: NotRead = { understoodTo: 0, dangling: undefined, refused: undefined };
  keep(waiting, { at: 0, joint: 'and' }, { clauses: [], antecedents: earlier, cost: [0, 0, 0, 0, 0, 0], order: [] });
  for (let at = 0; at < end; at += 1) {
    const beginnings = cheapest(waiting, at);
    if (beginnings.length === 0) continue;
    const { candidates, refused } = candidatesAt(phrases, reading, at);
    trouble.refused ??= refused;
    for (const candidate of candidates) {
      for (const { beginning, joint } of beginnings) {
        const longer = extend(beginning, joint, candidate);
        if ('dangling' in longer) {
          trouble.dangling ??= longer.dangling;
          continue;
        }
        trouble.understoodTo = Math.max(trouble.understoodTo, candidate.match.to);
        for (const start of candidate.starts) keep(waiting, start, longer);
      }
    }
  }
  const [best] = cheapest(waiting, end);
  return best ? { clauses: best.beginning.clauses } : trouble;
}

function extend(
  beginning: Beginning,
  joint: Joint,
  candidate: Candidate,
): Beginning | { dangling: Pronoun | undefined } {
  const { phrase, match, from, said } = candidate;
  const { entry } = phrase;
  const input: JsonObject = { ...said };
  let pointsBack = false;
  const typedPaths: string[] = [];
  for (const fill of match.fills) {
    if ('literal' in fill) {
      input[fill.slot] = asPlainValue(fill.literal.value);
      if (phrase.kinds.get(fill.slot)?.type === 'path') typedPaths.push(fill.slot);
      continue;
    }
    const kind = phrase.kinds.get(fill.slot);
    const meant = kind && resolvePronoun(fill.pronoun, kind, beginning.antecedents);
    if (!meant) return { dangling: isMeant(fill.pronoun, kind) ? fill.pronoun : undefined };
    pointsBack = true;
    input[fill.slot] = meant.isExpression ? meant.value : asPlainValue(meant.value);
  }
  const antecedent = antecedentOfTask(taskIdOf(beginning.clauses.length), entry);
  return {
    clauses: [...beginning.clauses, { entry, joint, input, from, to: match.to, pointsBack, typedPaths }],
    antecedents: antecedent ? [...beginning.antecedents, antecedent] : beginning.antecedents,
    cost: beginning.cost.map((cost, index) => cost + (candidate.cost[index] ?? 0)),
    order: [...beginning.order, phrase.order],
  };
}

/** "What is the weather" asks for no sum that was made before: it is no sentence of the calculator at all. */
function isMeant(pronoun: Pronoun, kind: SlotKind | undefined): boolean {
  const isOfOneForm = kind?.type === 'text' && kind.pattern !== undefined;
  return !isOfOneForm || isAlwaysPronoun(pronoun);
}

export function taskIdOf(index: number): string {
  return `t${index + 1}`;
}

/** What a person says is text, also where it looks like an expression. */
function asPlainValue(value: Json): Json {
  if (typeof value === 'string') {
    if (!value.includes('{{')) return value;
    return `{{ ${JSON.stringify(value).replaceAll('{', '\\u007b').replaceAll('}', '\\u007d')} }}`;
  }
  if (Array.isArray(value)) return value.map(asPlainValue);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asPlainValue(each)]));
}

/** Two beginnings after which "it" means the same go on the same way, so the cheaper one is enough. */
function keep(waiting: Waiting, { at, joint }: ClauseStart, beginning: Beginning): void {
  const beginnings: NonNullable<ReturnType<Waiting['get']>> = waiting.get(at) ?? new Map();
  waiting.set(at, beginnings);
  const key = [joint, ...beginning.clauses.map((clause) => clause.entry.ref)].join(' ');
  const known = beginnings.get(key);
  if (!known || compare(beginning, known.beginning) < 0) beginnings.set(key, { beginning, joint });
}

function cheapest(waiting: Waiting, at: number): { beginning: Beginning; joint: Joint }[] {
  const beginnings = [...(waiting.get(at)?.values() ?? [])];
  return beginnings.toSorted((a, b) => compare(a.beginning, b.beginning)).slice(0, mostBeginnings);
}

function compare(a: Beginning, b: Beginning): number {
  return compareNumbers(a.cost, b.cost) || compareNumbers(a.order, b.order);
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (const [index, number] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (number !== other) return number - other;
  }
  return a.length - b.length;
}
