import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { strictObject } from './strict-object.ts';

/** What Heron is; a model, or none; which folders it may see; something to try. */
export const WelcomeStep = z.enum(['heron', 'model', 'folders', 'try']);
export type WelcomeStep = z.infer<typeof WelcomeStep>;

/** The first start, as far as somebody has come. The engine keeps it, so that every window is at the same place. */
export const Welcome = strictObject(() => ({ isOpen: z.boolean(), step: WelcomeStep }));
export type Welcome = z.infer<typeof Welcome>;

/** A folder of this machine that people usually keep their things in. */
export const UsualFolder = strictObject(() => ({
  name: z.string(),
  path: z.string(),
  /** Heron's own workers may read it already. */
  isAllowed: z.boolean(),
}));
export type UsualFolder = z.infer<typeof UsualFolder>;

/** A sentence that works here and now, by the rules alone. */
export const Suggestion = strictObject(() => ({
  sentence: z.string(),
  title: z.string(),
  /** What will happen, in a sentence. */
  text: z.string(),
}));
export type Suggestion = z.infer<typeof Suggestion>;

export const welcomeMoved = defineEvent('welcome.moved', () => Welcome);

export const welcome = {
  get: oc
    .route({ method: 'GET', path: '/welcome', summary: 'How far the first start has come' })
    .input(strictObject(() => ({})))
    .output(Welcome),
  move: oc
    .route({ method: 'PUT', path: '/welcome', summary: 'Go on, back, out of the first start, or into it again' })
    .input(Welcome.partial())
    .output(Welcome),
  folders: oc
    .route({ method: 'GET', path: '/welcome/folders', summary: 'Folders that people usually keep their things in' })
    .input(strictObject(() => ({})))
    .output(
      strictObject(() => ({
        folders: z.array(UsualFolder),
        /** Names of the workers that a folder is allowed to. */
        readers: z.array(z.string()),
      })),
    ),
  suggestion: oc
    .route({ method: 'GET', path: '/welcome/suggestion', summary: 'Something to try that works without a model' })
    .input(strictObject(() => ({})))
    .output(Suggestion),
};
