import type { Task } from '../../contract/plan-task.ts';
import { referencesOf } from './task-texts.ts';

/**
 * Ids of the tasks a task waits for: those in `after`, and those that its expressions, or the ones of the tasks inside it, name.
 * A task in a group may name one around the group, which is no dependency in the group.
 */
export function dependenciesOf(task: Task): readonly string[] {
  const references = referencesOf(task);
  return task.after === undefined ? references : [...new Set([...task.after, ...references])];
}

/** Task ids of one cycle, in order, or undefined. Unknown ids are ignored here. */
export function findCycle(dependencies: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  for (const start of dependencies.keys()) {
    if (done.has(start)) continue;
    const cycle = walk(start, dependencies, done);
    if (cycle) return cycle;
  }
  return undefined;
}

/** Depth first with a stack of its own: a chain of 10,000 tasks must not overflow the call stack. */
function walk(
  start: string,
  dependencies: ReadonlyMap<string, readonly string[]>,
  done: Set<string>,
): string[] | undefined {
  const path: string[] = [start];
  const onPath = new Set(path);
  const pending = [[...(dependencies.get(start) ?? [])]];
  while (path.length > 0) {
    const next = pending.at(-1)?.pop();
    if (next === undefined) {
      const finished = path.pop();
      pending.pop();
      if (finished !== undefined) {
        onPath.delete(finished);
        done.add(finished);
      }
    } else if (onPath.has(next)) {
      return [...path.slice(path.indexOf(next)), next];
    } else if (!done.has(next) && dependencies.has(next)) {
      path.push(next);
      onPath.add(next);
      pending.push([...(dependencies.get(next) ?? [])]);
    }
  }
  return undefined;
}
