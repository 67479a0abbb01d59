import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Plan } from '../../../contract/plan.ts';
import { bodiesOf, type Task } from '../../../contract/plan-task.ts';
import type { TaskStatus } from '../../../contract/runs.ts';
import type { Failure } from '../../../contract/errors.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { useQuery } from '../../engine/use-query.ts';
import { titleOf } from '../runs/task-rows.ts';
import { useActionTitle } from '../runs/use-run.ts';
import { t } from '../../../words/words.ts';

export type StatusGroup = 'failed' | 'running' | 'asking' | 'skipped';

export const statusGroups = (): { value: StatusGroup; label: string; statuses: TaskStatus[] }[] => [
  { value: 'failed', label: t('Failed'), statuses: ['failed'] },
  { value: 'running', label: t('Running'), statuses: ['running'] },
  { value: 'asking', label: t('Needs you'), statuses: ['blocked', 'uncertain'] },
  { value: 'skipped', label: t('Skipped'), statuses: ['skipped', 'cancelled'] },
];

export type Search = { text: string; groups: StatusGroup[] };

export function isSearching({ text, groups }: Search): boolean {
  return text.trim() !== '' || groups.length > 0;
}

type Page = { paths: string[]; hasMore: boolean };

export type Found = Page & { isRead: boolean; failure: Failure | undefined; readMore: () => void };

/** Tasks of a run, inner ones too, as the engine finds them; page after page as one scrolls. `again` grows while the run goes on. */
export function useFound(runId: string, plan: Plan, { text, groups }: Search, again: number): Found {
  const { engine } = useHeron();
  const actionTitle = useActionTitle();
  const wanted = useMemo(() => {
    const statuses = statusGroups()
      .filter(({ value }) => groups.includes(value))
      .flatMap((group) => group.statuses);
    const words = text.trim();
    return {
      runId,
      ...(statuses.length > 0 ? { statuses } : {}),
      ...(words === '' ? {} : { text: words, named: idsByTitle(plan.tasks, words.toLowerCase(), actionTitle) }),
    };
  }, [runId, plan, text, groups, actionTitle]);
  const isOn = isSearching({ text, groups });
  const load = useCallback(
    async (): Promise<Page | undefined> => (isOn ? engine.client.timeline.find(wanted) : undefined),
    [engine, wanted, isOn],
  );
  const { data: first, failure, reload } = useQuery(engine.state, load);
  useEffect(() => {
    if (again > 0) void reload();
  }, [reload, again]);
  const [more, setMore] = useState<Page & { first: Page }>();
  const page = (more && more.first === first ? more : first) ?? { paths: [], hasMore: false };
  const readOn = useAction(t('Could not search on'), async () => {
    const after = page.paths.at(-1);
    if (!first || !page.hasMore || after === undefined) return;
    const next = await engine.client.timeline.find({ ...wanted, after, limit: 1000 });
    setMore({ first, paths: [...page.paths, ...next.paths], hasMore: next.hasMore });
  });
  const readMore = (): void => {
    if (!readOn.isBusy) void readOn.run();
  };
  return { ...page, isRead: first !== undefined, failure, readMore };
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
