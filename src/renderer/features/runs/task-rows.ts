import { goesPastUndo, isLasting } from '../../../contract/manifest.ts';
import type { PermissionRequest } from '../../../contract/permissions.ts';
import { bodiesOf, type Task, whatOf } from '../../../contract/plan-task.ts';
import type { Run, RunSummary, TaskState, TaskStatus } from '../../../contract/runs.ts';
import { estimateText, usageTexts } from '../../../contract/usage.ts';
import type { StepState } from '../../ui/step-icon.tsx';
import { isOwnAnswer } from './advice.ts';
import { plural, t } from '../../../words/words.ts';

/** `isLasting`: what it does cannot be undone. `isPinned`: it was not done, what it gives was known. */
export type TaskRow = {
  task: Task;
  state: TaskState;
  title: string;
  step: StepState;
  isLasting: boolean;
  isPinned: boolean;
};

/** What a worker's manifest says of an action. */
export type ActionFacts = { title: string } & Parameters<typeof goesPastUndo>[0];

/** The plan's tasks in its order, each with how it is doing. */
export function taskRows(
  run: Run,
  pending: PermissionRequest[],
  factsOf: (ref: string) => ActionFacts | undefined,
): TaskRow[] {
  const pinned = new Set(run.workflow?.scenario?.pinned);
  const asking = new Set(pending.flatMap((request) => request.taskIds));
  return run.plan.tasks.map((task) => {
    const state = run.tasks[task.id] ?? { id: task.id, status: 'waiting', attempt: 0 };
    const isAsking = asking.has(task.id) && (state.status === 'waiting' || state.status === 'running');
    return {
      ...{ task, state, title: titleOf(task, (ref) => factsOf(ref)?.title ?? ref) },
      step: isAsking ? 'asking' : stepOf(state),
      isLasting: hasLastingAction(task, factsOf),
      isPinned: pinned.has(task.id),
    };
  });
}

/** What waits inside for a person's word is what one looks for first. */
function stepOf({ status, asks }: TaskState): StepState {
  return status === 'running' && asks && asks.length > 0 ? 'blocked' : status;
}

function hasLastingAction(task: Task, factsOf: (ref: string) => ActionFacts | undefined): boolean {
  const facts = task.action === undefined ? undefined : factsOf(task.action);
  if (facts && isLasting({ risk: facts.risk, isPastUndo: goesPastUndo(facts) }) && !task.undo) return true;
  return bodiesOf(task).some(({ tasks }) => tasks.some((inner) => hasLastingAction(inner, factsOf)));
}

/** What a step is called: by its author, or by what it does. */
export function titleOf(task: Task, actionTitle: (ref: string) => string): string {
  if (task.title !== undefined) return task.title;
  return task.action === undefined ? `${task.id} (${whatOf(task)})` : actionTitle(task.action);
}

/** What one looks for first in a long plan: what waits for the person, what went wrong, what goes on. */
const urgency: Record<StepState, number> = {
  asking: 0,
  blocked: 0,
  uncertain: 0,
  failed: 1,
  running: 2,
  waiting: 3,
  cancelled: 4,
  skipped: 4,
  completed: 5,
};

/** The few rows of a long plan that matter now, in the plan's order. */
export function mostUrgent(rows: TaskRow[], most: number): TaskRow[] {
  if (rows.length <= most) return rows;
  const isOver = ({ step }: TaskRow): boolean => urgency[step] >= urgency.cancelled;
  // Of what is over, the latest; of what is to come, the next.
  const byUrgency = [...rows.filter((row) => !isOver(row)), ...rows.filter(isOver).toReversed()];
  const chosen = new Set(byUrgency.toSorted((a, b) => urgency[a.step] - urgency[b.step]).slice(0, most));
  return rows.filter((row) => chosen.has(row));
}

/** Of the run as a whole. A no of the person's own is no fault. */
export function runStep({ status, error }: Pick<Run, 'status' | 'error'>, rows: TaskRow[]): StepState {
  if (status === 'failed' && error && isOwnAnswer(error)) return 'cancelled';
  if (status !== 'running' && status !== 'waiting') return status;
  if (rows.some(({ step }) => step === 'asking')) return 'asking';
  const open = rows.find(({ step }) => step === 'blocked' || step === 'uncertain');
  return open ? open.step : status;
}

const ended: TaskStatus[] = ['completed', 'failed', 'cancelled', 'skipped'];

export function endedCount(run: Run): number {
  return Object.values(run.tasks).filter(({ status }) => ended.includes(status)).length;
}

const authors = (): Record<RunSummary['source'], string> => ({
  rules: t('Planned by rules'),
  model: t('Planned by the model'),
  person: t('Planned by you'),
  agent: t('Spawned by an agent'),
});

type Facts = Pick<RunSummary, 'source' | 'tasks' | 'undone' | 'status' | 'opened' | 'used'> &
  Partial<Pick<Run, 'estimate' | 'plan'>>;

/** "Planned by rules", "2 of 3 steps", "1,204 tokens of 5,000", "undone". */
export function runFacts(summary: Facts): string[] {
  const { total, completed } = summary.tasks;
  const steps =
    completed === total
      ? plural(total, { one: '1 step', other: '{{count}} steps' })
      : plural(total, { one: '{{completed}} of 1 step', other: '{{completed}} of {{count}} steps' }, { completed });
  const facts = [
    // Of an opened run nobody here is the author.
    ...(summary.opened ? [] : [authors()[summary.source]]),
    steps,
    ...costFacts(summary),
  ];
  return summary.undone ? [...facts, t('undone')] : facts;
}

/** What its calls have used; before they used anything, what they are declared to. */
function costFacts({ used, estimate, plan }: Facts): string[] {
  if (used) return usageTexts(used, plan?.budget);
  return estimate ? [estimateText(estimate)] : [];
}
