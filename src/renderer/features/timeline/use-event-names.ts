import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { EventScope } from '../../../contract/event.ts';
import { topTask } from '../../../contract/task-path.ts';
import { useHeron } from '../../app/heron-context.ts';
import { titleOf } from '../runs/task-rows.ts';
import { useActionFacts } from '../runs/use-run.ts';
import { nameOf } from '../workers/store.ts';
import type { EventNames } from './sentence.ts';

/** Titles from the plans that the page has come by, names from the manifests. */
export function useEventNames(): EventNames {
  const { runs, timeline, workers } = useHeron();
  const plans = useStore(timeline.state, (state) => state.plans);
  const open = useStore(runs.state, (state) => state.open);
  const list = useStore(workers.state, (state) => state.workers);
  const factsOf = useActionFacts();
  return useMemo(
    () => ({
      taskTitle: ({ runId, taskId }: EventScope) => {
        const plan = runId ? (plans[runId] ?? open[runId]?.run?.plan) : undefined;
        const top = taskId === undefined ? undefined : topTask(taskId);
        const task = plan?.tasks.find(({ id }) => id === top);
        if (!task || taskId === undefined || top === undefined) return undefined;
        const title = titleOf(task, (ref) => factsOf(ref)?.title ?? ref);
        return taskId === top ? title : `${title} ${taskId.slice(top.length)}`;
      },
      workerName: (workerId: string) => {
        const worker = list.find(({ id }) => id === workerId);
        return worker ? nameOf(worker) : workerId;
      },
    }),
    [plans, open, list, factsOf],
  );
}
