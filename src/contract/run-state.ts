import type { AnyEvent } from './events.ts';
import type { Run, TaskState } from './runs.ts';
import { aroundPath, topTask } from './task-path.ts';
import { addUsage } from './usage.ts';

/**
 * A run's state is the fold of its durable events, in order. The engine, a screen that replays and a test all use
 * this one step. It copies what it changes, so states of different moments can be kept side by side.
 */
export function applyRunEvent(run: Run | undefined, event: AnyEvent): Run | undefined {
  const next = step(run, event, (current, task) => ({ ...current, tasks: { ...current.tasks, [task.id]: task } }));
  return next && isNews(next, event) ? { ...next, seq: event.seq } : next;
}

/**
 * Many events at once, onto nothing or onto a state that stays as it is; one copy, changed in place, so a plan of
 * 10,000 tasks folds in linear time.
 */
export function foldRun(events: Iterable<AnyEvent>, from?: Run): Run | undefined {
  let run = from && { ...from, tasks: { ...from.tasks } };
  for (const event of events) {
    run = step(run, event, (current, task) => {
      current.tasks[task.id] = task;
      return current;
    });
    if (run && isNews(run, event)) run.seq = event.seq;
  }
  return run;
}

/** What a state holds already is not counted twice. */
function isNews(run: Run, { seq, scope }: AnyEvent): boolean {
  return seq !== undefined && scope.runId === run.id && seq > (run.seq ?? 0);
}

function step(run: Run | undefined, event: AnyEvent, withTask: (run: Run, task: TaskState) => Run): Run | undefined {
  if (event.type === 'run.created') return beginRun(event);
  if (run && event.type === 'run.stalled' && event.scope.runId === run.id) {
    return { ...run, stalled: event.payload.error };
  }
  if (!run || !isNews(run, event)) return run;
  if (run.stalled || (run.isParked && event.type !== 'run.pinned')) {
    const { stalled: _, isParked: __, ...going } = run;
    return step(going, event, withTask);
  }
  if (event.type === 'task.used') run = { ...run, used: addUsage(run.used, event.payload.used) };
  const path = event.scope.taskId;
  if (!event.type.startsWith('task.') || !path) return applyLifeCycle(run, event);
  const task = run.tasks[topTask(path)];
  if (!task) return run;
  const changed = task.id === path ? applyTaskEvent(task, event) : applyInnerEvent(task, path, event);
  return changed === task ? run : withTask(run, changed);
}

function beginRun(event: Extract<AnyEvent, { type: 'run.created' }>): Run | undefined {
  const { runId, conversationId } = event.scope;
  if (!runId) return undefined;
  const { plan, source, unattended, whenMissing, origin, estimate, webhooks, trigger, workflow, spawnedBy } =
    event.payload;
  const tasks: Record<string, TaskState> = {};
  for (const task of plan.tasks) tasks[task.id] = { id: task.id, status: 'waiting', attempt: 0 };
  return {
    id: runId,
    status: 'waiting',
    plan,
    source,
    conversationId,
    unattended,
    ...(whenMissing ? { whenMissing } : {}),
    ...(origin ? { origin } : {}),
    ...(estimate ? { estimate } : {}),
    ...(webhooks ? { webhooks } : {}),
    ...(trigger ? { trigger } : {}),
    ...(workflow ? { workflow } : {}),
    ...(spawnedBy ? { spawnedBy } : {}),
    tasks,
    createdAt: event.at,
    traceId: event.traceId,
    undone: false,
  };
}

function applyLifeCycle(run: Run, event: AnyEvent): Run {
  switch (event.type) {
    case 'run.forked':
      return run.origin ? { ...run, origin: { ...run.origin, kept: event.payload.kept } } : run;
    case 'run.started':
    case 'run.resumed':
      return { ...run, status: 'running' };
    case 'run.parked':
      return { ...run, isParked: true };
    case 'run.completed':
      return { ...run, status: 'completed', endedAt: event.at };
    case 'run.failed':
      return { ...run, status: 'failed', error: event.payload.error, endedAt: event.at, tasks: withoutWaiting(run) };
    case 'run.cancelled':
      return {
        ...run,
        status: 'cancelled',
        endedAt: event.at,
        tasks: withoutWaiting(run),
        error: { code: 'cancelled', message: event.payload.reason },
      };
    case 'run.pinned': {
      const { pinned: _, ...rest } = run;
      return event.payload.isPinned ? { ...rest, pinned: true } : rest;
    }
    case 'run.undoing':
      return { ...run, undoing: true };
    case 'run.undone': {
      const { undoing: _, ...rest } = run;
      return { ...rest, undone: true };
    }
    case 'run.handedOver':
      return { ...run, handedOver: event.payload };
    case 'run.overBudget':
      return { ...run, overBudget: event.payload };
    default:
      return run;
  }
}

/** When a run ends early, what never started is skipped, and what waited for something waits no longer. */
function withoutWaiting(run: Run): Run['tasks'] {
  const ended = Object.values(run.tasks).map((task) => {
    const isWaiting = task.status === 'waiting';
    if (isWaiting && task.attempt === 0) return { ...task, status: 'skipped' as const };
    const isOpen = isWaiting || task.status === 'blocked' || task.status === 'running';
    return isOpen ? { ...task, status: 'cancelled' as const } : task;
  });
  return Object.fromEntries(ended.map((task) => [task.id, task]));
}

/** What an event of a task inside says of the task around it: how far it is, and who waits for a person. */
export function applyInnerEvent(task: TaskState, path: string, event: AnyEvent): TaskState {
  if (event.type === 'task.used') return withUsed(task, event);
  const asked = withAsks(task, path, event);
  const { progress } = asked;
  if (!progress || aroundPath(path) !== task.id) return asked;
  const isFailed = event.type === 'task.failed' || (event.type === 'task.skipped' && event.payload.error !== undefined);
  if (!isFailed && event.type !== 'task.completed' && event.type !== 'task.skipped') return asked;
  return {
    ...asked,
    progress: { ...progress, done: progress.done + 1, failed: progress.failed + (isFailed ? 1 : 0) },
  };
}

function withAsks(task: TaskState, path: string, event: AnyEvent): TaskState {
  const isAsking = event.type === 'task.blocked' || event.type === 'task.uncertain';
  const others = task.asks?.filter(({ taskId }) => taskId !== path) ?? [];
  if (!isAsking && others.length === (task.asks?.length ?? 0)) return task;
  const own = event.type === 'task.blocked' ? { taskId: path, question: event.payload.question } : { taskId: path };
  const asks = isAsking ? [...others, own] : others;
  const { asks: _, ...rest } = task;
  return asks.length > 0 ? { ...rest, asks } : rest;
}

/** A task's state after one of its own events. */
export function applyTaskEvent(task: TaskState, event: AnyEvent): TaskState {
  switch (event.type) {
    case 'task.started':
      return {
        id: task.id,
        status: 'running',
        attempt: event.payload.attempt,
        ...(event.payload.action === undefined ? {} : { action: event.payload.action }),
        input: event.payload.input,
        ...(task.answer === undefined ? {} : { answer: task.answer }),
        ...lasting(task),
        startedAt: event.at,
      };
    case 'task.opened':
      return openTask(task, event);
    case 'task.modelAnswered':
      return event.seq === undefined ? task : { ...task, answered: event.seq };
    case 'task.completed':
      return completeTask(task, event);
    case 'task.partGiven':
      return { ...task, part: event.payload.output };
    case 'task.failed':
      return { ...task, status: 'failed', error: event.payload.error, endedAt: event.at };
    case 'task.skipped':
      return {
        ...task,
        status: 'skipped',
        ...(event.payload.error ? { error: event.payload.error } : {}),
        ...keptFrom(event.payload),
        endedAt: event.at,
      };
    case 'task.cancelled':
      return { ...task, status: 'cancelled', endedAt: event.at };
    case 'task.uncertain':
      return { ...task, status: 'uncertain' };
    case 'task.used':
      return withUsed(task, event);
    case 'task.resolved':
      return event.payload.decision === 'retry' ? { ...task, status: 'waiting' } : task;
    default:
      return applyCompensation(task, event) ?? applyPause(task, event);
  }
}

function completeTask(
  { part: _, ...task }: TaskState,
  event: Extract<AnyEvent, { type: 'task.completed' }>,
): TaskState {
  const { output, says } = event.payload;
  return { ...task, status: 'completed', output, says, ...keptFrom(event.payload), endedAt: event.at };
}

/** undefined for what is none of its events. */
function applyCompensation(task: TaskState, event: AnyEvent): TaskState | undefined {
  switch (event.type) {
    case 'task.compensable': {
      const { action, error } = event.payload;
      return { ...task, compensation: { action, status: 'possible', ...(error ? { error } : {}) } };
    }
    case 'task.compensating':
      return { ...task, compensation: { action: event.payload.action, status: 'running' } };
    case 'task.compensated':
      return { ...task, compensation: { action: event.payload.action, status: 'done' } };
    case 'task.uncompensated': {
      const { action, error } = event.payload;
      return { ...task, compensation: { action, status: 'failed', error } };
    }
    default:
      return undefined;
  }
}

function keptFrom(payload: { keptFrom?: string | undefined }): { keptFrom?: string } {
  return payload.keptFrom === undefined ? {} : { keptFrom: payload.keptFrom };
}

function openTask(task: TaskState, event: Extract<AnyEvent, { type: 'task.opened' }>): TaskState {
  const { attempt, total, case: chosen, input, list } = event.payload;
  return {
    id: task.id,
    status: 'running',
    attempt,
    ...(input === undefined ? {} : { input }),
    ...(chosen === undefined
      ? { progress: { ...(total === undefined ? {} : { total }), done: 0, failed: 0 } }
      : { case: chosen }),
    ...(list === undefined ? {} : { list: { ...list, seq: event.seq ?? 0 } }),
    ...lasting(task),
    startedAt: event.at,
  };
}

/** They outlive the attempts: how many are left must be known after each, and what all of them used. */
function lasting({ failures, used }: TaskState): Pick<TaskState, 'failures' | 'used'> {
  return { ...(failures === undefined ? {} : { failures }), ...(used ? { used } : {}) };
}

function withUsed(task: TaskState, { payload }: Extract<AnyEvent, { type: 'task.used' }>): TaskState {
  return { ...task, used: addUsage(task.used, payload.used) };
}

/** Questions, waits and what follows a failure. */
function applyPause(task: TaskState, event: AnyEvent): TaskState {
  switch (event.type) {
    case 'task.blocked': {
      const { attempt, question, error } = event.payload;
      return { ...task, status: 'blocked', attempt, question, ...(error ? { error } : {}) };
    }
    case 'task.answered': {
      const { question: _, ...rest } = task;
      const { answer } = event.payload;
      if (task.error === undefined) return { ...rest, status: 'waiting', answer };
      // Decided by a person: it begins anew, with all its attempts.
      const { failures: __, ...anew } = rest;
      return { ...anew, status: 'waiting', decision: answer };
    }
    case 'task.retried': {
      const { attempt, error, delayMs } = event.payload;
      const failures = (task.failures ?? 0) + 1;
      return { ...task, status: 'waiting', attempt, error, failures, retryAt: event.at + delayMs };
    }
    case 'task.caught':
      return { ...task, status: 'running', error: event.payload.error, caught: event.payload.by };
    case 'task.parked': {
      const { attempt, awaited } = event.payload;
      return { id: task.id, status: 'running', attempt, awaited, ...lasting(task), startedAt: event.at };
    }
    case 'task.woken': {
      const { awaited: _, ...rest } = task;
      return { ...rest, woken: event.payload };
    }
    default:
      return task;
  }
}
