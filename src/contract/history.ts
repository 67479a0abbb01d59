import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { strictObject } from './strict-object.ts';

const days = z.int().min(0).max(36_500);
const megabytes = z.int().min(0).max(16_777_216);

/** What becomes of history with time; 0 is no limit. Blobs have a setting of their own. */
export const RetentionSettings = strictObject(() => ({
  /** Runs that ended longer ago are removed, with their events and blobs. */
  runsDays: days,
  /** Of all runs and blobs together; the oldest go first. */
  runsMaxMb: megabytes,
  /** Former contents of files, by which a run can be undone. */
  undoDays: days,
  undoMaxMb: megabytes,
  /** Lines of the audit log. */
  auditDays: days,
  /** Of all log files together. */
  logsMaxMb: z.int().min(8).max(100_000),
}));
export type RetentionSettings = z.infer<typeof RetentionSettings>;

/** Bytes on the disk. */
export const HistorySizes = strictObject(() => ({
  /** Of the database in use; what is free in it is used again. */
  database: z.int(),
  databaseFree: z.int(),
  blobs: z.int(),
  undo: z.int(),
  logs: z.int(),
  runs: z.int(),
  events: z.int(),
  auditLines: z.int(),
}));
export type HistorySizes = z.infer<typeof HistorySizes>;

/** What is removed, or would be. */
export const Pruned = strictObject(() => ({
  runs: z.int(),
  events: z.int(),
  blobs: z.int(),
  /** Events that belong to no run: starts and ends of workers. */
  engineEvents: z.int(),
  /** Folders of former contents of files. */
  undoFolders: z.int(),
  auditLines: z.int(),
  /** Of what is removed; the database's part is an estimate until it has been given back. */
  bytes: z.int(),
}));
export type Pruned = z.infer<typeof Pruned>;

export const PruneLimits = strictObject(() => ({
  /** Instead of the policy's: runs that ended before this many milliseconds. */
  olderThanMs: z.coerce.number().int().min(0).optional(),
  /** Instead of the policy's: the oldest runs, until history takes no more bytes than this. */
  largerThanBytes: z.coerce.number().int().min(0).optional(),
}));
export type PruneLimits = z.infer<typeof PruneLimits>;

export const PrunePreview = Pruned.extend({
  /** When the newest of the runs that would go had ended. */
  through: z.int().optional(),
  /** Runs that are old enough and stay, and why. */
  kept: strictObject(() => ({ unfinished: z.int(), pinned: z.int(), origins: z.int() })),
});
export type PrunePreview = z.infer<typeof PrunePreview>;

export const PruneReport = PrunePreview.extend({
  /** Bytes by which the files on the disk became smaller. */
  givenBack: z.int(),
  /** It stopped in the middle, because runs were busy or Heron was closing; the rest goes the next time. */
  isCut: z.boolean(),
});
export type PruneReport = z.infer<typeof PruneReport>;

/** Written before anything is removed, so that the log says it whatever happens. */
export const historyPruning = defineEvent('history.pruning', () =>
  z.strictObject({ by: z.enum(['policy', 'person']), runs: z.int(), through: z.int().optional() }),
);
export const historyPruned = defineEvent('history.pruned', () =>
  z.strictObject({ by: z.enum(['policy', 'person']), report: PruneReport }),
);

export const LastPruning = strictObject(() => ({
  at: z.int(),
  by: z.enum(['policy', 'person']),
  runs: z.int(),
  through: z.int().optional(),
}));
export type LastPruning = z.infer<typeof LastPruning>;

export const history = {
  get: oc
    .route({ method: 'GET', path: '/history', summary: 'How much history there is, and when some was last removed' })
    .input(strictObject(() => ({})))
    .output(strictObject(() => ({ sizes: HistorySizes, last: LastPruning.optional() }))),
  preview: oc
    .route({ method: 'GET', path: '/history/preview', summary: 'What pruning would remove; changes nothing' })
    .input(PruneLimits)
    .output(PrunePreview),
  prune: oc
    .route({ method: 'POST', path: '/history/prune', summary: 'Remove old history, by the policy or by these limits' })
    .input(PruneLimits)
    .output(PruneReport),
  /** Errors: `conflict` while runs are under way. Holds everything up while it works. */
  compact: oc
    .route({ method: 'POST', path: '/history/compact', summary: 'Write the database anew, without its free space' })
    .input(strictObject(() => ({})))
    .output(strictObject(() => ({ givenBack: z.int() }))),
};
