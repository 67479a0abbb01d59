import { findInPlan } from '../../../contract/plan-place.ts';
import type { Plan } from '../../../contract/plan.ts';
import { bodiesOf, type Task } from '../../../contract/plan-task.ts';
import type { TimelineTask } from '../../../contract/timeline.ts';
import { t } from '../../../words/words.ts';

/** A stretch of what is inside a task: the tasks of a group by their ids, or so many items or turns. */
type Section = { base: string; title: string; ids: readonly string[] | undefined; count: number };

/** A row of the tree. A part has no bar of its own: it heads what is done after a failure, or in one of several attempts. */
export type TreeRow = {
  key: string;
  /** Of a part: where what is inside it lies. */
  path: string;
  part: string | undefined;
  depth: number;
  /** Its place among its siblings, and how many these are. */
  index: number;
  count: number;
  parentKey: string;
};

/** Rows by their places; where they come from, the tree or a search, makes no difference. */
export type RowSource = { count: number; rowAt: (place: number) => TreeRow };

/** What is open, by the keys of rows: the places of the open ones among their siblings. */
export type Opened = ReadonlyMap<string, ReadonlySet<number>>;

export type TaskOf = (path: string) => TimelineTask | undefined;

/** An open row with all that is shown inside it. Nothing is kept of rows that are closed, so a million cost no more than ten. */
export type Branch = {
  row: TreeRow;
  sections: Section[];
  /** Children, without what is inside them. */
  count: number;
  /** Rows inside, all told. */
  size: number;
  opens: { index: number; before: number; branch: Branch }[];
};

export const rootKey = '';

export function buildTree(plan: Plan, opened: Opened, taskOf: TaskOf): Branch {
  const row: TreeRow = { key: rootKey, path: '', part: undefined, depth: -1, index: 0, count: 1, parentKey: rootKey };
  const sections = [groupSection('', '', plan.tasks)];
  return branchOf(plan, row, sections, opened, taskOf);
}

function branchOf(plan: Plan, row: TreeRow, sections: Section[], opened: Opened, taskOf: TaskOf): Branch {
  const count = sections.length === 1 ? (sections[0]?.count ?? 0) : sections.length;
  const branch: Branch = { row, sections, count, size: count, opens: [] };
  const indexes = [...(opened.get(row.key) ?? [])].filter((index) => index < count).toSorted((a, b) => a - b);
  let before = 0;
  for (const index of indexes) {
    const child = childAt(branch, index);
    const inner = sectionsOf(plan, child, branch.sections, taskOf);
    if (inner.length === 0) continue;
    const open = branchOf(plan, child, inner, opened, taskOf);
    branch.opens.push({ index, before, branch: open });
    before += open.size;
  }
  branch.size += before;
  return branch;
}

/** Whether a row can be opened, as far as is known. */
export function hasInside(plan: Plan, row: TreeRow, taskOf: TaskOf): boolean {
  return row.part !== undefined || insideOf(plan, row.path, taskOf(row.path)).some(({ count }) => count > 0);
}

/** The row at a place among all that are shown. */
export function rowAt(root: Branch, place: number): TreeRow {
  let branch = root;
  let left = place;
  for (;;) {
    const open = lastBefore(branch.opens, left);
    if (!open) return childAt(branch, left);
    const begin = open.index + 1 + open.before;
    if (left >= begin + open.branch.size) return childAt(branch, left - open.before - open.branch.size);
    left -= begin;
    branch = open.branch;
  }
}

/** The last open child whose inside begins at or before a place. */
function lastBefore(opens: Branch['opens'], place: number): Branch['opens'][number] | undefined {
  let low = 0;
  let high = opens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const open = opens[middle];
    if (open && open.index + 1 + open.before <= place) low = middle + 1;
    else high = middle;
  }
  return opens[low - 1];
}

/** The place of the row with this key among all that are shown; -1 where it is not. */
export function placeOfKey(root: Branch, key: string): number {
  const direct = directPlace(root, key);
  if (direct >= 0) return direct;
  for (const { index, before, branch } of root.opens) {
    if (branch.row.part === undefined && !isWithin(branch.row.path, key)) continue;
    const inner = placeOfKey(branch, key);
    if (inner >= 0) return index + 1 + before + inner;
  }
  return -1;
}

function isWithin(around: string, key: string): boolean {
  return key === around || key.startsWith(`${around}/`) || key.startsWith(`${around}#`);
}

function directPlace(branch: Branch, key: string): number {
  const index = childIndex(branch, key);
  if (index < 0) return -1;
  let before = 0;
  for (const open of branch.opens) if (open.index < index) before = open.before + open.branch.size;
  return index + before;
}

function childIndex({ row, sections, count }: Branch, key: string): number {
  if (sections.length > 1) {
    const [around, number] = [key.slice(0, key.lastIndexOf('#')), Number(key.slice(key.lastIndexOf('#') + 1))];
    return around === row.path && Number.isInteger(number) && number < count ? number : -1;
  }
  const [section] = sections;
  if (!section) return -1;
  const prefix = section.base === '' ? '' : `${section.base}/`;
  const last = key.slice(prefix.length);
  if (!key.startsWith(prefix) || last.includes('/') || last.includes('#')) return -1;
  if (section.ids) return section.ids.indexOf(last);
  return /^\d+$/.test(last) && Number(last) < count ? Number(last) : -1;
}

/** The child that a path is, or lies in; -1 where there is none. */
export function childTowards(branch: Branch, path: string): number {
  const { sections } = branch;
  if (sections.length > 1) {
    const bases = sections
      .map(({ base }, index) => ({ base, index }))
      .filter(({ base }) => path.startsWith(`${base}/`));
    // Of a group that was done again each attempt lies in the first one's path.
    return bases.toSorted((a, b) => b.base.length - a.base.length)[0]?.index ?? -1;
  }
  const segments = path.split('/');
  const prefixes = segments.map((_, index) => segments.slice(0, index + 1).join('/'));
  return prefixes.map((prefix) => childIndex(branch, prefix)).find((index) => index >= 0) ?? -1;
}

function childAt({ row, sections, count }: Branch, index: number): TreeRow {
  const place = { depth: row.depth + 1, index, count, parentKey: row.key };
  const [first] = sections;
  if (sections.length === 1 && first) {
    const last = first.ids ? (first.ids[index] ?? '') : String(index);
    const path = first.base === '' ? last : `${first.base}/${last}`;
    return { key: path, path, part: undefined, ...place };
  }
  const section = sections[index];
  return { key: `${row.path}#${index}`, path: section?.base ?? '', part: section?.title ?? '', ...place };
}

function sectionsOf(plan: Plan, child: TreeRow, around: readonly Section[], taskOf: TaskOf): Section[] {
  if (child.part === undefined) return insideOf(plan, child.path, taskOf(child.path));
  const own = around[child.index];
  return own ? [own] : [];
}

/** What is inside a task: the plan says what there can be, the run how much of it there is. */
function insideOf(plan: Plan, path: string, state: TimelineTask | undefined): Section[] {
  const found = findInPlan(plan, path);
  if (!found) return [];
  const { task } = found;
  const made = Math.max(1, state?.attempt ?? 1);
  const sections: Section[] = [];
  for (let attempt = 1; attempt <= made; attempt += 1) {
    const base = attempt === 1 ? path : `${path}/:${attempt}`;
    const inside =
      found.role === 'step'
        ? calledIn(base, state)
        : found.hasItems || found.hasIterations || found.hasSteps
          ? numbered(base, state)
          : fixed(task, base, state);
    if (inside) sections.push(made > 1 ? { ...inside, title: t('Attempt {{attempt}}', { attempt }) } : inside);
  }
  const base = made === 1 ? path : `${path}/:${made}`;
  if (state?.caught === 'recover')
    sections.push(bodySection(task, `${base}/:recover`, 'onError.recover', t('After the failure')));
  if (state?.caught === 'fallback') {
    sections.push(bodySection(task, `${base}/:fallback`, 'budget.onExceeded.fallback', t('Over its budget')));
  }
  return sections;
}

function numbered(base: string, state: TimelineTask | undefined): Section | undefined {
  const count = Math.max(state?.total ?? 0, state?.begun ?? 0);
  return count > 0 ? { base, title: '', ids: undefined, count } : undefined;
}

/** What a model called in a step: only the run knows. */
function calledIn(base: string, state: TimelineTask | undefined): Section | undefined {
  return state?.calls && { base, title: '', ids: state.calls, count: state.calls.length };
}

function fixed(task: Task, base: string, state: TimelineTask | undefined): Section | undefined {
  if (task.tasks) return groupSection(base, '', task.tasks);
  if (!task.switch || state?.case === undefined || state.case === 'none') return undefined;
  return state.case === 'otherwise'
    ? bodySection(task, `${base}/:otherwise`, 'switch.otherwise', '')
    : bodySection(task, `${base}/${state.case}`, `switch.cases.${state.case}.tasks`, '');
}

function bodySection(task: Task, base: string, body: string, title: string): Section {
  return groupSection(base, title, bodiesOf(task).find(({ path }) => path === body)?.tasks ?? []);
}

function groupSection(base: string, title: string, tasks: readonly Task[]): Section {
  return { base, title, ids: tasks.map(({ id }) => id), count: tasks.length };
}
