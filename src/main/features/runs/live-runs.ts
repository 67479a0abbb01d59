import type { AnyEvent } from '../../../contract/events.ts';
import type { Json } from '../../../contract/json.ts';
import type { Plan } from '../../../contract/plan.ts';
import type { Run, WhenMissing } from '../../../contract/runs.ts';
import { toFailure } from '../../base/errors.ts';
import type { Clock } from '../../base/clock.ts';
import type { EventDraft } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import { inTrace, spanPlaces, traceContext, type TraceContext } from '../../base/trace-context.ts';
import type { Catalogue } from '../../orchestrator/catalogue.ts';
import type { ClassLimits } from '../../orchestrator/class-limits.ts';
import { executePlan } from '../../orchestrator/execute-plan.ts';
import {
  type Attempt,
  type Decision,
  type Ending,
  RunStop,
  type WorkerCallName,
  type WorkerNeed,
} from '../../orchestrator/execution.ts';
import type { ItemRows } from '../../orchestrator/item-rows.ts';
import type { KeyLocks } from '../../orchestrator/key-locks.ts';
import type { Waits } from '../../orchestrator/waits.ts';
import { createAwaitedWords } from './awaited-words.ts';
import type { RunStore } from './store.ts';

/** The part of a run that permissions and workers must know. */
export type RunScope = { runId: string; conversationId?: string; unattended: boolean; whenMissing?: WhenMissing };

export type LiveRunParts = {
  store: RunStore;
  logger: Logger;
  record: (drafts: EventDraft[]) => Promise<AnyEvent[]>;
  items: ItemRows;
  waits: Waits;
  keys: KeyLocks;
  clock: Clock;
  random: () => number;
  catalogue: Catalogue;
  limits: ClassLimits;
  callWorker: (attempt: Attempt, scope: RunScope) => Promise<Json>;
  ensure: (scope: RunScope, needs: WorkerNeed[], signal: AbortSignal, calls?: WorkerCallName[]) => Promise<void>;
  endPermissions: (runId: string) => Promise<void>;
  /** The trace that a run belongs to. */
  traceOf: (runId: string) => string;
};

export type LiveRuns = {
  launch(scope: RunScope, plan: Plan, previous: Run | undefined): void;
  /** Calls back when a run is out of memory: at once, or when it has parked. */
  onceParked(runId: string, callback: () => void): void;
  has(runId: string): boolean;
  isAny(): boolean;
  /** Resolves when everything the run started has ended and that is recorded. */
  stop(runId: string, reason: RunStop): Promise<void>;
  decide(runId: string, taskId: string, decision: Decision): void;
  answer(runId: string, taskId: string, answer: string): void;
  /** Whether a task of a run in memory waits for an answer. */
  awaitsAnswer(runId: string, taskId: string): boolean;
  interruptAll(): Promise<void>;
};

/** The runs that are going on in this process. */
export function createLiveRuns(parts: LiveRunParts): LiveRuns {
  const live = new Map<string, { stop: AbortController; ended: Promise<void> }>();
  const afterParking = new Map<string, () => void>();
  const decisions = createAwaitedWords<Decision>('a decision');
  const answers = createAwaitedWords<string>('an answer');

  /** A run that has parked may be back already. */
  function leave(runId: string, entry: object): void {
    if (live.get(runId) === entry) live.delete(runId);
  }

  function launch(scope: RunScope, plan: Plan, previous: Run | undefined): void {
    const stop = new AbortController();
    const entry = { stop, ended: Promise.resolve() };
    live.set(scope.runId, entry);
    entry.ended = inTrace(contextOf(parts, scope.runId), () =>
      executePlan({
        ...parts,
        runId: scope.runId,
        plan,
        previous,
        callWorker: (attempt) => parts.callWorker(attempt, scope),
        ensure: (needs, signal, calls) => parts.ensure(scope, needs, signal, calls),
        decide: (taskId, signal) => decisions.wait(scope.runId, taskId, signal),
        isAttended: !scope.unattended,
        awaitAnswer: (taskId, signal) => answers.wait(scope.runId, taskId, signal),
        signal: stop.signal,
      }),
    )
      .then(async (ending) => {
        await finish(parts, scope, ending);
        leave(scope.runId, entry);
        const takeUp = afterParking.get(scope.runId);
        afterParking.delete(scope.runId);
        if (ending.kind === 'parked') takeUp?.();
      })
      .catch((error: unknown) => {
        parts.logger.error(`The end of ${scope.runId} could not be recorded`, toFailure(error));
      })
      .finally(() => leave(scope.runId, entry));
  }

  return {
    launch,
    onceParked: (runId, callback) => {
      if (live.has(runId)) afterParking.set(runId, callback);
      else callback();
    },
    has: (runId) => live.has(runId),
    isAny: () => live.size > 0,
    stop: async (runId, reason) => {
      const run = live.get(runId);
      run?.stop.abort(reason);
      await run?.ended;
    },
    decide: decisions.give,
    answer: answers.give,
    awaitsAnswer: answers.isAwaited,
    interruptAll: async () => {
      for (const { stop } of live.values()) stop.abort(new RunStop('interrupted', 'Heron is closing'));
      await Promise.all([...live.values()].map(({ ended }) => ended));
    },
  };
}

/** What is done for a run is part of its trace, also when it is taken up without any call. */
function contextOf({ traceOf }: LiveRunParts, runId: string): TraceContext {
  return { ...traceContext(), traceId: traceOf(runId), spanId: spanPlaces.run(runId) };
}

async function finish(
  { record, endPermissions }: LiveRunParts,
  { runId, conversationId }: RunScope,
  ending: Ending,
): Promise<void> {
  if (ending.kind === 'interrupted') return;
  if (ending.kind === 'parked') return void (await record([{ type: 'run.parked', scope: { runId }, payload: {} }]));
  await endPermissions(runId);
  await record([
    { ...endingEvent(ending), scope: { runId, ...(conversationId ? { conversationId } : {}) } } as EventDraft,
  ]);
}

function endingEvent(ending: Exclude<Ending, { kind: 'interrupted' | 'parked' }>): Omit<EventDraft, 'scope'> {
  switch (ending.kind) {
    case 'completed':
      return { type: 'run.completed', payload: {} };
    case 'failed':
      return { type: 'run.failed', payload: { error: ending.error } };
    case 'cancelled':
      return { type: 'run.cancelled', payload: { reason: ending.reason } };
  }
}
