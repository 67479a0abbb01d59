import type { Failure } from '../../../../contract/errors.ts';
import { HeronError, toFailure } from '../../../base/errors.ts';

/** Whether a worker takes calls, and why not. */
export type Door = {
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
    refusal: () => refusal,
    failure: () => failure,
    shut(reason) {
      refusal = new HeronError('worker-unavailable', `The worker ${workerId} takes no calls: ${reason}`);
      return refusal;
    },
    giveUp(error) {
      refusal = error;
      failure = toFailure(error);
      onFailed(failure);
    },
  };
}
