import type { SpokenForm, SpokenNode } from '../../../base/spoken-form.ts';
import type { Dictionary } from './dictionary.ts';
import { spokenNumbers } from './numbers.ts';
import { nameInSentence, sayAll, type SpokenName } from './spoken-names.ts';
import { timeRules } from './spoken-times.ts';

/** What a recogniser is given: what may be said when, the words of it, and what each of those stands for in a sentence. */
export type Grammar = {
  /** By what is listened for: the wake phrase, a command, the answer to a question, or who speaks over Heron's own voice. */
  rules: Record<Expectation, string>;
  /** Lines of a dictionary. */
  words: string[];
  /** Names and numbers are one word of the recogniser each, `name_3`. */
  meanings: ReadonlyMap<string, string>;
};

export const expectations = ['wake', 'command', 'answer', 'interruption'] as const;
export type Expectation = (typeof expectations)[number];

export type GrammarParts = {
  wakePhrase: string;
  forms: readonly SpokenForm[];
  names: readonly SpokenName[];
  dictionary: Dictionary;
};

/** Sounds that stand for everything that is not in the grammar: without them, whatever is said becomes the nearest command. */
export const soundPrefix = 'sound_';

/** Understood without the planner. */
export const localCommands = ['stop', 'cancel', 'undo that', 'undo it'] as const;
export const answerWords = {
  allow: ['allow', 'allow it', 'allow once', 'yes', 'yes allow it'],
  deny: ['deny', 'deny it', 'no', 'no thanks'],
} as const;

export function makeGrammar(parts: GrammarParts): Grammar {
  const { dictionary } = parts;
  const words = new Map<string, string[]>();
  const meanings = new Map<string, string>();
  const has = (word: string): boolean => {
    const ways = dictionary.pronunciations(word);
    if (ways.length > 0) words.set(word, ways);
    return ways.length > 0;
  };
  const define = (word: string, ways: string[], meaning: string): string => {
    words.set(word, ways);
    meanings.set(word, meaning);
    return word;
  };
  const names = parts.names.map(({ name, pronunciations }, index) =>
    define(`name_${index}`, pronunciations, nameInSentence(name)),
  );
  const numbers = spokenNumbers.map((number) =>
    define(`number_${number.value}`, sayAll(number.words, dictionary), String(number.value)),
  );
  const times = timeRules(has);
  const slots = { name: names.length > 0, number: true, time: times.length > 0, duration: times.length > 0 };
  const commands = parts.forms.flatMap((form) => written(form, slots, has) ?? []);
  const plain = (sentences: readonly string[]): string[] =>
    sentences.filter((sentence) => sentence.split(' ').every(has));
  const local = plain(localCommands);
  const answers = plain([...answerWords.allow, ...answerWords.deny]);
  const wake = plain([parts.wakePhrase]);
  const noise = dictionary.sounds.map((sound) => define(`${soundPrefix}${sound.toLowerCase()}`, [sound], ''));
  const named = { wake, local, command: [...commands, ...local], answer: [...answers, ...local] };
  const definitions = rules(named, [['name', names], ['number', numbers], ...times, ['noise', noise]]);
  return {
    rules: {
      wake: `${definitions}public <said> = ( <noise> | <wake> | <wake> <command> )+ ;\n`,
      command: `${definitions}public <said> = ( <noise> | <command> | <wake> | <wake> <command> )+ ;\n`,
      answer: `${definitions}public <said> = ( <noise> | <answer> | <wake> | <wake> <answer> )+ ;\n`,
      interruption: `${definitions}public <said> = ( <noise> | <local> | <wake> | <wake> <command> )+ ;\n`,
    },
    words: [...words].flatMap(([word, ways]) =>
      ways.map((way, index) => `${word}${index === 0 ? '' : `(${index + 1})`} ${way}`),
    ),
    meanings,
  };
}

function rules(named: Record<string, string[]>, others: [string, string[]][]): string {
  const lines = [...Object.entries(named), ...others]
    .filter(([, alternatives]) => alternatives.length > 0)
    .map(([name, alternatives]) => `<${name}> = ${alternatives.join(' | ')} ;\n`);
  return `#JSGF V1.0;\ngrammar heron;\n${lines.join('')}`;
}

type Slots = Record<Exclude<SpokenNode['kind'], 'word' | 'choice'>, boolean>;

/** A form as the recogniser reads it, without what nobody can say; undefined when nothing of it is left. */
function written(form: SpokenForm, slots: Slots, has: (word: string) => boolean): string | undefined {
  const parts = form.map((node) => writtenNode(node, slots, has));
  return parts.length === 0 || parts.some((part) => part === undefined) ? undefined : parts.join(' ').trim();
}

function writtenNode(node: SpokenNode, slots: Slots, has: (word: string) => boolean): string | undefined {
  if (node.kind === 'word') return has(node.word) ? node.word : undefined;
  if (node.kind !== 'choice') return slots[node.kind] ? `<${node.kind}>` : undefined;
  const alternatives = node.alternatives.map((each) => (each.length === 0 ? '' : written(each, slots, has)));
  const said = alternatives.filter((each) => each !== undefined && each !== '');
  const mayBeLeftOut = alternatives.includes('');
  if (said.length === 0) return mayBeLeftOut ? '' : undefined;
  return mayBeLeftOut ? `[ ${said.join(' | ')} ]` : `( ${said.join(' | ')} )`;
}
