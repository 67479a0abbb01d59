import { z } from 'zod';
import { strictObject } from './strict-object.ts';

/** Every code an error can carry across a process boundary, on one screen. */
export const ErrorCode = z.enum([
  'invalid-input', // a field is missing, unknown or of the wrong type
  'invalid-plan', // the plan cannot run: unknown action, cycle, missing input
  'invalid-manifest',
  'not-found',
  'already-exists',
  'conflict', // the thing changed since it was read
  'permission-missing', // nobody was there to ask
  'permission-denied', // somebody, or a rule that nobody can lift, said no
  'not-declared', // the worker's manifest does not declare this permission
  'timeout',
  'cancelled',
  'limit-exceeded', // memory, CPU time, size
  'worker-crashed',
  'worker-unavailable', // not loaded, or this machine cannot give its tier
  'worker-failed', // the worker's code threw
  'circuit-open', // too many calls of the worker, or to the host, failed: it is tried again later
  'blocked', // the worker stopped with a question, and nobody was there to answer it
  'uncertain', // interrupted in an action that must not be repeated blindly
  'network',
  'provider', // the model's server failed or answered nonsense
  'storage', // database or disk
  'unsupported',
  'internal',
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** The one error envelope: what the log, the screens, the command line and the planner's model see. */
export const Failure = strictObject(() => ({
  code: ErrorCode,
  message: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
}));
export type Failure = z.infer<typeof Failure>;

/** A failure of something that passes: the same call may well succeed a little later. */
export function isTransient({ code, details }: Failure): boolean {
  if (code === 'worker-unavailable') return details?.['transient'] === true; // a start that did not come off
  if (code === 'network' && typeof details?.['status'] === 'number') return passing(details['status']);
  return code === 'worker-crashed' || code === 'network' || code === 'circuit-open';
}

/** An answer of a server that says it is about to be better: what else it refuses it goes on refusing. */
function passing(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429;
}
