import type { ActionManifest } from '../../../contract/manifest.ts';
import type { Json } from '../../../contract/json.ts';
import { estimateText } from '../../../contract/usage.ts';
import type { ActionEntry } from '../../orchestrator/catalogue.ts';

/** Characters of a catalogue that is told with every schema, whatever is asked for. */
const mostWhole = 40_000;
/** Characters of names and fields that are told of every action, whatever is asked for. */
const mostShort = 40_000;
/** Of those that suit what is asked for, where the catalogue is larger: what is told with its schema, and what of others is told with its fields. */
const mostSuiting = { characters: 14_000, actions: 16 };
const mostNamed = { characters: 12_000, actions: 40 };

const shortHead =
  'one action a line: name(input fields; "?" may be left out) -> {output fields}: what it does, risk, what one call costs where that is known';

/** What a model is told of actions, and which those are: of no other it can know that it is there. */
export type ToldCatalogue = { text: string; actions: readonly ActionEntry[] };

/** Of a model's window what the catalogue may take; `times` is how much more than usual of what suits, 0 nothing besides that. */
export type CatalogueRoom = { characters: number; times: number };

/**
 * What a model is told of actions: of a small catalogue all; of a large one the names and fields of each, and the schemas of those whose words
 * are in what the person says; of a very large one the names of all, and fields and schemas of those. What is the same for every sentence comes
 * first, so that providers find it in their caches. A plan that gives an action what it does not take is sent back with what it takes.
 */
export function catalogueText(
  actions: readonly ActionEntry[],
  says: string,
  { characters, times }: CatalogueRoom,
): ToldCatalogue {
  if (times === 0)
    return suitingText(hasRoomFor(actions, characters) ? actions : suitingActions(actions, says), characters);
  const whole = actions.map(wholeLine);
  if (lengthOf(whole) <= Math.min(mostWhole, characters)) {
    const text = `Catalogue, one action a line: name, what it does, risk, what one call costs where that is known, input schema, output fields\n${whole.join('\n')}`;
    return { text, actions };
  }
  const ranked = suitingActions(actions, says);
  const names = namesOf(actions);
  const left = Math.max(0, characters - lengthOf(names));
  const suiting = within(ranked, wholeLine, atMost(mostSuiting, times, left * 0.5));
  const more =
    suiting.length === 0
      ? ''
      : `\n\nMore of those that may suit, with the schema of their input:\n${suiting.join('\n')}`;
  const short = actions.map(shortLine);
  if (lengthOf(short) <= Math.min(mostShort, left - more.length)) {
    return { text: `Catalogue, ${shortHead}\n${short.join('\n')}${more}`, actions };
  }
  const others = within(ranked.slice(suiting.length), shortLine, atMost(mostNamed, times, left * 0.4));
  const named = others.length === 0 ? '' : `\n\nSome that may suit, ${shortHead}\n${others.join('\n')}`;
  return {
    text: `Catalogue: the actions of each worker, called worker.action\n${names.join('\n')}${named}${more}`,
    actions,
  };
}

/** Its name stands in the schema of the answer, too. */
const takenBy = (entry: ActionEntry): number => shortLine(entry).length + 2 * entry.ref.length;

/** So much is kept for names alone. */
const shareOfNames = 0.15;

function hasRoomFor(actions: readonly ActionEntry[], characters: number): boolean {
  return actions.reduce((sum, entry) => sum + takenBy(entry), 0) <= characters * (1 - shareOfNames);
}

/** Where there is no room for the names of all: of those that suit best their fields, of the next their names. */
function suitingText(ranked: readonly ActionEntry[], characters: number): ToldCatalogue {
  let left = characters;
  const takes = (length: number, least: number): boolean => (left -= length) >= least;
  const end = ranked.findIndex((entry) => !takes(takenBy(entry), characters * shareOfNames));
  const fields = ranked.slice(0, end < 0 ? ranked.length : end);
  left = characters * shareOfNames;
  const others = ranked.slice(fields.length).filter(({ ref }) => takes(3 * ref.length, 0));
  const names = others.length === 0 ? '' : `\nAlso: ${others.map(({ ref }) => ref).join(', ')}`;
  const head = `Those of Heron's actions that may suit, ${shortHead}`;
  const told = [...fields, ...others];
  if (told.length === 0) return { text: 'None of Heron’s actions seems to suit: answer in words.', actions: [] };
  return { text: `${head}\n${fields.map(shortLine).join('\n')}${names}`, actions: told };
}

type Most = { characters: number; actions: number };

function atMost({ characters, actions }: Most, times: number, room: number): Most {
  return { characters: Math.min(characters * times, room), actions: Math.floor(actions * times) };
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}

function namesOf(actions: readonly ActionEntry[]): string[] {
  const byWorker = Map.groupBy(actions, ({ workerId }) => workerId);
  return [...byWorker].map(([id, own]) => `- ${id}: ${own.map(({ ref }) => ref.slice(id.length + 1)).join(', ')}`);
}

/** The lines of the first, until there is no more room. */
function within(ranked: readonly ActionEntry[], lineOf: (entry: ActionEntry) => string, most: Most): string[] {
  let left = most.characters;
  const lines = ranked.slice(0, most.actions).map(lineOf);
  const end = lines.findIndex((line) => (left -= line.length) < 0);
  return end < 0 ? lines : lines.slice(0, end);
}

/** Sent back with a plan that cannot run: what its actions take, as far as they are in the catalogue. */
export function linesOf(actions: readonly ActionEntry[]): string {
  return actions.map(wholeLine).join('\n');
}

/** An entry lives as long as its worker is as it is, and its lines are asked for with every sentence. */
const lines = { whole: new WeakMap<ActionEntry, string>(), short: new WeakMap<ActionEntry, string>() };

function wholeLine(entry: ActionEntry): string {
  const known = lines.whole.get(entry);
  if (known !== undefined) return known;
  const { ref, action } = entry;
  // The example of a whole input is for people; a small model would copy it.
  const { examples: _, ...bare } = action.input;
  const line = `- ${ref}: ${action.description} Risk: ${action.risk}.${costText(action)} Input: ${JSON.stringify(bare)}. Output: ${outputText(action)}`;
  lines.whole.set(entry, line);
  return line;
}

function shortLine(entry: ActionEntry): string {
  const known = lines.short.get(entry);
  if (known !== undefined) return known;
  const { ref, action } = entry;
  const needed = new Set(action.input.required);
  const fields = Object.entries(action.input.properties).map(
    ([name, schema]) => `${name}${needed.has(name) ? '' : '?'}: ${typeText(schema)}`,
  );
  const line = `- ${ref}(${fields.join(', ')}) -> ${outputText(action)}: ${action.description} Risk: ${action.risk}.${costText(action)}`;
  lines.short.set(entry, line);
  return line;
}

function outputText({ output }: ActionManifest): string {
  const fields = Object.entries(output.properties).map(([name, schema]) => `${name}: ${typeName(schema)}`);
  return `{${fields.join(', ')}}`;
}

function costText({ cost }: ActionManifest): string {
  if (!cost) return '';
  const { tokens, money, time } = cost;
  const amounts = tokens > 0 || money > 0 ? `${estimateText({ tokens, money, isAtLeast: false })}, ` : '';
  return ` Cost: ${amounts}${time === 'instant' ? 'no time' : time}.`;
}

type Schema = Record<string, unknown>;

function typeName({ type, format }: Schema): string {
  if (format === 'blob') return 'blob';
  return typeof type === 'string' ? type : 'any';
}

/** `"zip"|"tar"`, `path[]`, `integer`. */
function typeText(schema: Schema): string {
  const choices = schema['enum'];
  if (Array.isArray(choices) && choices.length <= 12)
    return choices.map((each) => JSON.stringify(each as Json)).join('|');
  if (schema['type'] === 'array') return `${typeText((schema['items'] ?? {}) as Schema)}[]`;
  return typeof schema['format'] === 'string' ? schema['format'] : typeName(schema);
}

/** Those that share the rarest words with the sentence first; none that shares no word. */
function suitingActions(actions: readonly ActionEntry[], says: string): ActionEntry[] {
  const wanted = wordsOf(says);
  for (const word of emptyWords) wanted.delete(word);
  const words = actions.map((entry) => actionWords(entry));
  const known = new Map<string, number>();
  for (const own of words) for (const word of own) known.set(word, (known.get(word) ?? 0) + 1);
  return actions
    .map((entry, index) => ({ entry, fit: fitOf(words[index] ?? new Set(), wanted, known) }))
    .filter(({ fit }) => fit > 0)
    .toSorted((one, other) => other.fit - one.fit)
    .map(({ entry }) => entry);
}

/** Words of any sentence, as `wordsOf` gives them. */
const emptyWords =
  'the and for what shall how you can with this that from into all are was has have will would please here there'.split(
    ' ',
  );

function fitOf(own: ReadonlySet<string>, wanted: ReadonlySet<string>, known: ReadonlyMap<string, number>): number {
  let fit = 0;
  for (const word of wanted) if (own.has(word)) fit += 1 / (known.get(word) ?? 1);
  return fit;
}

const ownWords = new WeakMap<ActionEntry, ReadonlySet<string>>();

function actionWords(entry: ActionEntry): ReadonlySet<string> {
  const known = ownWords.get(entry);
  if (known) return known;
  const { ref, workerName, action } = entry;
  const phrases = action.phrases.map((phrase) => (typeof phrase === 'string' ? phrase : phrase.text));
  const words = wordsOf([ref, workerName, action.title, action.description, ...phrases].join(' '));
  ownWords.set(entry, words);
  return words;
}

/** Without endings, so that "files" finds "file". */
function wordsOf(text: string): Set<string> {
  const words = text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .match(/\p{L}{3,}/gu);
  return new Set((words ?? []).map((word) => word.replace(/(?:es|s|ing|ed)$/, '')));
}
