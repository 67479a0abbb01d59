import type { Manifest } from '../../../contract/manifest.ts';
import type { Provenance, Trust } from '../../../contract/provenance.ts';
import type { Worker } from '../../../contract/workers.ts';
import type { HeronError } from '../../base/errors.ts';

/** Whether a worker's files are still those that may run; gives why not. */
export type Recheck = () => Promise<HeronError | undefined>;

/** Whether a worker's files may run. */
export type Verdict = {
  trust: Trust;
  provenance?: Provenance;
  /** Why they may not. */
  refusal?: HeronError;
  /** For before each start of a process, where the files may change unseen; absent where any later ones may run too. */
  recheck?: Recheck;
  /** With a refusal: what the manifest asks for that was not approved, a sentence each. */
  adds?: string[];
};

/** A worker's folder as it was read: the manifest is the one that will be loaded, or absent when it cannot be. */
export type Found = { id: string; folder: string; origin: Worker['origin']; manifest: Manifest | undefined };

/** Asked each time a worker's folder is read. */
export type Judge = (found: Found) => Promise<Verdict>;

/** For who has no approvals: whatever is there may run. */
export const trustAll: Judge = ({ origin }) =>
  Promise.resolve({ trust: origin === 'bundled' ? 'bundled' : 'approved' });
