import type { Failure } from '../../../../contract/errors.ts';
import { HeronError, toFailure } from '../../../base/errors.ts';

/** Whether a worker takes calls, and why not. */
export type Door = {
  /** Lets a call in, or refuses it. */
  enter: <Result>(call: () => Promise<Result>) => Promise<Result>;
  /** What a call is answered with while it is shut. */
  refusal: () => HeronError | undefined;
  /** Why it is shut, when the worker failed. */
  failure: () => Failure | undefined;
  shut: (reason: string) => HeronError;
  /** The worker has failed. */
  giveUp: (error: HeronError) => void;
};

export function createDoor(workerId: string, onFailed: (failure: Failure) => void): Door {
  let refusal: HeronError | undefined;
  let failure: Failure | undefined;
  return {
    enter: (call) => (refusal ? Promise.reject(refusal) : call()),
    refusal: () => refusal,
    failure: () => failure,
    shut(reason) {
      // The next one may find a new version of the worker.
      const message = `The worker ${workerId} takes no calls: ${reason}`;
      refusal = new HeronError('worker-unavailable', message, { transient: true });
      return refusal;
    },
    giveUp(error) {
      refusal = error;
      failure = toFailure(error);
      onFailed(failure);
    },
  };
}
