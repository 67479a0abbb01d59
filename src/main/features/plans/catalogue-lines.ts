import type { ActionManifest } from '../../../contract/manifest.ts';
import type { Json } from '../../../contract/json.ts';
import { estimateText } from '../../../contract/usage.ts';
import type { ActionEntry } from '../../orchestrator/catalogue.ts';

/** Characters of a catalogue that is told with every schema, whatever is asked for. */
const mostWhole = 40_000;
/** Characters of schemas, and actions with theirs, that are told of those that suit what is asked for, where the catalogue is larger. */
const mostSuiting = { characters: 20_000, actions: 16 };

/**
 * What a model is told of actions: of a small catalogue all, of a large one the names and fields of each, and the schemas of those whose words
 * are in what the person says. The first part is the same for every sentence, so that providers find it in their caches.
 */
export function catalogueText(actions: readonly ActionEntry[], says: string): string {
  const whole = actions.map(wholeLine);
  const length = whole.reduce((sum, line) => sum + line.length, 0);
  if (length <= mostWhole) {
    return `Catalogue, one action a line: name, what it does, risk, what one call costs where that is known, input schema, output fields\n${whole.join('\n')}`;
  }
  const suiting = suitingActions(actions, says).map(wholeLine);
  const more =
    suiting.length === 0
      ? ''
      : `\n\nMore of those that may suit, with the schema of their input:\n${suiting.join('\n')}`;
  return `Catalogue, one action a line: name(input fields; "?" may be left out) -> {output fields}: what it does, risk, what one call costs where that is known\n${actions.map(shortLine).join('\n')}${more}`;
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
  const line = `- ${ref}: ${action.description} Risk: ${action.risk}.${costText(action)} Input: ${JSON.stringify(action.input)}. Output: ${outputText(action)}`;
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

/** Those that share the rarest words with the sentence first. */
function suitingActions(actions: readonly ActionEntry[], says: string): ActionEntry[] {
  const wanted = wordsOf(says);
  const words = actions.map((entry) => actionWords(entry));
  const known = new Map<string, number>();
  for (const own of words) for (const word of own) known.set(word, (known.get(word) ?? 0) + 1);
  const ranked = actions
    .map((entry, index) => ({ entry, fit: fitOf(words[index] ?? new Set(), wanted, known) }))
    .filter(({ fit }) => fit > 0)
    .toSorted((one, other) => other.fit - one.fit)
    .slice(0, mostSuiting.actions);
  let left = mostSuiting.characters;
  return ranked.flatMap(({ entry }) => {
    left -= wholeLine(entry).length;
    return left >= 0 ? [entry] : [];
  });
}

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
