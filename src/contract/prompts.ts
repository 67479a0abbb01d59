import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ConversationId } from './ids.ts';
import { defineEvent } from './event.ts';
import { strictObject } from './strict-object.ts';

/** The name of a pack's folder. */
export const PackId = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'expected lower-case letters, digits and -');

/** Nothing besides Heron's own rules. */
export const usualPack = 'plain';

/** Parts of a pack in the order models are told them; each is `<part>.md` in its folder. */
export const packParts = ['persona', 'rubric', 'context', 'task', 'guardrails'] as const;
export type PackPart = (typeof packParts)[number];

/** What stands for something of the moment in the text of a part. */
export const promptSlots = ['CONTEXT', 'TASK', 'PLAN', 'DIFF'] as const;
export type PromptSlot = (typeof promptSlots)[number];

export const PromptPack = strictObject(() => ({
  id: PackId,
  title: z.string(),
  description: z.string(),
  /** `own`: from the data folder; one goes before a bundled one of the same id. */
  source: z.enum(['bundled', 'own']),
  parts: z.array(z.strictObject({ part: z.enum(packParts), text: z.string() })),
  /** Why it cannot be used. */
  problem: z.string().optional(),
}));
export type PromptPack = z.infer<typeof PromptPack>;

/** The files of the person, in the order models are told them. */
export const promptFileNames = [
  'AGENTS.md',
  'SOUL.md',
  'TOOLS.md',
  'IDENTITY.md',
  'USER.md',
  'HEARTBEAT.md',
  'BOOTSTRAP.md',
  'MEMORY.md',
] as const;
export const PromptFileName = z.enum(promptFileNames);
export type PromptFileName = z.infer<typeof PromptFileName>;

/** A file of the person that every model is told. */
export const PromptFile = strictObject(() => ({
  name: PromptFileName,
  path: z.string(),
  /** Of the file, and of what models are told of it. */
  characters: z.int(),
  shown: z.int(),
  state: z.enum(['whole', 'cut', 'missing', 'unreadable']),
}));
export type PromptFile = z.infer<typeof PromptFile>;

export const mostOfPromptFile = 20_000;
export const mostOfPromptFiles = 60_000;

/** Of a file's text; of one that is not there that of no text. */
export const PromptFileHash = z.string().regex(/^[\w-]{22}$/);

/** A file as it is edited. */
export const PromptFileText = strictObject(() => ({
  name: PromptFileName,
  path: z.string(),
  text: z.string(),
  hash: PromptFileHash,
  /** Why it cannot be changed here. */
  locked: z.string().optional(),
}));
export type PromptFileText = z.infer<typeof PromptFileText>;

/** Longer files are not edited here; of what is told the limit is `mostOfPromptFile`. */
export const mostOfEditedFile = 200_000;

/** Somebody changed it in a window, or by a call. */
export const promptFileChanged = defineEvent('prompt.fileChanged', () =>
  z.strictObject({ name: PromptFileName, characters: z.int(), hash: PromptFileHash }),
);

export const PromptsReading = strictObject(() => ({
  /** Where the files lie, and `packs/` with packs of one's own. */
  folder: z.string(),
  canOpen: z.boolean(),
  files: z.array(PromptFile),
  packs: z.array(PromptPack),
}));
export type PromptsReading = z.infer<typeof PromptsReading>;

/** What a model would be asked next. Tokens are estimated. */
export const ShownPrompt = strictObject(() => ({
  model: z.string(),
  pack: PackId,
  window: z.int(),
  tokens: z.int(),
  instructions: z.string(),
  messages: z.array(z.strictObject({ role: z.enum(['user', 'assistant', 'tool']), text: z.string() })),
}));
export type ShownPrompt = z.infer<typeof ShownPrompt>;

const nothing = strictObject(() => ({}));

export const prompts = {
  read: oc
    .route({ method: 'GET', path: '/prompts', summary: 'The files and packs that models are told' })
    .input(nothing)
    .output(PromptsReading),
  /** Errors: `unsupported` for what is no file. */
  file: oc
    .route({ method: 'GET', path: '/prompts/files/{name}', summary: 'A file that models are told, as it is edited' })
    .input(strictObject(() => ({ name: PromptFileName })))
    .output(PromptFileText),
  /** An empty text removes it. Errors: `conflict` when it is another one by now, `unsupported` when it cannot be changed here. */
  writeFile: oc
    .route({ method: 'PUT', path: '/prompts/files/{name}', summary: 'Change a file that models are told' })
    .input(
      strictObject(() => ({
        name: PromptFileName,
        text: z.string().max(mostOfEditedFile),
        baseHash: PromptFileHash.describe('Of the text it was made from'),
      })),
    )
    .output(PromptFileText),
  /** Makes it where it is not there. Errors: `unsupported` where no window can show it. */
  openFolder: oc
    .route({ method: 'POST', path: '/prompts/folder/open', summary: 'Show the folder of prompt files on the machine' })
    .input(nothing)
    .output(nothing),
  /** Nothing is asked. Errors: `not-found`, `unsupported` without a model. */
  show: oc
    .route({ method: 'POST', path: '/prompts/show', summary: 'What a model would be shown next' })
    .input(strictObject(() => ({ conversationId: ConversationId.optional(), text: z.string().max(10_000).optional() })))
    .output(ShownPrompt),
};
