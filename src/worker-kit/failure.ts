/** The codes a worker may fail with; the engine adds its own (time limits, crashes, permissions). */
export type WorkerFailureCode =
  | 'invalid-input'
  | 'not-found'
  | 'already-exists'
  | 'conflict'
  | 'limit-exceeded'
  | 'network'
  | 'unsupported'
  | 'worker-failed';

/** An error whose code and message reach the person, the log and the planner as they are. */
export class WorkerFailure extends Error {
  readonly code: string;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: string, message: string, details?: Record<string, unknown>) {
    super(message);
    this.name = 'WorkerFailure';
    this.code = code;
    this.details = details;
  }
}

/** Ends the action with an error a person can act on: `fail('not-found', 'There is no folder /a/b')`. */
export function fail(code: WorkerFailureCode, message: string, details?: Record<string, unknown>): never {
  throw new WorkerFailure(code, message, details);
}
