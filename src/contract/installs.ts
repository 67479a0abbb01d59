import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { ReviewId, WorkerId } from './ids.ts';
import { Manifest } from './manifest.ts';
import { WorkerSource } from './provenance.ts';
import { strictObject } from './strict-object.ts';
import { Worker } from './workers.ts';

/** known: by a key in the settings; unknown: by none of them; none: there is no signature. */
export const SignatureState = z.enum(['known', 'unknown', 'none']);
export type SignatureState = z.infer<typeof SignatureState>;

/** Paths of files, with `/` between parts; `more` counts those that are not listed. */
export const ChangedFiles = strictObject(() => ({
  added: z.array(z.string()),
  changed: z.array(z.string()),
  removed: z.array(z.string()),
  more: z.int(),
}));
export type ChangedFiles = z.infer<typeof ChangedFiles>;

/** What was approved before, what this asks for besides, a sentence each, and how its files differ. */
export const Replaced = strictObject(() => ({
  version: z.string(),
  hash: z.string(),
  adds: z.array(z.string()),
  /** Absent when it was approved by a Heron that did not keep them. */
  files: ChangedFiles.optional(),
}));
export type Replaced = z.infer<typeof Replaced>;

/** What a person is shown before they say yes to a worker's files. */
export const WorkerReview = strictObject(() => ({
  manifest: Manifest,
  source: WorkerSource,
  hash: z.string(),
  signature: SignatureState,
  signedBy: z.string().optional(),
  files: z.int(),
  bytes: z.int(),
  replaces: Replaced.optional(),
}));
export type WorkerReview = z.infer<typeof WorkerReview>;

/** A fetched worker that waits for an answer. */
export const InstallReview = WorkerReview.extend({ reviewId: ReviewId });
export type InstallReview = z.infer<typeof InstallReview>;

export const workerInstalled = defineEvent('worker.installed', () =>
  z.strictObject({ source: WorkerSource, version: z.string(), hash: z.string(), replaces: z.string().optional() }),
);
export const workerTrusted = defineEvent('worker.trusted', () =>
  z.strictObject({ hash: z.string(), version: z.string(), isWatched: z.boolean() }),
);
export const workerRemoved = defineEvent('worker.removed', () => z.strictObject({ version: z.string().optional() }));

export const installs = {
  /** Fetches and checks; nothing is installed. */
  review: oc
    .route({ method: 'POST', path: '/installs', summary: 'Fetch a worker and show what it is' })
    .input(strictObject(() => ({ source: z.string().min(1).max(4096) })))
    .output(InstallReview),
  confirm: oc
    .route({ method: 'POST', path: '/installs/{reviewId}/confirm', summary: 'Install what was shown' })
    .input(strictObject(() => ({ reviewId: ReviewId })))
    .output(Worker),
  discard: oc
    .route({ method: 'POST', path: '/installs/{reviewId}/discard', summary: 'Throw away what was fetched' })
    .input(strictObject(() => ({ reviewId: ReviewId })))
    .output(strictObject(() => ({}))),
  /** Of an installed worker as its files are now. */
  inspect: oc
    .route({ method: 'GET', path: '/workers/{workerId}/review', summary: 'Show what approving a worker means' })
    .input(strictObject(() => ({ workerId: WorkerId })))
    .output(WorkerReview),
  trust: oc
    .route({ method: 'POST', path: '/workers/{workerId}/trust', summary: "Approve an installed worker's files" })
    .input(strictObject(() => ({ workerId: WorkerId, hash: z.string(), isWatched: z.boolean().default(false) })))
    .output(Worker),
  remove: oc
    .route({ method: 'POST', path: '/workers/{workerId}/remove', summary: 'Remove an installed worker' })
    .input(strictObject(() => ({ workerId: WorkerId })))
    .output(strictObject(() => ({}))),
};
