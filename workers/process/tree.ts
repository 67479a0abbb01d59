import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { type Process, readProcesses } from './read-processes.ts';

type Tree = Actions['tree'];

const mostLines = 2000;

export const tree: ActionRun<Tree['input'], Tree['output']> = async ({ pid, depth }, context) => {
  const all = await readProcesses(context);
  const known = new Set(all.map((process) => process.pid));
  const children = Map.groupBy(all, ({ parent }) => parent);
  const roots =
    pid === undefined ? all.filter(({ parent }) => !known.has(parent)) : all.filter((one) => one.pid === pid);
  if (roots.length === 0) return fail('not-found', `There is no process ${pid}`, { pid });
  const processes: Tree['output']['processes'] = [];
  let total = 0;
  const add = (process: Process, level: number): void => {
    total += 1;
    if (processes.length < mostLines && level <= depth) processes.push({ ...process, level });
    for (const child of children.get(process.pid) ?? []) if (child.pid !== process.pid) add(child, level + 1);
  };
  for (const root of roots.toSorted((one, other) => one.pid - other.pid)) add(root, 0);
  return { processes, total };
};
