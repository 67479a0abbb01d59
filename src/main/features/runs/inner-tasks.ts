import type { Run, RunItem, TaskState } from '../../../contract/runs.ts';
import { topTask } from '../../../contract/task-path.ts';
import type { Scrubber } from '../../base/scrubber.ts';
import type { ItemRows } from '../../orchestrator/item-rows.ts';

/** Adds to a run's state, which is folded from the events of the plan's own tasks, what the table says of the tasks inside them. */
export function withInner(run: Run, items: ItemRows, seq: number, scrub?: Scrubber['json']): Run {
  const tasks = { ...run.tasks };
  for (const { id, progress } of items.around(run.id)) {
    const task = tasks[id];
    if (task?.progress && progress) tasks[id] = { ...task, progress };
  }
  const used = items.used(run.id, '');
  if (used) addUsed(run.id, tasks, items);
  if (run.endedAt === undefined) {
    const asking = items.asking(run.id);
    for (const { id, question } of scrub?.(asking) ?? asking) {
      const task = tasks[topTask(id)];
      if (task)
        tasks[task.id] = { ...task, asks: [...(task.asks ?? []), { taskId: id, ...(question ? { question } : {}) }] };
    }
  }
  return { ...run, tasks, seq, ...(used ? { used } : {}) };
}

function addUsed(runId: string, tasks: Run['tasks'], items: ItemRows): void {
  for (const task of Object.values(tasks)) {
    const used = items.used(runId, task.id);
    if (used) tasks[task.id] = { ...task, used };
  }
}

export function toItem({ awaited: _, woken: __, list: ___, ...item }: TaskState): RunItem {
  return item;
}
