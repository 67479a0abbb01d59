import { z } from 'zod';
import { defineEvent } from './event.ts';
import { strictObject } from './strict-object.ts';

/** What a sentence asks for, as far as the choice of a model goes: words, a change of a program, or steps with tools. */
export const sentenceKinds = ['question', 'edit', 'steps'] as const;
export const SentenceKind = z.enum(sentenceKinds);
export type SentenceKind = z.infer<typeof SentenceKind>;

/** Which purpose, and by that which models, each kind goes to. */
export const purposeOfKind = { question: 'answer', edit: 'code', steps: 'plan' } as const satisfies Record<
  SentenceKind,
  string
>;

const words = z.array(z.string().trim().min(1).max(60)).max(100);

/** Holds for a sentence when all that it says does. */
export const SentenceRule = strictObject(() => ({
  kind: SentenceKind,
  /** It begins with one of these. */
  begins: words.optional(),
  /** It has one of these in it, as whole words. */
  has: words.optional(),
  /** It has a path, a file, an address or an @mention in it; `nothing`: it has none. */
  names: z.enum(['something', 'nothing']).optional(),
  /** It is no longer than so many characters. */
  mostLength: z.int().min(1).max(100_000).optional(),
}));
export type SentenceRule = z.infer<typeof SentenceRule>;

/** How sentences are given to models. */
export const RoutingSettings = strictObject(() => ({
  /** Off: the model that plans takes every sentence. */
  isOn: z.boolean(),
  /** The first that holds counts. */
  rules: z.array(SentenceRule).max(100),
  /** Where no rule holds, a small model is asked; it is one of the purpose `route`. */
  asksModel: z.boolean(),
  /** Milliseconds a sentence waits for it at most. */
  mostMs: z.int().min(50).max(10_000),
}));
export type RoutingSettings = z.infer<typeof RoutingSettings>;

const ofPrograms = [
  ...[
    'refactor',
    'bug',
    'bugs',
    'compile',
    'compiler',
    'unit test',
    'unit tests',
    'tests fail',
    'source code',
    'codebase',
  ],
  ...['stack trace', 'pull request', 'merge conflict', 'quelltext', 'quellcode', 'programmfehler'],
  ...[
    '.ts',
    '.tsx',
    '.js',
    '.jsx',
    '.py',
    '.rs',
    '.go',
    '.java',
    '.kt',
    '.c',
    '.cc',
    '.cpp',
    '.h',
    '.cs',
    '.rb',
    '.php',
  ],
  ...['.swift', '.sh', '.sql', '.css', '.vue'],
];
const ofSteps = [
  ...['file', 'files', 'folder', 'folders', 'directory', 'download', 'downloads', 'desktop', 'screenshot', 'clipboard'],
  ...['run', 'start', 'stop', 'open', 'close', 'send', 'save', 'create', 'delete', 'remove', 'move', 'copy', 'rename'],
  ...[
    'zip',
    'unzip',
    'convert',
    'install',
    'schedule',
    'remind',
    'every day',
    'every week',
    'every morning',
    'search for',
  ],
  ...[
    'datei',
    'dateien',
    'ordner',
    'öffne',
    'sende',
    'schicke',
    'speichere',
    'erstelle',
    'lösche',
    'verschiebe',
    'kopiere',
  ],
  ...['benenne', 'suche', 'erinnere', 'jeden tag'],
];
const ofQuestions = [
  ...[
    'what is',
    'what are',
    'what does',
    'what was',
    'who is',
    'who was',
    'why',
    'how does',
    'how do',
    'how is',
    'explain',
  ],
  ...[
    'define',
    'translate',
    'hello',
    'hi',
    'hey',
    'thanks',
    'thank you',
    'good morning',
    'was ist',
    'was sind',
    'wer ist',
  ],
  ...['wer war', 'warum', 'wieso', 'wie funktioniert', 'erkläre', 'übersetze', 'hallo', 'danke', 'guten morgen'],
];

export const usualRouting: RoutingSettings = {
  isOn: true,
  rules: [
    { kind: 'edit', has: ofPrograms },
    { kind: 'steps', names: 'something' },
    { kind: 'steps', has: ofSteps },
    { kind: 'question', begins: ofQuestions, mostLength: 300 },
  ],
  asksModel: true,
  mostMs: 1500,
};

/** How it came to the kind of a sentence. */
export const Sorted = strictObject(() => ({
  kind: SentenceKind,
  /** `kept`: a small model said it before. `usual`: nobody could say, and the model that plans takes it. */
  by: z.enum(['rule', 'model', 'kept', 'usual']),
  /** Which rule, counted from 1. */
  rule: z.int().min(1).optional(),
  /** The small model that was asked. */
  asked: z.string().optional(),
  /** Why it did not say. */
  because: z.string().optional(),
  /** Milliseconds. */
  tookMs: z.int().min(0),
  /** The model that is asked first. */
  model: z.string().optional(),
}));
export type Sorted = z.infer<typeof Sorted>;

const kindText: Record<SentenceKind, string> = {
  question: 'a question',
  edit: 'a change of a program',
  steps: 'steps to be done',
};

/** `a question, by rule 4`. */
export function sortedText({ kind, by, rule, asked, because }: Sorted): string {
  const how = {
    rule: `by rule ${rule ?? ''}`,
    model: `as ${asked ?? 'a small model'} says`,
    kept: 'as was said before',
    usual: because ?? 'as nothing says otherwise',
  };
  return `${kindText[kind]}, ${how[by]}`;
}

/** Told where it makes a difference: the kinds of sentences go to different models. */
export const modelRouted = defineEvent('model.routed', () => Sorted);
