import { copyJson, type Json, type JsonObject } from '../../../../contract/json.ts';
import type { ActionEntry } from '../../../orchestrator/catalogue.ts';
import type { CompiledPhrase } from './compiled-phrase.ts';
import { afterClosings, afterOpenings, clauseStarts, type ClauseStart } from './joints.ts';
import { jointsInside, matchPhrase, type ClauseMatch, type Reading } from './match-clause.ts';

/** One way to read the words at some place as a clause, before it is known what "it" means in it. */
export type Candidate = {
  phrase: CompiledPhrase;
  match: ClauseMatch;
  from: number;
  /** Constants, and the fields whose values were said. */
  said: JsonObject;
  cost: Cost;
  /** Where the next clause may begin; the end of the sentence is one of these places. */
  starts: ClauseStart[];
};

/** Joints inside values, words inside values, rests of clauses, doubt about them, clauses, fields: the lower the better, in this order. */
export type Cost = readonly number[];

export type Refusal = { entry: ActionEntry; message: string };

export function candidatesAt(
  phrases: readonly CompiledPhrase[],
  reading: Reading,
  at: number,
): { candidates: Candidate[]; refused: Refusal | undefined } {
  const { tokens } = reading;
  const startsFrom = rememberStarts(reading);
  const candidates: Candidate[] = [];
  let refused: Refusal | undefined;
  for (const from of afterOpenings(tokens, at)) {
    const word = tokens[from]?.word;
    if (word === undefined) continue;
    for (const phrase of phrases) {
      if (phrase.firstWords && !phrase.firstWords.has(word)) continue;
      for (const match of matchPhrase(phrase, reading, from, (to) => startsFrom(to).length > 0)) {
        const said = saidBy(phrase, match);
        const message = whatIsWrong(phrase.entry, said);
        if (message === undefined) {
          candidates.push({
            phrase,
            match,
            from,
            said,
            cost: costOf(phrase, match, reading),
            starts: startsFrom(match.to),
          });
        } else refused ??= { entry: phrase.entry, message };
      }
    }
  }
  return { candidates, refused };
}

function rememberStarts({ tokens }: Reading): (to: number) => ClauseStart[] {
  const kept = new Map<number, ClauseStart[]>();
  return (to) => {
    const known = kept.get(to);
    if (known) return known;
    const starts = afterClosings(tokens, to).flatMap((end): ClauseStart[] =>
      end === tokens.length ? [{ at: end, joint: 'and' }] : clauseStarts(tokens, end),
    );
    kept.set(to, starts);
    return starts;
  };
}

function saidBy(phrase: CompiledPhrase, match: ClauseMatch): JsonObject {
  const said: JsonObject = { ...phrase.constants };
  for (const fill of match.fills) if ('literal' in fill) said[fill.slot] = fill.literal.value;
  return said;
}

/** The first complaint of the action about a value somebody said; what is missing may have a default and is checked later. */
function whatIsWrong(entry: ActionEntry, said: JsonObject): string | undefined {
  const issue = entry.validateInput(copyJson(said)).find(({ path }) => (path.split('.')[0] ?? '') in said);
  return issue && `${issue.path} ${issue.message}`;
}

function costOf(phrase: CompiledPhrase, match: ClauseMatch, reading: Reading): Cost {
  let [joints, words, rests, doubt] = [0, 0, 0, 0];
  for (const fill of match.fills) {
    if ('pronoun' in fill) continue;
    // "Ten to five" is a time, and not ten with "five" to be done then.
    const kind = phrase.kinds.get(fill.slot)?.type;
    if (kind !== 'time' && kind !== 'duration') words += fill.to - fill.from;
    doubt += fill.literal.doubt + (wantsFolder(phrase.entry, fill.slot) && isNamedLikeFile(fill.literal.value) ? 1 : 0);
    if (fill.isRest) rests += 1;
    if (fill.isRest || kind !== 'list') joints += jointsInside(reading, fill.from, fill.to);
  }
  return [joints, words, rests, doubt, 1, match.fills.length];
}

/** "What is in notes.txt" asks for its text, "what is in notes" for a list. */
function wantsFolder({ action }: ActionEntry, slot: string): boolean {
  const own = action.needs.filter(({ target }) => target.replace(/^\{\{\s*(.*?)\s*\}\}$/, '$1') === slot);
  return own.length > 0 && own.every(({ kind }) => kind === 'folder');
}

function isNamedLikeFile(value: Json): boolean {
  return typeof value === 'string' && /[^/\\]\.[A-Za-z][A-Za-z0-9]{0,7}$/.test(value);
}
