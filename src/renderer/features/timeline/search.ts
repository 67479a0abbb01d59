import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Plan } from '../../../contract/plan.ts';
import { bodiesOf, type Task } from '../../../contract/plan-task.ts';
import type { TaskStatus } from '../../../contract/runs.ts';
import type { Failure } from '../../../contract/errors.ts';
import { useHeron } from '../../app/heron-context.ts';
import { failureOf } from '../../engine/failure.ts';
import { titleOf } from '../runs/task-rows.ts';
import { useActionTitle } from '../runs/use-run.ts';

export type StatusGroup = 'failed' | 'running' | 'asking' | 'skipped';

export const statusGroups: { value: StatusGroup; label: string; statuses: TaskStatus[] }[] = [
  { value: 'failed', label: 'Failed', statuses: ['failed'] },
  { value: 'running', label: 'Running', statuses: ['running'] },
  { value: 'asking', label: 'Needs you', statuses: ['blocked', 'uncertain'] },
  { value: 'skipped', label: 'Skipped', statuses: ['skipped', 'cancelled'] },
];

export type Search = { text: string; groups: StatusGroup[] };

export function isSearching({ text, groups }: Search): boolean {
  return text.trim() !== '' || groups.length > 0;
}

export type Found = {
  paths: string[];
  hasMore: boolean;
  isRead: boolean;
  failure: Failure | undefined;
  readMore: () => void;
};

const nothing = { paths: [], hasMore: false, isRead: false, failure: undefined };

/** Tasks of a run, inner ones too, as the engine finds them; page after page as one scrolls. `again` grows while the run goes on. */
export function useFound(runId: string, plan: Plan, { text, groups }: Search, again: number): Found {
  const { engine } = useHeron();
  const actionTitle = useActionTitle();
  const [found, setFound] = useState<Omit<Found, 'readMore'>>(nothing);
  const wanted = useMemo(() => {
    const statuses = statusGroups.filter(({ value }) => groups.includes(value)).flatMap((group) => group.statuses);
    const words = text.trim();
    return {
      runId,
      ...(statuses.length > 0 ? { statuses } : {}),
      ...(words === '' ? {} : { text: words, named: idsByTitle(plan.tasks, words.toLowerCase(), actionTitle) }),
    };
  }, [runId, plan, text, groups, actionTitle]);
  const isOn = isSearching({ text, groups });
  useEffect(() => {
    if (!isOn) return setFound(nothing);
    let isOld = false;
    engine.client.timeline.find(wanted).then(
      (page) => !isOld && setFound({ ...page, isRead: true, failure: undefined }),
      (error: unknown) => !isOld && setFound((before) => ({ ...before, failure: failureOf(error) })),
    );
    return () => {
      isOld = true;
    };
  }, [engine, wanted, isOn, again]);
  const readMore = useCallback(() => {
    const after = found.paths.at(-1);
    if (!found.hasMore || after === undefined) return;
    setFound((before) => ({ ...before, hasMore: false }));
    engine.client.timeline.find({ ...wanted, after, limit: 1000 }).then(
      (page) => setFound((before) => ({ ...before, ...page, paths: [...before.paths, ...page.paths] })),
      (error: unknown) => setFound((before) => ({ ...before, failure: failureOf(error) })),
    );
  }, [engine, wanted, found]);
  return { ...found, readMore };
}

/** The ids of tasks whose titles hold the text, wherever they are in the plan. */
export function idsByTitle(tasks: readonly Task[], text: string, actionTitle: (ref: string) => string): string[] {
  const found = new Set<string>();
  const look = (list: readonly Task[]): void => {
    for (const task of list) {
      if (titleOf(task, actionTitle).toLowerCase().includes(text)) found.add(task.id);
      for (const body of bodiesOf(task)) look(body.tasks);
    }
  };
  look(tasks);
  return [...found];
}
