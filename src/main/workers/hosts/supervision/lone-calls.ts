import type { HeronError } from '../../../base/errors.ts';
import { outsideTrace } from '../../../base/trace-context.ts';
import type { Pool } from '../pool.ts';
import type { HostRun } from './host-run.ts';
import type { OpenCall } from './open-call.ts';
import type { RunEnd } from './run-end.ts';
import { createSingleTimer } from './single-timer.ts';

/** What a process of one call is told. */
export type LoneHost = { onReady: (run: HostRun) => void; onIdle: (run: HostRun) => void; onEnd: (end: RunEnd) => void };

export type LoneCallsParts = {
  pool: Pool;
  delayMs: () => number;
  /** Starts a process of its own, and lets the pool know of it. */
  start: (host: LoneHost) => HostRun;
};

/** Calls that are measured: each has a fresh process to itself, which ends with it, so what the process takes is the call's. */
export type LoneCalls = {
  place: (call: OpenCall) => void;
  /** Those whose process has not begun. */
  failAll: (error: HeronError) => void;
};

export function createLoneCalls({ pool, delayMs, start }: LoneCallsParts): LoneCalls {
  const waiting = new Map<OpenCall, () => void>();

  function begin(call: OpenCall): void {
    waiting.delete(call);
    const run = start({
      onReady(ready) {
        if (call.stopReason()) ready.stop('its call was given up');
        else ready.add(call);
        if (ready.isIdle()) ready.stop('its call could not be made');
      },
      onIdle: (idle) => idle.stop('its measured call is over'),
      onEnd: (end) => call.fail(end.error),
    });
    call.heldBy(() => {
      call.fail(call.stopReason() as HeronError);
      if (run.state() !== 'starting') run.stop('its call was given up');
    });
  }

  return {
    place(call) {
      const timer = createSingleTimer();
      let takeBack: (() => void) | undefined;
      const leave = (): void => {
        waiting.delete(call);
        timer.clear();
        takeBack?.();
      };
      waiting.set(call, leave);
      call.heldBy(() => {
        leave();
        call.fail(call.stopReason() as HeronError);
      });
      timer.set(delayMs(), () => {
        // Its process begins for it, in whatever trace the place became free.
        takeBack = pool.request(call.request.priority, () => outsideTrace(() => begin(call)));
      });
    },
    failAll(error) {
      for (const [call, leave] of waiting) {
        leave();
        call.fail(error);
      }
    },
  };
}
