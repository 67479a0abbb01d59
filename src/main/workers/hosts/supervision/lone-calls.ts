import { HeronError } from '../../../base/errors.ts';
import { outsideTrace } from '../../../base/trace-context.ts';
import type { Pool } from '../pool.ts';
import type { HostStart } from '../machine/host-start.ts';
import type { BackOff } from './back-off.ts';
import { type HostRun, type HostRunParts, startHostRun } from './host-run.ts';
import type { OpenCall } from './open-call.ts';
import type { RunEnd } from './run-end.ts';
import type { Runs } from './runs.ts';
import { createSingleTimer } from './single-timer.ts';

export type LoneCallsParts = Omit<
  HostRunParts,
  keyof HostStart | 'onReady' | 'onSuccess' | 'onIdle' | 'onUnheard' | 'onEnd'
> & {
  pool: Pool;
  hostStart: () => HostStart;
  onLoneStopped: (end: RunEnd, pid: number) => void;
};

/** What the worker's calls have in common, however they are made. */
type Around = { backOff: BackOff; runs: Runs };

/** Calls that are measured: each has a fresh process to itself, which ends with it, so what the process takes is the call's. */
export type LoneCalls = {
  place: (call: OpenCall) => void;
  /** Those whose process has not begun. */
  failAll: (error: HeronError) => void;
};

export function createLoneCalls(parts: LoneCallsParts, { backOff, runs }: Around): LoneCalls {
  const { pool } = parts;
  const waiting = new Map<OpenCall, () => void>();

  function begin(call: OpenCall): void {
    waiting.delete(call);
    const run: HostRun = startHostRun({
      ...parts,
      ...parts.hostStart(),
      onReady() {
        if (!call.stopReason()) run.add(call);
        if (run.isIdle()) run.stop('its call could not be made');
      },
      onSuccess: backOff.succeeded,
      onIdle: () => run.stop('its measured call is over'),
      onUnheard: () => undefined, // it never rests, and its call fails with it
      onEnd(end, pid) {
        if (end.isCrash) backOff.crashed();
        parts.onLoneStopped(end, pid);
        call.fail(end.error);
        runs.remove(run);
        pool.remove(run);
      },
    });
    pool.add(run);
    runs.beginAside(run);
    call.heldBy(() => call.fail(stoppedBeforeItBegan()));
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
        call.fail(stoppedBeforeItBegan());
      });
      timer.set(backOff.delayMs(), () => {
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

function stoppedBeforeItBegan(): HeronError {
  return new HeronError('cancelled', 'The call was stopped before it began');
}
