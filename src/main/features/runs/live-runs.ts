import type { Json } from '../../../contract/json.ts';
import type { Plan } from '../../../contract/plan.ts';
import type { Run, WhenMissing } from '../../../contract/runs.ts';
import { toFailure } from '../../base/errors.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
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
import { createAwaitedWords } from './awaited-words.ts';
import type { RunStore } from './store.ts';

/** The part of a run that permissions and workers must know. */
export type RunScope = { runId: string; conversationId?: string; unattended: boolean; whenMissing?: WhenMissing };

export type LiveRunParts = {
  store: RunStore;
  events: EventLog;
  logger: Logger;
  catalogue: Catalogue;
  limits: ClassLimits;
  callWorker: (attempt: Attempt, scope: RunScope) => Promise<Json>;
  ensure: (scope: RunScope, needs: WorkerNeed[], signal: AbortSignal, calls?: WorkerCallName[]) => Promise<void>;
  endPermissions: (runId: string) => Promise<void>;
};

export type LiveRuns = {
  launch(scope: RunScope, plan: Plan, previous: Run | undefined): void;
  has(runId: string): boolean;
  /** Resolves when everything the run started has ended and that is recorded. */
  stop(runId: string, reason: RunStop): Promise<void>;
  decide(runId: string, taskId: string, decision: Decision): void;
  answer(runId: string, taskId: string, answer: string): void;
  interruptAll(): Promise<void>;
  record: (drafts: EventDraft[]) => Promise<unknown>;
};

/** The runs that are going on in this process. */
export function createLiveRuns(parts: LiveRunParts): LiveRuns {
  const live = new Map<string, { stop: AbortController; ended: Promise<void> }>();
  const decisions = createAwaitedWords<Decision>('a decision');
  const answers = createAwaitedWords<string>('an answer');
  const record = (drafts: EventDraft[]): Promise<unknown> =>
    parts.events.append(drafts, (events) => events.forEach(parts.store.apply));

  async function finish({ runId, conversationId }: RunScope, ending: Ending): Promise<void> {
    if (ending.kind === 'interrupted') return;
    await parts.endPermissions(runId);
    await record([
      { ...endingEvent(ending), scope: { runId, ...(conversationId ? { conversationId } : {}) } } as EventDraft,
    ]);
  }

  return {
    launch: (scope, plan, previous) => {
      const stop = new AbortController();
      const ended = executePlan({
        ...parts,
        runId: scope.runId,
        plan,
        previous,
        record,
        callWorker: (attempt) => parts.callWorker(attempt, scope),
        ensure: (needs, signal, calls) => parts.ensure(scope, needs, signal, calls),
        decide: (taskId, signal) => decisions.wait(scope.runId, taskId, signal),
        isAttended: !scope.unattended,
        awaitAnswer: (taskId, signal) => answers.wait(scope.runId, taskId, signal),
        signal: stop.signal,
      })
        .then((ending) => finish(scope, ending))
        .catch((error: unknown) => {
          parts.logger.error(`The end of ${scope.runId} could not be recorded`, toFailure(error));
        })
        .finally(() => live.delete(scope.runId));
      live.set(scope.runId, { stop, ended });
    },
    has: (runId) => live.has(runId),
    stop: async (runId, reason) => {
      const run = live.get(runId);
      run?.stop.abort(reason);
      await run?.ended;
    },
    decide: decisions.give,
    answer: answers.give,
    interruptAll: async () => {
      for (const { stop } of live.values()) stop.abort(new RunStop('interrupted', 'Heron is closing'));
      await Promise.all([...live.values()].map(({ ended }) => ended));
    },
    record,
  };
}

function endingEvent(ending: Exclude<Ending, { kind: 'interrupted' }>): Omit<EventDraft, 'scope'> {
  switch (ending.kind) {
    case 'completed':
      return { type: 'run.completed', payload: {} };
    case 'failed':
      return { type: 'run.failed', payload: { error: ending.error } };
    case 'cancelled':
      return { type: 'run.cancelled', payload: { reason: ending.reason } };
  }
}
