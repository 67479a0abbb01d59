import type { Run, TaskState, TaskStatus } from '../../../contract/runs.ts';
import { placeOf } from '../../orchestrator/tasks/item-projection.ts';
import type { RowKey, TimelineRows } from './rows.ts';

export type Wanted = {
  statuses?: TaskStatus[] | undefined;
  text?: string | undefined;
  named?: string[] | undefined;
  after?: string | undefined;
  limit: number;
};

/** The plan's own tasks first, in its order; then those inside, in the order of their paths. */
export function findTasks(rows: TimelineRows, run: Run, wanted: Wanted): { paths: string[]; hasMore: boolean } {
  const { statuses, after, limit } = wanted;
  const text = wanted.text?.trim().toLowerCase();
  const named = new Set(wanted.named);
  const outer =
    after === undefined || !after.includes('/')
      ? outerMatches(run, (task) => isMatch(task, statuses, text, named), after)
      : [];
  const inner =
    outer.length > limit
      ? []
      : rows.found(run.id, {
          statuses,
          text: text === '' ? undefined : text,
          named: [...named],
          after: after?.includes('/') ? keyOf(after) : undefined,
          limit: limit + 1 - outer.length,
        });
  const paths = [...outer, ...inner.map(pathOf)];
  return { paths: paths.slice(0, limit), hasMore: paths.length > limit };
}

function outerMatches(
  { plan, tasks }: Run,
  isWanted: (task: TaskState) => boolean,
  after: string | undefined,
): string[] {
  const ids = plan.tasks.map(({ id }) => id);
  const from = after === undefined ? 0 : ids.indexOf(after) + 1;
  return ids.slice(from).filter((id) => {
    const task = tasks[id];
    return task !== undefined && isWanted(task);
  });
}

function isMatch(
  { id, status, error }: TaskState,
  statuses: TaskStatus[] | undefined,
  text: string | undefined,
  named: ReadonlySet<string>,
): boolean {
  if (statuses && !statuses.includes(status)) return false;
  if (!text) return true;
  return id.includes(text) || named.has(id) || error?.message.toLowerCase().includes(text) === true;
}

function keyOf(path: string): RowKey {
  const [parent, position, name] = placeOf(path);
  return { parent, position, name };
}

function pathOf({ parent, position, name }: RowKey): string {
  const last = name === '' ? String(position) : name;
  return parent === '' ? last : `${parent}/${last}`;
}
