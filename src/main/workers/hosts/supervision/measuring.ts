import { HeronError } from '../../../base/errors.ts';
import type { Peak } from '../machine/process-usage.ts';
import type { OpenCall } from './open-call.ts';

/** Tells a call that has a process to itself what that process takes: now and then while it runs, and when it ends. */
export type Measuring = {
  /** Errors: `unsupported` where it cannot be measured; a budget must not be passed over in silence. */
  begin: (call: OpenCall) => void;
  end: (call: OpenCall) => void;
  stop: () => void;
};

const everyMs = 100;

export function createMeasuring(measure: () => Peak | undefined): Measuring {
  let timer: NodeJS.Timeout | undefined;
  let look: (() => void) | undefined;

  function stop(): void {
    clearInterval(timer);
    look = undefined;
  }

  return {
    begin(call) {
      if (!call.request.isMeasured) return;
      const before = measure();
      if (!before) throw new HeronError('unsupported', `What ${call.request.action} takes cannot be measured here`);
      look = () => {
        const now = measure();
        if (now) call.used({ cpuMs: now.cpuMs - before.cpuMs, memoryMb: Math.ceil(now.peakMb - before.memoryMb) });
      };
      timer = setInterval(look, everyMs);
      timer.unref();
    },
    end(call) {
      if (!call.request.isMeasured) return;
      look?.();
      stop();
    },
    stop,
  };
}
