import type { ErrorCode, Failure } from '../../../contract/errors.ts';

/** What a person can do about an error; nothing where the message says it all. */
const advice: Partial<Record<ErrorCode, string>> = {
  'invalid-input': 'Say it again with the missing or corrected detail.',
  'invalid-plan': 'Say it again in other words; the plan that was made cannot run.',
  'not-found': 'Check the name or path, then ask again.',
  'already-exists': 'Choose another name, or ask to replace it.',
  conflict: 'It changed in the meantime. Look at it, then ask again.',
  'permission-missing': 'Nobody was there to ask. Run it again from here, or allow it in advance.',
  'not-declared': 'The worker never said it would need this, so it cannot be allowed. Report it to its author.',
  timeout: 'It took longer than it may. Try a smaller piece, or again when the machine is less busy.',
  'limit-exceeded': 'It was too much at once. Try a smaller piece.',
  'worker-crashed': 'The worker crashed and was contained. Try again; if it happens again, see Workers.',
  'worker-unavailable': 'See Workers for what keeps it from starting.',
  'circuit-open': 'It failed too often and is left alone for a while. See Workers for when it is tried again.',
  'worker-failed': 'Try again; if it happens again, report it to the author of the worker.',
  network: 'Check the address and your connection, then ask again.',
  provider: 'Check the model in Settings. Heron also works without one.',
  storage: 'Check that there is space left and that the disk can be written.',
  internal: 'This is a fault in Heron. The log in Settings has the details.',
};

export function adviceFor({ code, details }: Failure): string | undefined {
  // A program that ended badly is no fault of the worker that ran it.
  if (details && 'exitCode' in details) return 'What the program said is in the details.';
  return advice[code];
}

/** The person said no: nothing went wrong. */
export function isOwnAnswer({ code, details }: Failure): boolean {
  return code === 'permission-denied' && details?.['rule'] === 'the person';
}
