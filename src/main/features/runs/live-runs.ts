import type { ModelAnswered } from '../../../contract/agents.ts';
import type { Failure } from '../../../contract/errors.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import type { Plan } from '../../../contract/plan.ts';
import type { Run } from '../../../contract/runs.ts';
import type { RunWebhooks } from '../../../contract/webhooks.ts';
import { HeronError, isOfDatabase, toFailure } from '../../base/errors.ts';
import type { EventDraft } from '../../base/event-log.ts';
import { inTrace, spanPlaces, traceContext, type TraceContext } from '../../base/trace-context.ts';
import { executePlan } from '../../orchestrator/execute-plan.ts';
import {
  type AgentQuestion,
  type Decision,
  type Ending,
  type ExecutionParts,
  RunStop,
} from '../../orchestrator/execution.ts';
import { changesNothing, isPure } from '../../orchestrator/pure-plan.ts';
import { createKeyLocks } from '../../orchestrator/key-locks.ts';
import { workOutPlan } from '../../orchestrator/work-out-plan.ts';
import { type AwaitedWords, createAwaitedWords } from './awaited-words.ts';
import { createEarlyWords, type EarlyWords } from './early-words.ts';
import type { LiveRunParts, RunScope } from './live-run-parts.ts';
import { completion, createConclusions, type LiveRun, type RunConclusions } from './run-conclusions.ts';

export type Launch = {
  scope: RunScope;
  plan: Plan;
  /** The run so far, when it is taken up again. */
  previous?: Run | undefined;
  webhooks?: RunWebhooks | undefined;
  /** The trace it belongs to; absent: as is on record. */
  traceId?: string | undefined;
};

export type LiveRuns = {
  launch(launch: Launch): void;
  /** Calls back when a run is out of memory: at once, or when it has parked. */
  onceParked(runId: string, callback: () => void): void;
  has(runId: string): boolean;
  /** Why a run stands still at the moment, if it does. */
  stalled(runId: string): Failure | undefined;
  isAny(): boolean;
  /**
   * Resolves when everything the run started has ended and that is recorded: `true`; or it has parked in this moment, and goes on when it is
   * taken up: `false`. Errors: `storage` when it will be recorded later.
   */
  stop(runId: string, reason: RunStop): Promise<boolean>;
  /** Resolves when nothing of a run is left that could not be put on record; it is not tried again. */
  forget(runId: string): Promise<void>;
  /** Resolves when the decision is on record. */
  decide(runId: string, taskId: string, decision: Decision): Promise<void>;
  /** Resolves when the answer is on record. */
  answer(runId: string, taskId: string, answer: string): Promise<void>;
  /** Whether a task of a run in memory waits for an answer. */
  awaitsAnswer(runId: string, taskId: string): boolean;
  /** Puts an answer on record that nothing waits for yet; its task takes it from here, unless its run is launched with it. */
  keepAnswer(runId: string, taskId: string, answer: string, record: () => Promise<unknown>): Promise<void>;
  interruptAll(): Promise<void>;
};

/** A little room may do for a start, and not for what comes of it. */
const isProgress = new Set<string>(['task.completed', 'task.failed', 'task.skipped']);

async function stopOne(run: LiveRun | undefined, reason: RunStop): Promise<boolean> {
  if (!run) return true;
  run.abort(reason);
  await run.ended;
  const why = run.unwritten?.message;
  if (why === undefined) return !run.hasParked;
  throw new HeronError('storage', `${why}; the run is stopped, which is noted when Heron can write again`);
}

async function forgetRun(run: LiveRun | undefined, isTriedNoMore: () => void): Promise<void> {
  run?.abort(new RunStop('interrupted', 'it could not be put on record'));
  await run?.ended;
  isTriedNoMore();
}

/** What people say to tasks. */
type Words = { decisions: AwaitedWords<Decision>; answers: AwaitedWords<string>; early: EarlyWords<string> };

function createWords(): Words {
  return {
    decisions: createAwaitedWords<Decision>('a decision'),
    answers: createAwaitedWords<string>('an answer'),
    early: createEarlyWords<string>(),
  };
}

type Execute = (launched: Launch, entry: LiveRun, stopped: AbortSignal) => Promise<Ending>;

/** What takes a run from step to step. */
function createExecuting(
  parts: LiveRunParts,
  { decisions, answers, early }: Words,
  conclusions: RunConclusions,
): Execute {
  const keys = createKeyLocks();

  /** What is on record. */
  function heed({ type, scope: { runId = '', taskId = '' } }: AnyEvent): void {
    if (type === 'task.answered') answers.recorded(runId, taskId);
    else if (type === 'task.resolved') decisions.recorded(runId, taskId);
    else if (isProgress.has(type)) conclusions.recovered(runId);
  }

  return (launched, entry, stopped) => {
    const { scope, plan, previous, webhooks = previous?.webhooks, traceId } = launched;
    return inTrace(contextOf(parts, scope.runId, traceId), () =>
      executePlan({
        ...{ ...parts, keys, runId: scope.runId, plan, previous, webhooks },
        onDone: foreseeing(parts, plan, (pure) => conclusions.foresee(scope, entry, pure)),
        record: async (...recording) => {
          const events = await parts.record(...recording);
          events.forEach(heed);
          return events;
        },
        callWorker: (attempt) => parts.callWorker(attempt, scope),
        ...agentsIn(parts, scope),
        ensure: (needs, signal, calls) => parts.ensure(scope, needs, signal, calls),
        decide: (taskId, signal) => decisions.wait(scope.runId, taskId, signal),
        isAttended: !scope.unattended,
        answerBefore: (taskId) => early.take(scope.runId, taskId),
        awaitAnswer: (taskId, signal) => answers.wait(scope.runId, taskId, signal),
        signal: stopped,
      }),
    );
  };
}

/** Resolves when all that a run did, and its end, is on record. */
function putOnRecord(
  { forgetPermissions, record }: LiveRunParts,
  scope: RunScope,
  did: EventDraft[],
): Promise<unknown> {
  forgetPermissions(scope.runId);
  return record([...did, completion(scope)]);
}

/** The runs that are going on in this process. */
export function createLiveRuns(parts: LiveRunParts): LiveRuns {
  const live = new Map<string, LiveRun>();
  const conclusions = createConclusions(parts, live);
  const words = createWords();
  const { decisions, answers, early } = words;
  const execute = createExecuting(parts, words, conclusions);

  function launch(launched: Launch): void {
    const { scope, plan, previous } = launched;
    const { runId, conversationId } = scope;
    // A run of a conversation begins with what that has read.
    const whole = previous || conversationId ? undefined : workOutPlan(runId, plan);
    if (whole) {
      // It cannot be stopped in between.
      let stopped: RunStop | undefined;
      const entry = enter(launched, (reason) => void (stopped = reason));
      entry.ended = putOnRecord(parts, scope, whole).then(
        () => void conclusions.left(runId, entry),
        (error: unknown) => concluded(scope, entry, Promise.resolve(endingOf(error, stopped))),
      );
      return;
    }
    const stop = new AbortController();
    const entry = enter(launched, (reason) => stop.abort(reason));
    const wordsStopped = (): void => [decisions, answers, early].forEach((each) => each.stopped(runId));
    entry.ended = concluded(scope, entry, execute(launched, entry, stop.signal)).finally(wordsStopped);
  }

  function enter({ scope: { runId }, plan: { onFailure } }: Launch, abort: LiveRun['abort']): LiveRun {
    const entry: LiveRun = { abort, ended: Promise.resolve(), onFailure };
    live.set(runId, entry);
    conclusions.takeOver(runId);
    early.stopped(runId);
    return entry;
  }

  async function concluded(scope: RunScope, entry: LiveRun, going: Promise<Ending>): Promise<void> {
    try {
      await conclusions.conclude(scope, entry, await going);
    } catch (error) {
      parts.logger.error(`The end of ${scope.runId} could not be recorded`, toFailure(error));
      conclusions.leave(scope.runId, entry);
    }
  }

  return {
    launch,
    onceParked: conclusions.onceParked,
    has: (runId) => live.has(runId),
    isAny: () => live.size > 0,
    stop: (runId, reason) => stopOne(live.get(runId), reason),
    forget: (runId) => forgetRun(live.get(runId), () => conclusions.recovered(runId)),
    stalled: conclusions.stalled,
    ...{ decide: decisions.give, answer: answers.give, awaitsAnswer: answers.isAwaited, keepAnswer: early.keep },
    interruptAll: async () => {
      conclusions.close();
      for (const { abort } of live.values()) abort(new RunStop('interrupted', 'Heron is closing'));
      await Promise.all([...live.values()].map(({ ended }) => ended));
    },
  };
}

/** Of a run that was worked out and could not be put on record: nothing of it has happened. */
function endingOf(error: unknown, stop: RunStop | undefined): Ending {
  const failure = toFailure(error);
  if (stop?.kind === 'cancelled') return { kind: 'cancelled', reason: stop.message };
  if (stop) return { kind: 'interrupted' };
  if (!isOfDatabase(error)) return { kind: 'failed', error: failure };
  return { kind: 'stalled', error: { code: 'storage', message: failure.message } };
}

/** What is to be done when all of it is done, if its end need not wait until that is on record. */
function foreseeing(
  { catalogue }: LiveRunParts,
  plan: Plan,
  foresee: (pure: boolean) => void,
): (() => void) | undefined {
  if (isPure(plan.tasks)) return () => foresee(true);
  return changesNothing(plan, catalogue) ? () => foresee(false) : undefined;
}

function agentsIn(
  parts: LiveRunParts,
  scope: RunScope,
): Required<Pick<ExecutionParts, 'askAgent' | 'hear' | 'narrow'>> {
  return {
    askAgent: (question) => askIn(parts, question, scope),
    hear: (path) => parts.hear?.(scope, path),
    narrow: (path, policies) => parts.narrow?.(scope.runId, path, policies),
  };
}

async function askIn({ askAgent }: LiveRunParts, question: AgentQuestion, scope: RunScope): Promise<ModelAnswered> {
  if (askAgent) return askAgent(question, scope);
  throw new HeronError('unsupported', 'There is no model that an agent could ask');
}

/** What is done for a run is part of its trace, also when it is taken up without any call. */
function contextOf({ traceOf }: LiveRunParts, runId: string, traceId = traceOf(runId)): TraceContext {
  return { ...traceContext(), traceId, spanId: spanPlaces.run(runId) };
}
