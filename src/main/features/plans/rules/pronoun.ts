import type { Json } from '../../../../contract/json.ts';
import type { ActionEntry } from '../../../orchestrator/catalogue.ts';
import { wordsOf, type Token } from './sentence.ts';
import { conversion, slotKind, suits, type SlotKind } from './slot-kind.ts';

/** "it", or "the archive", which says more. */
export type Pronoun = { shown: string; noun: string | undefined };

/** What a pronoun can mean: the result of an earlier step, by its expression, or a value known from the run before. */
export type Antecedent = { kind: SlotKind; words: ReadonlySet<string> } & ({ expression: string } | { value: Json });

/** What an action's result was, when it ran before this sentence was said. */
export type EarlierResult = { action: string; output: Json };

const bare = new Set('it its that this them they these those their'.split(' '));
const determiners = new Set('the this that these those its their'.split(' '));
/** Nouns that any result answers to. */
const generalNouns = new Set(
  'result results output outcome answer one file files folder directory text content contents data list page value thing'.split(
    ' ',
  ),
);

/** Reads tokens as a pronoun, a possessive one included: "it", "its", "the archive", "that file's". */
export function readPronoun(tokens: readonly Token[], from: number, to: number): Pronoun | undefined {
  const [first, second] = [tokens[from], tokens[from + 1]];
  if (!first || first.isQuoted) return undefined;
  if (to - from === 1) return bare.has(first.word) ? { shown: first.text, noun: undefined } : undefined;
  if (to - from !== 2 || !second || second.isQuoted || !determiners.has(first.word)) return undefined;
  const noun = second.word.replace(/'s?$/, '');
  if (!/^\p{L}+$/u.test(noun)) return undefined;
  return { shown: `${first.text} ${second.text}`, noun };
}

/** Is it a pronoun whatever was said before, never the name of something? */
export function isAlwaysPronoun(pronoun: Pronoun): boolean {
  return pronoun.noun === undefined || generalNouns.has(pronoun.noun);
}

/** Words that nobody gives a file as a name without quotes: "its sha256", "the file", "file". */
export function isPronounLike(tokens: readonly Token[], from: number, to: number): boolean {
  const first = tokens[from];
  if (!first || first.isQuoted) return false;
  if (to - from === 1) return bare.has(first.word) || generalNouns.has(first.word);
  return bare.has(first.word) || readPronoun(tokens, from, to) !== undefined;
}

/** The nearest earlier result that the pronoun can mean and the field can take. Antecedents are in the order they were said. */
export function resolvePronoun(
  pronoun: Pronoun,
  kind: SlotKind,
  antecedents: readonly Antecedent[],
): { value: Json; isExpression: boolean } | undefined {
  const { noun } = pronoun;
  const isNamed = (antecedent: Antecedent): boolean => noun !== undefined && antecedent.words.has(noun);
  const nearestFirst = antecedents.toReversed();
  const inOrder = noun === undefined ? nearestFirst : nearestFirst.filter(isNamed);
  if (noun !== undefined && generalNouns.has(noun)) inOrder.push(...nearestFirst);
  for (const antecedent of inOrder) {
    if ('value' in antecedent) {
      if (conversion(antecedent.kind, kind) && suits(antecedent.value, kind))
        return { value: antecedent.value, isExpression: false };
      continue;
    }
    const convert = conversion(antecedent.kind, kind);
    if (convert) return { value: `{{ ${convert(antecedent.expression)} }}`, isExpression: true };
  }
  return undefined;
}

/** What "it" means after a task of this action, if the action gives a result. */
export function antecedentOfTask(taskId: string, entry: ActionEntry): Antecedent | undefined {
  const { result } = entry.action;
  if (result === undefined) return undefined;
  return {
    kind: resultKind(entry, result),
    words: nounsOf(entry),
    expression: `tasks.${taskId}.output.${fieldName(result)}`,
  };
}

export function antecedentOfResult(entry: ActionEntry, output: Json): Antecedent | undefined {
  const { result } = entry.action;
  if (result === undefined || typeof output !== 'object' || output === null || Array.isArray(output)) return undefined;
  const value = output[result];
  return value === undefined ? undefined : { kind: resultKind(entry, result), words: nounsOf(entry), value };
}

function resultKind(entry: ActionEntry, result: string): SlotKind {
  return slotKind(entry.action.output.properties[result] ?? {});
}

function nounsOf(entry: ActionEntry): ReadonlySet<string> {
  const { title, result = '' } = entry.action;
  return new Set([
    ...wordsOf(entry.ref.replace('.', ' ')),
    ...wordsOf(entry.workerName),
    ...wordsOf(title),
    ...wordsOf(result),
  ]);
}

function fieldName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && !['and', 'or', 'in', 'true', 'false', 'null', 'function'].includes(name)
    ? name
    : `\`${name}\``;
}
