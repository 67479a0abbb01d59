import type { Failure } from '../../../contract/errors.ts';
import type { Plan } from '../../../contract/plan.ts';
import { isOfDatabase, toFailure } from '../../base/errors.ts';
import type { EventDraft } from '../../base/event-log.ts';
import { endingEvent } from '../../orchestrator/ending-event.ts';
import type { Ending, RunStop } from '../../orchestrator/execution.ts';
import type { LiveRunParts, RunScope } from './live-run-parts.ts';
import { createStalledRuns } from './stalled-runs.ts';

/** A run in memory. `unwritten`: it has ended, and what kept that from being written down. */
export type LiveRun = {
  abort: (reason: RunStop) => void;
  ended: Promise<void>;
  onFailure: Plan['onFailure'];
  /** Its end is being put on record already. */
  ending?: Promise<void> | undefined;
  unwritten?: Failure | undefined;
  /** It has left memory because all of it waits; what was to stop it then has not reached it. */
  hasParked?: boolean;
};

/** What is done when a run leaves memory: its end is put on record, or it is tried again later. */
export type RunConclusions = {
  /**
   * All of a run is done in which nothing changed anything: its end goes to the disk along with what is on its way there. `isPure`: it
   * called no worker.
   */
  foresee(scope: RunScope, entry: LiveRun, isPure: boolean): void;
  /** It has ended, and that is on record. Gives what waits for it to be out of memory. */
  left(runId: string, entry: LiveRun): (() => void) | undefined;
  conclude(scope: RunScope, entry: LiveRun, ending: Ending): Promise<void>;
  leave(runId: string, entry: LiveRun): void;
  onceParked(runId: string, callback: () => void): void;
  /** The run is in memory again. */
  takeOver(runId: string): void;
  /** It got on: it does not stand still any more. */
  recovered(runId: string): void;
  stalled(runId: string): Failure | undefined;
  /** Nothing is tried again. */
  close(): void;
};

export function createConclusions(parts: LiveRunParts, live: Map<string, LiveRun>): RunConclusions {
  const stalled = createStalledRuns(parts.onStalled);
  const afterParking = new Map<string, () => void>();
  let isClosing = false;

  /** A run that has parked may be back already. */
  function leave(runId: string, entry: LiveRun): void {
    if (live.get(runId) === entry) live.delete(runId);
  }

  function left(runId: string, entry: LiveRun): (() => void) | undefined {
    stalled.recovered(runId);
    leave(runId, entry);
    const takeUp = afterParking.get(runId);
    afterParking.delete(runId);
    return takeUp;
  }

  async function conclude(scope: RunScope, entry: LiveRun, ending: Ending): Promise<void> {
    const { runId } = scope;
    if (ending.kind === 'stalled') {
      leave(runId, entry);
      if (!isClosing) stalled.add(runId, ending.error, () => parts.takeUp(runId));
      return;
    }
    const begun = ending.kind === 'completed' ? entry.ending : undefined;
    entry.ending = undefined;
    try {
      await (begun ?? finish(parts, scope, entry, ending));
    } catch (error) {
      if (!isOfDatabase(error)) throw error;
      // It is over, and stays so: all that is left to do is to write that down.
      entry.unwritten = toFailure(error);
      if (!isClosing) stalled.add(runId, entry.unwritten, () => void conclude(scope, entry, ending));
      return;
    }
    entry.unwritten = undefined;
    const takeUp = left(runId, entry);
    if (ending.kind !== 'parked') return;
    entry.hasParked = true;
    takeUp?.();
  }

  return {
    conclude,
    foresee: (scope, entry, isPure) => {
      const ended = isPure ? parts.forgetPermissions(scope.runId) : parts.endPermissions(scope.runId);
      entry.ending = Promise.all([ended, parts.record([completion(scope)])]).then(() => undefined);
      // What became of it is looked at when the run has ended.
      entry.ending.catch(() => undefined);
    },
    ...{ left, leave },
    onceParked: (runId, callback) => {
      if (live.has(runId)) afterParking.set(runId, callback);
      else callback();
    },
    takeOver: stalled.takeOver,
    recovered: stalled.recovered,
    stalled: (runId) => (live.has(runId) ? live.get(runId)?.unwritten : stalled.error(runId)),
    close: () => {
      isClosing = true;
      stalled.stop();
    },
  };
}

export function completion({ runId, conversationId }: RunScope): EventDraft {
  return { type: 'run.completed', scope: conversationId ? { runId, conversationId } : { runId }, payload: {} };
}

async function finish(
  { record, endPermissions, undoFailed }: LiveRunParts,
  { runId, conversationId }: RunScope,
  { onFailure }: LiveRun,
  ending: Exclude<Ending, { kind: 'stalled' }>,
): Promise<void> {
  if (ending.kind === 'interrupted') return;
  if (ending.kind === 'parked') return void (await record([{ type: 'run.parked', scope: { runId }, payload: {} }]));
  const scope = { runId, ...(conversationId ? { conversationId } : {}) };
  const end = { ...endingEvent(ending), scope } as EventDraft;
  if (ending.kind === 'failed' && onFailure === 'undo') {
    // What it may do holds until it has been taken back.
    await record([end, { type: 'run.undoing', scope, payload: { because: 'failed' } }]);
    return undoFailed(runId);
  }
  await endPermissions(runId);
  await record([end]);
}
