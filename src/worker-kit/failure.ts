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

/**
 * Stops with a question only the person can answer: `block('Which of the two accounts?', ['work', 'home'])`. The action is
 * then tried again with the answer as `context.answer`, so everything before this call must bear being done twice.
 */
export function block(question: string, choices?: string[]): never {
  throw new WorkerFailure('blocked', question, choices && { choices });
}

/** Ends the action with an error a person can act on: `fail('not-found', 'There is no folder /a/b')`. */
export function fail(code: WorkerFailureCode, message: string, details?: Record<string, unknown>): never {
  throw new WorkerFailure(code, message, details);
}
