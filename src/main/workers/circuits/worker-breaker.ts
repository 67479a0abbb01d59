import type { CircuitSettings } from '../../../contract/circuits.ts';
import type { ErrorCode, Failure } from '../../../contract/errors.ts';
import { isTransient } from '../../../contract/errors.ts';
import type { AppendNews } from '../../base/append-news.ts';
import type { Clock } from '../../base/clock.ts';
import { NotCalled, toFailure } from '../../base/errors.ts';
import { type Breaker, createBreaker, type Ended, refusalDetails, refusalText, type Verdict } from './breaker.ts';

export type WorkerBreakerParts = {
  clock: Clock;
  rules: () => CircuitSettings;
  append: AppendNews;
  scrub: (error: Failure) => Failure;
};

/** Keeps calls away from a worker that crashes, hangs or does not start. */
export function createWorkerBreaker(workerId: string, { append, ...parts }: WorkerBreakerParts): Breaker {
  const scope = { workerId };
  return createBreaker({
    ...parts,
    news: {
      opened: (payload) => append({ type: 'worker.circuitOpened', scope, payload }),
      halfOpened: (payload) => append({ type: 'worker.circuitHalfOpened', scope, payload }),
      closed: () => append({ type: 'worker.circuitClosed', scope, payload: {} }),
    },
    refuse: (why) =>
      new NotCalled('circuit-open', refusalText(`The worker ${workerId}`, why), { workerId, ...refusalDetails(why) }),
  });
}

/** Codes of failures that only a worker that works can give. */
const answers: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'invalid-input',
  'not-found',
  'already-exists',
  'conflict',
  'unsupported',
  'blocked',
  'network',
  'provider',
  'worker-failed',
]);

const success: Verdict = { outcome: 'success' };

export type CallFacts = {
  /** It had all the time that the worker's manifest says it needs. */
  isPatient: boolean;
  /** Its time ran out while a network host kept it waiting. */
  awaitedHost: boolean;
};

/** Whether an end of a call is a fault of its worker. Who asked, who said no, and how big the input was are not the worker's faults. */
export function judgeWorkerCall(ended: Ended<unknown>, { isPatient, awaitedHost }: CallFacts): Verdict {
  if (!('error' in ended)) return success;
  const error = toFailure(ended.error);
  if (answers.has(error.code)) return success;
  if (error.code === 'circuit-open') return { outcome: 'neither' };
  const isOwnTime = error.code === 'timeout' && error.details?.['limit'] === 'timeoutMs';
  const isFault = isOwnTime ? isPatient && !awaitedHost : isTransient(error);
  return isFault ? { outcome: 'fault', error } : { outcome: 'neither' };
}
