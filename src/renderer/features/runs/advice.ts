import type { ErrorCode, Failure } from '../../../contract/errors.ts';
import { t } from '../../../words/words.ts';

/** What a person can do about an error; nothing where the message says it all. */
const advice = (): Partial<Record<ErrorCode, string>> => ({
  'invalid-input': t('Say it again with the missing or corrected detail.'),
  'invalid-plan': t('Say it again in other words; the plan that was made cannot run.'),
  'not-found': t('Check the name or path, then ask again.'),
  'already-exists': t('Choose another name, or ask to replace it.'),
  conflict: t('It changed in the meantime. Look at it, then ask again.'),
  'permission-missing': t('Nobody was there to ask. Run it again from here, or allow it in advance.'),
  'not-declared': t('The worker never said it would need this, so it cannot be allowed. Report it to its author.'),
  timeout: t('It took longer than it may. Try a smaller piece, or again when the machine is less busy.'),
  'limit-exceeded': t('It was too much at once. Try a smaller piece.'),
  'worker-crashed': t('The worker crashed and was contained. Try again; if it happens again, see Workers.'),
  'worker-unavailable': t('See Workers for what keeps it from starting.'),
  'circuit-open': t('It failed too often and is left alone for a while. See Workers for when it is tried again.'),
  'worker-failed': t('Try again; if it happens again, report it to the author of the worker.'),
  network: t('Check the address and your connection, then ask again.'),
  provider: t('Check the model in Settings. Heron also works without one.'),
  storage: t('Check that there is space left and that the disk can be written.'),
  internal: t('This is a fault in Heron. The log in Settings has the details.'),
});

export function adviceFor({ code, details }: Failure): string | undefined {
  // A program that ended badly is no fault of the worker that ran it.
  if (details && 'exitCode' in details) return t('What the program said is in the details.');
  return advice()[code];
}

/** The person said no: nothing went wrong. */
export function isOwnAnswer({ code, details }: Failure): boolean {
  return code === 'permission-denied' && details?.['rule'] === 'the person';
}
