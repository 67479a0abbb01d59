import type { JsonObject } from '../../../../contract/json.ts';
import { toFailure } from '../../../base/errors.ts';
import type { ActionEntry, Catalogue } from '../../../orchestrator/catalogue.ts';
import { parsePhrase, restsOf, slotsOf, type PatternNode } from './phrase-pattern.ts';
import { slotKind, type SlotKind } from './slot-kind.ts';

/** A phrase of an action, ready to be compared with sentences. */
export type CompiledPhrase = {
  entry: ActionEntry;
  /** Its place among all phrases: what decides between readings that are equal in everything else. */
  order: number;
  nodes: PatternNode[];
  /** Fields that are the same whenever this phrase is said. */
  constants: JsonObject;
  kinds: ReadonlyMap<string, SlotKind>;
  /** Words it can begin with; undefined when it can begin with a slot. */
  firstWords: ReadonlySet<string> | undefined;
};

export type BrokenPhrase = { action: string; message: string };

/** All phrases of the catalogue, worker by worker as it names them, and those that cannot be read. */
export function compilePhrases(catalogue: Catalogue): { phrases: CompiledPhrase[]; broken: BrokenPhrase[] } {
  const phrases: CompiledPhrase[] = [];
  const broken: BrokenPhrase[] = [];
  for (const entry of byWorker(catalogue.actions())) {
    for (const each of phrasesOf(entry)) {
      if ('message' in each) broken.push({ action: entry.ref, message: each.message });
      else phrases.push({ ...each, entry, order: phrases.length });
    }
  }
  return { phrases, broken };
}

type OwnPhrase = Omit<CompiledPhrase, 'entry' | 'order'> | { message: string };

/** Of manifests that are there still: a sentence is read with a thousand phrases, and reading those takes longer than the sentence. */
const known = new WeakMap<ActionEntry['action'], OwnPhrase[]>();

function phrasesOf(entry: ActionEntry): OwnPhrase[] {
  const compiled = known.get(entry.action);
  if (compiled) return compiled;
  const programs = slotsBeforeArguments(entry);
  const made = entry.action.phrases.map((phrase): OwnPhrase => {
    const { text, input: constants } = typeof phrase === 'string' ? { text: phrase, input: {} } : phrase;
    try {
      return { ...compilePhrase(text, entry, programs), constants };
    } catch (error) {
      return { message: toFailure(error).message };
    }
  });
  known.set(entry.action, made);
  return made;
}

/** The actions of one worker by their names. */
function byWorker(entries: ActionEntry[]): ActionEntry[] {
  const places = new Map([...new Set(entries.map(({ workerId }) => workerId))].map((id, place) => [id, place]));
  const placeOf = ({ workerId }: ActionEntry): number => places.get(workerId) ?? 0;
  return entries.toSorted((a, b) => placeOf(a) - placeOf(b) || (a.ref < b.ref ? -1 : 1));
}

/** Fields that stand before the rest of a clause in some phrase of the action: in each of its phrases they are one word. */
function slotsBeforeArguments(entry: ActionEntry): ReadonlySet<string> {
  const texts = entry.action.phrases.map((phrase) => (typeof phrase === 'string' ? phrase : phrase.text));
  return new Set(
    texts.flatMap((text) => {
      const rest = text.search(/\{\s*\w+…\s*\}/);
      return rest === -1 ? [] : (/.*\{\s*(\w+)\s*\}/.exec(text.slice(0, rest))?.[1] ?? []);
    }),
  );
}

function compilePhrase(
  text: string,
  entry: ActionEntry,
  programs: ReadonlySet<string>,
): Pick<CompiledPhrase, 'nodes' | 'kinds' | 'firstWords'> {
  const nodes = parsePhrase(text);
  const kinds = new Map<string, SlotKind>();
  for (const slot of slotsOf(nodes)) {
    const schema = entry.action.input.properties[slot];
    if (!schema) throw new Error(`The phrase "${text}" fills {${slot}}, which ${entry.ref} does not take`);
    const kind = slotKind(schema);
    if (restsOf(nodes).includes(slot) && !(kind.type === 'list' && kind.of.type === 'text')) {
      throw new Error(`The phrase "${text}" puts the rest of the words into {${slot}}, which is no list of texts`);
    }
    kinds.set(slot, kind.type === 'text' && programs.has(slot) ? { type: 'text', isOneWord: true } : kind);
  }
  const words = firstWordsOf(nodes);
  return { nodes, kinds, firstWords: words.mayBeSlot ? undefined : words.words };
}

function firstWordsOf(nodes: readonly PatternNode[]): { words: Set<string>; mayBeSlot: boolean; mayBeEmpty: boolean } {
  const words = new Set<string>();
  let mayBeSlot = false;
  for (const node of nodes) {
    if (node.kind === 'word') return { words: words.add(node.word), mayBeSlot, mayBeEmpty: false };
    if (node.kind === 'slot') return { words, mayBeSlot: true, mayBeEmpty: false };
    const alternatives = node.alternatives.map(firstWordsOf);
    for (const alternative of alternatives) for (const word of alternative.words) words.add(word);
    mayBeSlot ||= alternatives.some((alternative) => alternative.mayBeSlot);
    if (!alternatives.some((alternative) => alternative.mayBeEmpty)) return { words, mayBeSlot, mayBeEmpty: false };
  }
  return { words, mayBeSlot, mayBeEmpty: true };
}
