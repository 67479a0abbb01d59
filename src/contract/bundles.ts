import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { BundleId, RunId } from './ids.ts';
import { strictObject } from './strict-object.ts';

/** What the first line of a bundle says it is. Another number after the stroke is another format. */
export const bundleFormat = 'heron-run/1';
/** What the names of bundles end with. */
export const bundleEnding = '.heron-run';

/** Secrets and what names the person and the machine always go; `values`: of every text only its length is left. */
export const Redaction = z.enum(['secrets', 'values']);
export type Redaction = z.infer<typeof Redaction>;

/** Of a run that was opened from a bundle: which, and by whom it was made. */
export const OpenedFrom = strictObject(() => ({
  /** The file's name, without where it lay. */
  file: z.string().max(255),
  madeAt: z.int(),
  /** The version of the Heron that made it. */
  heron: z.string().max(100),
  redaction: Redaction,
  openedAt: z.int(),
}));
export type OpenedFrom = z.infer<typeof OpenedFrom>;

/** How often each kind of thing was taken out. */
export const Blanked = strictObject(() => ({
  secrets: z.int(),
  homeFolder: z.int(),
  userName: z.int(),
  hostName: z.int(),
  /** Texts of which only the length is left. */
  values: z.int(),
}));
export type Blanked = z.infer<typeof Blanked>;

/** What is in a bundle, or would be. */
export const BundleContent = strictObject(() => ({
  events: z.int(),
  /** Actions whose manifests are in it. */
  actions: z.int(),
  /** Lists of the runs it was forked from. */
  lists: z.int(),
  files: z.int(),
  diffs: z.int(),
  /** Of the file, and of what is in it. */
  bytes: z.int(),
  bytesInside: z.int(),
  blanked: Blanked,
  /** What belongs to the run and is not in it, in words. */
  leftOut: z.array(z.string()),
}));
export type BundleContent = z.infer<typeof BundleContent>;

/** It was handed out whole. */
export const bundleMade = defineEvent('bundle.made', () =>
  z.strictObject({ runId: RunId, redaction: Redaction, withFiles: z.boolean(), bytes: z.int() }),
);
export const bundleOpened = defineEvent('bundle.opened', () => z.strictObject({ runId: RunId, opened: OpenedFrom }));
export const bundleRemoved = defineEvent('bundle.removed', () => z.strictObject({ runId: RunId }));

const Made = strictObject(() => ({
  runId: RunId,
  redaction: Redaction.default('secrets'),
  /** With the differences of the text files it changed. */
  withFiles: z.boolean().default(false),
}));

/** Bytes as base64. */
const Bytes = z.base64().max(1_500_000);

export const bundles = {
  /** Goes through all of it, as making it does, and gives nothing out. Errors: `conflict` for a run that has not ended. */
  preview: oc
    .route({ method: 'POST', path: '/runs/{runId}/bundle/preview', summary: 'What a bundle of a run would hold' })
    .input(Made)
    .output(BundleContent),
  /** Its bytes, in order; with the last comes what is in it. Whoever stops reading ends it. */
  make: oc
    .route({ method: 'POST', path: '/runs/{runId}/bundle', summary: 'A run as one file, in pieces' })
    .input(Made)
    .output(
      eventIterator(
        strictObject(() => ({ bytes: Bytes, done: z.int(), total: z.int(), content: BundleContent.optional() })),
      ),
    ),
  /** Hands a piece of a file in; the first without an id, which the answer has. What is not opened within an hour is dropped. */
  send: oc
    .route({ method: 'POST', path: '/bundles/pieces', summary: 'Hand in a piece of a bundle' })
    .input(strictObject(() => ({ bundleId: BundleId.optional(), bytes: Bytes })))
    .output(strictObject(() => ({ bundleId: BundleId }))),
  /**
   * Checks all that was handed in, and only then keeps it, as a run that can be looked at, replayed and forked. The same file is the
   * same run. Errors: `invalid-input`, `limit-exceeded`, `unsupported`, with where in `details.line`; then nothing is kept.
   */
  open: oc
    .route({ method: 'POST', path: '/bundles/{bundleId}/open', summary: 'Open a bundle that was handed in' })
    .input(strictObject(() => ({ bundleId: BundleId, name: z.string().min(1).max(1000) })))
    .output(strictObject(() => ({ runId: RunId, isNew: z.boolean(), events: z.int() }))),
  /** Only of runs that were opened. Errors: `conflict` while there are runs that were forked from it. */
  remove: oc
    .route({ method: 'DELETE', path: '/bundles/runs/{runId}', summary: 'Remove a run that was opened from a bundle' })
    .input(strictObject(() => ({ runId: RunId })))
    .output(strictObject(() => ({}))),
};
