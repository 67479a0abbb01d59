import type { Provenance, Trust } from '../../../contract/provenance.ts';
import type { Worker } from '../../../contract/workers.ts';
import type { HeronError } from '../../base/errors.ts';

/** Whether a worker's files may run. */
export type Verdict = {
  trust: Trust;
  provenance?: Provenance;
  /** Why they may not. */
  refusal?: HeronError;
};

/** Asked each time a worker's folder is read. */
export type Judge = (found: { id: string; folder: string; origin: Worker['origin'] }) => Promise<Verdict>;

/** For who has no approvals: whatever is there may run. */
export const trustAll: Judge = ({ origin }) =>
  Promise.resolve({ trust: origin === 'bundled' ? 'bundled' : 'approved' });
