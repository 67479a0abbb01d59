import type { Failure } from '../../../../contract/errors.ts';
import type { Manifest } from '../../../../contract/manifest.ts';
import type { WorkerState } from '../../../../contract/workers.ts';
import type { Clock } from '../../../base/clock.ts';
import type { HeronError } from '../../../base/errors.ts';
import type { Logger } from '../../../base/logger.ts';
import { outsideTrace } from '../../../base/trace-context.ts';
import type { WorkerSettings } from '../../worker-settings.ts';
import type { Freezer } from '../machine/freezer.ts';
import type { HostStart } from '../machine/host-start.ts';
import type { Meter, Usage } from '../machine/process-usage.ts';
import type { Pool } from '../pool.ts';
import { type BackOff, type BackOffState, createBackOff } from './back-off.ts';
import { createDoor, type Door } from './door.ts';
import { type HostRun, startHostRun } from './host-run.ts';
import { type CallRequest, createCallOpener, type OpenCall } from './open-call.ts';
import type { RunEnd } from './run-end.ts';
import { createNextStart } from './next-start.ts';
import { createLoneCalls, type LoneCalls } from './lone-calls.ts';
import type { HostState } from './host-state.ts';
import { createRuns, type Runs } from './runs.ts';
import { createStarter, type Starter } from './starter.ts';
import { createWaitingCalls, type WaitingCalls } from './waiting-calls.ts';

export type SupervisorParts = {
  manifest: Manifest;
  /** How to start its host; asked anew for each process. */
  hostStart: () => HostStart;
  /** As of a run of a process. */
  recheck?: () => Promise<HeronError | undefined>;
  meter: Meter;
  freezer: Freezer;
  pool: Pool;
  clock: Clock;
  logger: Logger;
  settings: () => WorkerSettings;
  /** There is a process now, which has not said anything yet. */
  onSpawned: (pid: number) => void;
  onStarted: (pid: number, startMs: number) => void;
  onPaused: () => void;
  onResumed: () => void;
  onUsage: (usage: Usage, pid: number) => void;
  onStopped: (end: RunEnd, pid: number) => void;
  /** A process that one call had to itself is gone. */
  onLoneStopped: (end: RunEnd, pid: number) => void;
  /** It crashed too often and is not started again. */
  onFailed: (failure: Failure) => void;
};

/**
 * Keeps a process for a worker: started by a call or for one to come, kept warm, frozen and ended when idle, replaced when it dies. A worn one is
 * there until the next is ready, where the pool has a place for both; else it ends when it is idle.
 */
export type Supervisor = {
  /** The action's output, unchecked. */
  call: (request: CallRequest) => Promise<unknown>;
  /** Has a process ready for a call that is to come, if nobody has to go for it and nothing went wrong lately. */
  warm: () => void;
  state: () => WorkerState;
  failure: () => Failure | undefined;
  /** Undefined while it has not crashed since it last succeeded. */
  backOff: () => BackOffState | undefined;
  /** Takes no more calls and lets those in hand end; resolves when no process is left. */
  retire: (reason: string) => Promise<void>;
  /** Ends everything now; resolves when no process is left. */
  close: (reason: string) => Promise<void>;
};

export function createSupervisor(parts: SupervisorParts): Supervisor {
  const { pool, settings } = parts;
  const [backOff, waiting] = [createBackOff(parts.clock), createWaitingCalls()];
  const starter = createStarter({ pool, delayMs: backOff.delayMs, start });
  const door = createDoor(parts.manifest.id, parts.onFailed);
  const next = createNextStart({ starter, pool, door, isNext: (run) => runs.isNext(run) });
  const runs = createRuns({ settings, onRested: pool.rested, onWorn: next.want });
  const open = createCallOpener(parts.manifest.id);
  const lone = createLoneCalls(parts, { backOff, runs });

  function place(call: OpenCall): void {
    if (call.request.isMeasured) return lone.place(call);
    const run = runs.take();
    (run ?? waiting).add(call);
    if (run) runs.wearOut();
    else if (runs.state() !== 'starting') starter.want(call.request.priority);
  }

  function start(): void {
    if (!waiting.isEmpty() || runs.wantsNext()) begin(); // else all who wanted it have gone
  }

  function begin(): void {
    const run: HostRun = startHostRun({
      ...parts,
      ...parts.hostStart(),
      onReady(pid, startMs) {
        next.began();
        parts.onStarted(pid, startMs);
        waiting.take().forEach(run.add);
        runs.begun(run);
      },
      onSuccess: backOff.succeeded,
      onIdle: () => runs.rest(run),
      onUnheard: (calls) => calls.forEach(place),
      onEnd: (end, pid) => ended(run, end, pid),
    });
    pool.add(run);
    runs.begin(run);
  }

  function ended(run: HostRun, end: RunEnd, pid: number): void {
    if (end.isCrash) backOff.crashed();
    parts.onStopped(end, pid);
    const isNext = next.ended(run);
    const neverBegan = runs.remove(run);
    const givesUp = end.isCrash && backOff.hasGivenUp() && !door.refusal() && !isNext;
    if (neverBegan || givesUp) waiting.failAll(end.error);
    if (givesUp) door.giveUp(end.error);
    pool.remove(run);
  }

  const refuse = (reason: string): HeronError => refuseCalls({ door, starter, lone, waiting, runs }, reason);

  return {
    call: (request) => door.enter(() => open(request, place)),
    warm: () => warmUp({ pool, backOff, door, starter, runs }, begin),
    state: () => (door.failure() ? 'failed' : stateOf(runs.state(), starter.isWanted())),
    ...{ failure: door.failure, backOff: backOff.state },
    retire(reason) {
      refuse(reason);
      return runs.retire(reason);
    },
    close: (reason) => runs.closeAll({ reason, isCrash: false, error: refuse(reason) }),
  };
}

type Warmth = Pick<SupervisorParts, 'pool'> & { backOff: BackOff; door: Door; starter: Starter; runs: Runs };

function warmUp({ pool, backOff, door, starter, runs }: Warmth, begin: () => void): void {
  if (door.refusal() || backOff.state() || runs.state() || starter.isWanted() || !pool.hasRoom()) return;
  pool.request('background', () => outsideTrace(begin)); // at once, as there is room
}

type Ways = { door: Door; starter: Starter; lone: LoneCalls; waiting: WaitingCalls; runs: Runs };

function refuseCalls({ door, starter, lone, waiting, runs }: Ways, reason: string): HeronError {
  const refusal = door.shut(reason);
  starter.cancel();
  lone.failAll(refusal);
  if (runs.state() !== 'starting') waiting.failAll(refusal); // they wait for a start that will not be
  return refusal;
}

function stateOf(process: HostState | undefined, isWanted: boolean): WorkerState {
  if (process === 'running' || process === 'paused') return process;
  return isWanted || process === 'starting' ? 'starting' : 'idle';
}
