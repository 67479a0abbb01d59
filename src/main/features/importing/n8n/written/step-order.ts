import type { Task } from '../../../../../contract/plan-task.ts';

type Before = ReadonlyMap<string, readonly string[]>;

/** Each after those before it, else as they stand; a circle is gone through once. With a list of its own: a chain may be long. */
export function inOrder(tasks: readonly Task[], before: Before): Task[] {
  const own = new Map(tasks.map((task) => [task.id, task]));
  const seen = new Set<string>();
  const ordered: Task[] = [];
  for (const { id } of tasks) {
    const pending = [{ id, isReady: false }];
    for (let next = pending.pop(); next; next = pending.pop()) {
      const task = own.get(next.id);
      if (next.isReady && task) ordered.push(task);
      if (next.isReady || !task || seen.has(next.id)) continue;
      seen.add(next.id);
      pending.push({ id: next.id, isReady: true });
      for (const earlier of (before.get(next.id) ?? []).toReversed()) pending.push({ id: earlier, isReady: false });
    }
  }
  return ordered;
}

/** Those that no other one of them waits for already. */
export function directOf(ids: readonly string[], before: Before): string[] {
  if (ids.length < 2) return [...ids];
  const earlier = new Set<string>();
  const pending = ids.flatMap((id) => before.get(id) ?? []);
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (earlier.has(id)) continue;
    earlier.add(id);
    pending.push(...(before.get(id) ?? []));
  }
  const direct = ids.filter((id) => !earlier.has(id));
  return direct.length > 0 ? direct : [...ids];
}
