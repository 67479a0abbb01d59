import { z } from 'zod';
import { strictObject } from './strict-object.ts';

/** Where a worker came from. `dropped`: somebody put its folder beside the others. */
export const WorkerSource = strictObject(() => ({
  kind: z.enum(['folder', 'archive', 'git', 'dropped']),
  /** An absolute path, or a git URL with what was asked for after `#`. */
  location: z.string(),
  /** Of a git repository: the very commit that was taken. */
  commit: z.string().optional(),
}));
export type WorkerSource = z.infer<typeof WorkerSource>;

/** What somebody approved of an installed worker, when and who. */
export const Provenance = strictObject(() => ({
  source: WorkerSource,
  version: z.string(),
  /** SHA-256 over the sorted list of its files with their contents. */
  hash: z.string(),
  /** The name of the known key that signed the hash. */
  signedBy: z.string().optional(),
  approvedAt: z.int(),
  approvedBy: z.string(),
  /** Later changes of its files are approved too: somebody is working on it. */
  isWatched: z.boolean(),
}));
export type Provenance = z.infer<typeof Provenance>;

/** unapproved: nobody has said yes to it yet; changed: not the files somebody said yes to; denied: by a rule in the settings. */
export const Trust = z.enum(['bundled', 'approved', 'unapproved', 'changed', 'denied']);
export type Trust = z.infer<typeof Trust>;
