import { bodiesOf, type Task } from '../../../contract/plan-task.ts';
import type { Run, TaskState } from '../../../contract/runs.ts';
import type { Tone } from '../../ui/tone.ts';
import { t } from '../../../words/words.ts';

/** Whether there is something to take back, and nobody does it already. `changes` are those of files. */
export function canUndo(run: Run, changes: readonly { undone: boolean }[]): boolean {
  if (run.opened || run.undone || run.undoing) return false;
  return changes.some(({ undone }) => !undone) || hasCompensations(run);
}

/** Whether undoing would call anything; of tasks inside others the page knows only that they may have begun. */
export function hasCompensations({ plan, tasks }: Run): boolean {
  return plan.tasks.some((task) => {
    const { startedAt, compensation } = tasks[task.id] ?? {};
    if (startedAt === undefined) return false;
    if (task.undo && !task.forEach && !task.repeat) return compensation !== undefined && compensation.status !== 'done';
    return namesUndo(task);
  });
}

function namesUndo(task: Task): boolean {
  return task.undo !== undefined || bodiesOf(task).some(({ tasks }) => tasks.some(namesUndo));
}

/** How far the taking back of a step is, in a word; nothing before it begins. */
export function takenBackWord({ compensation }: TaskState): { text: string; tone: Tone } | undefined {
  switch (compensation?.status) {
    case 'running':
      return { text: t('Being taken back'), tone: 'accent' };
    case 'done':
      return { text: t('Taken back'), tone: 'neutral' };
    case 'failed':
      return { text: t('Not taken back'), tone: 'danger' };
    default:
      return undefined;
  }
}
