import { z } from 'zod';
import { type ErrorCode, type Failure, isTransient } from './errors.ts';

/** What kind of failure it is: who can do something about it. */
export const FailureClass = z.enum([
  'input', // what was asked for is wrong
  'permission', // somebody or a rule has to say yes
  'limit', // time, memory, size or a budget
  'transient', // it passes: the same may well succeed a little later
  'worker', // the worker's code
  'service', // something outside that is needed: a model's server, a disk
  'cancelled', // somebody stopped it
  'engine', // a mistake in Heron itself
]);
export type FailureClass = z.infer<typeof FailureClass>;

/** The one table of failures. */
export const failureClasses: Record<ErrorCode, FailureClass> = {
  'invalid-input': 'input',
  'invalid-plan': 'input',
  'invalid-manifest': 'input',
  'not-found': 'input',
  'already-exists': 'input',
  conflict: 'input',
  'permission-missing': 'permission',
  'permission-denied': 'permission',
  'not-declared': 'permission',
  timeout: 'limit',
  cancelled: 'cancelled',
  'limit-exceeded': 'limit',
  'worker-crashed': 'transient',
  'worker-unavailable': 'worker',
  'worker-failed': 'worker',
  blocked: 'permission',
  uncertain: 'engine',
  network: 'transient',
  'circuit-open': 'transient',
  provider: 'service',
  storage: 'service',
  unsupported: 'input',
  internal: 'engine',
};

/** Some codes are of one class or another by what their details say. */
export function classOf(failure: Pick<Failure, 'code' | 'details'>): FailureClass {
  return isTransient(failure as Failure) ? 'transient' : failureClasses[failure.code];
}

/** As a person reads it. */
export const failureClassNames: Record<FailureClass, string> = {
  input: 'wrong input',
  permission: 'not allowed',
  limit: 'over a limit',
  transient: 'passing trouble',
  worker: 'fault of the worker',
  service: 'trouble outside Heron',
  cancelled: 'stopped',
  engine: 'fault of Heron',
};

/** How many failures of each class there were; classes without any are left out. */
export const FailureCounts = z.partialRecord(FailureClass, z.int().min(0));
export type FailureCounts = z.infer<typeof FailureCounts>;
