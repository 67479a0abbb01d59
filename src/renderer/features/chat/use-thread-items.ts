import { useState } from 'react';
import type { RunSummary } from '../../../contract/runs.ts';
import { type Thread, type ThreadItem, threadItems } from './threads.ts';

type Made = { thread: Thread; runs: RunSummary[]; items: ThreadItem[] };

/** The rows of a thread. A row that says the same as before is the same object, so that only what changed is drawn again. */
export function useThreadItems(thread: Thread, runs: RunSummary[]): ThreadItem[] {
  const [made, setMade] = useState<Made>(() => ({ thread, runs, items: threadItems(thread, runs) }));
  if (made.thread === thread && made.runs === runs) return made.items;
  const next = { thread, runs, items: withSameRows(made.items, threadItems(thread, runs)) };
  setMade(next);
  return next.items;
}

export function withSameRows(before: ThreadItem[], after: ThreadItem[]): ThreadItem[] {
  const known = new Map(before.map((item) => [item.key, item]));
  return after.map((item) => {
    const old = known.get(item.key);
    return old && isSame(old, item) ? old : item;
  });
}

/** What rows hold is never changed, only replaced. */
function isSame(old: ThreadItem, item: ThreadItem): boolean {
  const fields = Object.entries(item);
  return fields.length === Object.keys(old).length && fields.every(([name, value]) => Reflect.get(old, name) === value);
}
