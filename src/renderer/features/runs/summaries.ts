import type { AnyEvent } from '../../../contract/events.ts';
import { topTask } from '../../../contract/task-path.ts';
import type { RunStatus, RunSummary } from '../../../contract/runs.ts';
import { addUsage } from '../../../contract/usage.ts';

export type Summaries = Record<string, RunSummary>;

export function isUnderWay(status: RunStatus): boolean {
  return status === 'waiting' || status === 'running';
}

/** Newest first; ids sort by time of birth. */
export function newestFirst(summaries: Summaries): RunSummary[] {
  return Object.values(summaries).toSorted((a, b) => (a.id < b.id ? 1 : -1));
}

/** The run before in the same conversation. */
export function planBefore(
  summaries: Summaries,
  run: Pick<RunSummary, 'id' | 'conversationId'>,
): RunSummary | undefined {
  if (run.conversationId === undefined) return undefined;
  return newestFirst(summaries).find(({ id, conversationId }) => conversationId === run.conversationId && id < run.id);
}

/** What one event changes of a run's summary; the same object when it changes nothing. */
export function applyToSummary(summary: RunSummary | undefined, event: AnyEvent, counts: boolean) {
  // One that only looks for a schedule stands in no list.
  if (event.type === 'run.created') return event.payload.trigger?.kind === 'poll' ? undefined : begin(event);
  if (!summary) return undefined;
  const { taskId } = event.scope;
  if (taskId !== undefined && changesAsks.has(event.type))
    return applyToOne(withAsk(summary, taskId, event), event, counts);
  return applyToOne(summary, event, counts);
}

/** Whether a step waits for a word, and what ends that. */
const asking = new Set<AnyEvent['type']>(['task.blocked', 'task.uncertain']);
const changesAsks = new Set<AnyEvent['type']>([
  ...asking,
  ...(['task.answered', 'task.resolved', 'task.failed', 'task.skipped', 'task.cancelled', 'task.completed'] as const),
]);

function withAsk(summary: RunSummary, taskId: string, { type }: AnyEvent): RunSummary {
  const { asks = [], ...rest } = summary;
  if (!asking.has(type) && !asks.includes(taskId)) return summary;
  const left = asks.filter((path) => path !== taskId);
  const next = asking.has(type) ? [...left, taskId] : left;
  return next.length > 0 ? { ...rest, asks: next } : rest;
}

function applyToOne(summary: RunSummary, event: AnyEvent, counts: boolean): RunSummary {
  switch (event.type) {
    case 'run.started':
    case 'run.resumed':
      return withStatus(summary, 'running');
    case 'run.completed':
      return withStatus(summary, 'completed', event.at);
    case 'run.failed':
      return withStatus(summary, 'failed', event.at);
    case 'run.cancelled':
      return withStatus(summary, 'cancelled', event.at);
    case 'run.pinned': {
      const { pinned: _, ...rest } = summary;
      return event.payload.isPinned ? { ...rest, pinned: true as const } : rest;
    }
    case 'run.undone':
      return { ...summary, undone: true };
    case 'task.used':
      return counts ? { ...summary, used: addUsage(summary.used, event.payload.used) } : summary;
    case 'task.completed':
      return counts && isOuter(event) ? countTask(summary, 'completed') : summary;
    case 'task.failed':
      return counts && isOuter(event) ? countTask(summary, 'failed') : summary;
    default:
      return summary;
  }
}

function begin(event: Extract<AnyEvent, { type: 'run.created' }>): RunSummary | undefined {
  const { runId, conversationId } = event.scope;
  if (!runId) return undefined;
  const { plan, source } = event.payload;
  return {
    id: runId,
    title: plan.title,
    status: 'waiting',
    source,
    conversationId,
    createdAt: event.at,
    tasks: { total: plan.tasks.length, completed: 0, failed: 0 },
    undone: false,
  };
}

/** A run that has ended asks nothing. */
function withStatus({ asks, ...summary }: RunSummary, status: RunStatus, endedAt?: number): RunSummary {
  const waiting = endedAt === undefined && asks ? { asks } : {};
  return { ...summary, status, ...waiting, ...(endedAt === undefined ? {} : { endedAt }) };
}

/** Only the plan's own tasks are counted. */
function isOuter({ scope: { taskId } }: AnyEvent): boolean {
  return taskId !== undefined && topTask(taskId) === taskId;
}

function countTask(summary: RunSummary, outcome: 'completed' | 'failed'): RunSummary {
  return { ...summary, tasks: { ...summary.tasks, [outcome]: summary.tasks[outcome] + 1 } };
}
