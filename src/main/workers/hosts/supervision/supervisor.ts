import type { Failure } from '../../../../contract/errors.ts';
import type { Manifest } from '../../../../contract/manifest.ts';
import type { WorkerState } from '../../../../contract/workers.ts';
import type { Clock } from '../../../base/clock.ts';
import { HeronError, toFailure } from '../../../base/errors.ts';
import type { Logger } from '../../../base/logger.ts';
import { createBackOff } from './back-off.ts';
import { type HostRun, startHostRun } from './host-run.ts';
import type { HostStart } from '../machine/host-start.ts';
import { type CallRequest, type OpenCall, openCall } from './open-call.ts';
import type { Meter, Usage } from '../machine/process-usage.ts';
import type { RunEnd } from './run-end.ts';
import { createRuns } from './runs.ts';
import { createSingleTimer } from './single-timer.ts';
import { createWaitingCalls } from './waiting-calls.ts';

export type SupervisorParts = {
  manifest: Manifest;
  /** How to start its host; asked anew for each process. */
  hostStart: () => HostStart;
  meter: Meter;
  clock: Clock;
  logger: Logger;
  idleMs: () => number;
  onStarted: (pid: number, startMs: number) => void;
  onUsage: (usage: Usage) => void;
  onStopped: (end: RunEnd) => void;
  /** It crashed too often and is not started again. */
  onFailed: (failure: Failure) => void;
};

/** Keeps at most one process for a worker: started by a call, kept warm, ended when idle, replaced when it dies. */
export type Supervisor = {
  /** The action's output, unchecked. */
  call: (request: CallRequest) => Promise<unknown>;
  state: () => WorkerState;
  failure: () => Failure | undefined;
  /** Takes no more calls and lets those in hand end; resolves when no process is left. */
  retire: (reason: string) => Promise<void>;
  /** Ends everything now; resolves when no process is left. */
  close: (reason: string) => Promise<void>;
};

export function createSupervisor(parts: SupervisorParts): Supervisor {
  const backOff = createBackOff(parts.clock);
  const waiting = createWaitingCalls();
  const startTimer = createSingleTimer();
  const runs = createRuns(parts);
  let lastCall = 0;
  let failure: Failure | undefined;
  /** Why it takes no more calls. */
  let refusal: HeronError | undefined;

  function place(call: OpenCall): void {
    const run = runs.take();
    if (run) return run.add(call);
    waiting.add(call);
    if (!runs.isBeginning()) startTimer.set(backOff.delayMs(), start);
  }

  function start(): void {
    const run: HostRun = startHostRun({
      ...parts,
      ...parts.hostStart(),
      onReady(pid, startMs) {
        parts.onStarted(pid, startMs);
        for (const call of waiting.take()) run.add(call);
        runs.begun(run);
      },
      onSuccess: backOff.succeeded,
      onIdle: () => runs.rest(run),
      onEnd: (end) => ended(run, end),
    });
    runs.begin(run);
  }

  function ended(run: HostRun, end: RunEnd): void {
    if (end.isCrash) backOff.crashed();
    parts.onStopped(end);
    const neverBegan = runs.remove(run);
    const givesUp = end.isCrash && backOff.hasGivenUp() && !refusal;
    if (neverBegan || givesUp) waiting.failAll(end.error);
    if (!givesUp) return;
    failure = toFailure(end.error);
    refusal = end.error;
    parts.onFailed(failure);
  }

  function refuse(reason: string): HeronError {
    refusal = unavailable(parts.manifest.id, reason);
    startTimer.clear();
    if (!runs.isBeginning()) waiting.failAll(refusal); // they wait for a start that will not be
    return refusal;
  }

  return {
    call(request) {
      if (refusal) return Promise.reject(refusal);
      return openCall({ id: ++lastCall, workerId: parts.manifest.id, request }, place);
    },
    state: () => (failure ? 'failed' : runs.isRunning() ? 'running' : 'idle'),
    failure: () => failure,
    retire(reason) {
      refuse(reason);
      return runs.retire(reason);
    },
    close: (reason) => runs.killAll({ reason, isCrash: false, error: refuse(reason) }),
  };
}

function unavailable(workerId: string, why: string): HeronError {
  return new HeronError('worker-unavailable', `The worker ${workerId} takes no calls: ${why}`);
}
