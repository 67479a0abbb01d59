import { HeronError } from '../../../base/errors.ts';
import type { OpenCall } from './open-call.ts';

export type WaitingCalls = {
  add: (call: OpenCall) => void;
  take: () => OpenCall[];
  isEmpty: () => boolean;
  failAll: (error: HeronError) => void;
};

/** Calls for which no process is ready yet. */
export function createWaitingCalls(): WaitingCalls {
  const calls = new Set<OpenCall>();

  function take(): OpenCall[] {
    const taken = [...calls];
    calls.clear();
    return taken;
  }

  return {
    add(call) {
      calls.add(call);
      call.heldBy(() => {
        calls.delete(call);
        call.fail(new HeronError('cancelled', 'The call was stopped before it began'));
      });
    },
    take,
    isEmpty: () => calls.size === 0,
    failAll(error) {
      for (const call of take()) call.fail(error);
    },
  };
}
