import { useMemo } from 'react';
import { findInPlan } from '../../../contract/plan-place.ts';
import type { Plan } from '../../../contract/plan.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { lastSegment } from '../../../contract/task-path.ts';
import { titleOf } from '../runs/task-rows.ts';
import { useActionTitle } from '../runs/use-run.ts';
import type { TreeRow } from './tree.ts';
import { t } from '../../../words/words.ts';

export type RowTitle = {
  title: string;
  /** The task's id, where its title does not tell it from others. */
  id: string | undefined;
  /** Of an item that stands in the plan: the item. */
  about?: string | undefined;
};

export type TitleOf = (row: Pick<TreeRow, 'path' | 'part'>) => RowTitle;

/** `pinned`: tasks of the plan's own that were not done. */
export function useRowTitles(plan: Plan, pinned: readonly string[] = none): TitleOf {
  const actionTitle = useActionTitle();
  return useMemo(() => rememberedTitles(plan, actionTitle, pinned), [plan, actionTitle, pinned]);
}

/** More than ever are on the screen; what was scrolled past is made again. */
const mostTitles = 5000;

const none: readonly string[] = [];

function rememberedTitles(plan: Plan, actionTitle: (ref: string) => string, pinned: readonly string[]): TitleOf {
  const known = new Map<string, RowTitle>();
  return ({ path, part }) => {
    if (part !== undefined) return { title: part, id: undefined };
    const before = known.get(path);
    if (before) return before;
    if (known.size > mostTitles) known.clear();
    const found = titleIn(plan, path, actionTitle);
    const made = pinned.includes(path) ? { ...found, about: 'pinned' } : found;
    known.set(path, made);
    return made;
  };
}

function titleIn(plan: Plan, path: string, actionTitle: (ref: string) => string): RowTitle {
  const found = findInPlan(plan, path);
  const last = lastSegment(path);
  if (!found) return { title: last, id: undefined };
  if (found.role === 'item')
    return { title: t('Item {{last}}', { last }), id: undefined, about: itemText(found.task, Number(last)) };
  if (found.role === 'iteration') return { title: t('Iteration {{last}}', { last }), id: undefined };
  if (found.role === 'step') return { title: t('Step {{value}}', { value: Number(last) + 1 }), id: undefined };
  if (found.role === 'call') return { title: wordsOf(last), id: undefined };
  const { task } = found;
  const hasOwnTitle = task.title !== undefined || task.action === undefined;
  return { title: titleOf(task, actionTitle), id: hasOwnTitle ? undefined : task.id };
}

/** A call is named after its action: `web_fetch_page` is "Web fetch page". */
function wordsOf(id: string): string {
  const words = id.replaceAll('_', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

function itemText({ forEach }: Task, index: number): string | undefined {
  const item = Array.isArray(forEach?.in) && forEach.batch === undefined ? forEach.in[index] : undefined;
  return typeof item === 'string' || typeof item === 'number' ? String(item).slice(0, 80) : undefined;
}

/** "Resize › Item 12 › Copy". */
export function fullTitle(path: string, title: TitleOf): string {
  const segments = path.split('/');
  const names = segments.flatMap((segment, index) => {
    if (segment.startsWith(':')) return [];
    const around = segments.slice(0, index + 1).join('/');
    const own = title({ path: around, part: undefined }).title;
    return own === segment && /^\d+$/.test(segment) ? [t('Case {{segment}}', { segment })] : [own];
  });
  return names.join(' › ');
}
