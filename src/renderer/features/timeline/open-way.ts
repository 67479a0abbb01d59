import type { Plan } from '../../../contract/plan.ts';
import { parentPath } from '../../../contract/task-path.ts';
import { type Branch, buildTree, childTowards, type Opened, placeOfKey, type TaskOf } from './tree.ts';

/** Further than any plan is deep, with items and attempts on the way. */
const mostLevels = 64;

/** Opens all that lies around a path, as far as is known what is inside of it. `isThere`: its row is among those that are shown. */
function openWay(plan: Plan, before: Opened, path: string, taskOf: TaskOf): { opened: Opened; isThere: boolean } {
  const opened = new Map(before);
  for (let level = 0; level < mostLevels; level += 1) {
    const root = buildTree(plan, opened, taskOf);
    if (placeOfKey(root, path) >= 0) return { opened, isThere: true };
    const branch = innermost(root, path);
    const index = childTowards(branch, path);
    const own = opened.get(branch.row.key);
    if (index < 0 || own?.has(index)) break;
    opened.set(branch.row.key, new Set(own).add(index));
  }
  return { opened, isThere: false };
}

/** A task whose row is to be shown; empty once it is. */
export type Sought = { path: string };

/** Opens what can be opened on the way to it. */
export function seek(sought: Sought, plan: Plan, before: Opened, taskOf: TaskOf): Opened {
  if (sought.path === '') return before;
  const { opened, isThere } = openWay(plan, before, sought.path, taskOf);
  if (isThere) sought.path = '';
  return opened;
}

/** The open row that a path lies in, with none open inside of it that the path lies in too. */
function innermost(root: Branch, path: string): Branch {
  for (let branch = root; ;) {
    const index = childTowards(branch, path);
    const inner = branch.opens.find((open) => open.index === index);
    if (!inner) return branch;
    branch = inner.branch;
  }
}

/** The tasks around a path, from the outermost. */
export function wayTo(path: string): string[] {
  const way: string[] = [];
  for (let here = parentPath(path); here !== ''; here = parentPath(here)) way.unshift(here);
  return way;
}
