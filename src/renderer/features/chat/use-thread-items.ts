import { useState } from 'react';
import type { RunSummary } from '../../../contract/runs.ts';
import { type Thread, type ThreadItem, threadItems } from './threads.ts';

type Made = { thread: Thread; runs: RunSummary[]; items: ThreadItem[] };

/** The rows of a thread. A row that says the same as before is the same object, so that only what changed is drawn again. */
export function useThreadItems(thread: Thread, runs: RunSummary[]): ThreadItem[] {
  const [made, setMade] = useState<Made>(() => ({ thread, runs, items: threadItems(thread, runs) }));
  if (made.thread === thread && made.runs === runs) return made.items;
  const hasSameRows = made.runs === runs && growsOnly(made.thread, thread);
  const rows = hasSameRows ? withNewWords(made.items, thread) : threadItems(thread, runs);
  const next = { thread, runs, items: withSameRows(made.items, rows) };
  setMade(next);
  return next.items;
}

export function withSameRows(before: ThreadItem[], after: ThreadItem[]): ThreadItem[] {
  let known: Map<string, ThreadItem> | undefined;
  return after.map((item, at) => {
    if (item === before[at]) return item;
    known ??= new Map(before.map((one) => [one.key, one]));
    const old = known.get(item.key);
    return old && isSame(old, item) ? old : item;
  });
}

/** Whether an answer that is being written has grown, and there is nothing else to tell. */
function growsOnly(before: Thread, after: Thread): boolean {
  const { streaming, ...others } = after;
  const keys = Object.keys(streaming);
  return (
    keys.length === Object.keys(before.streaming).length &&
    keys.every((key) => key in before.streaming) &&
    Object.entries(others).every(([name, value]) => Reflect.get(before, name) === value)
  );
}

function withNewWords(items: ThreadItem[], { streaming }: Thread): ThreadItem[] {
  return items.map((item) =>
    item.kind === 'streaming'
      ? {
          ...item,
          text: streaming[item.key]?.text ?? item.text,
          thinking: streaming[item.key]?.thinking ?? item.thinking,
        }
      : item,
  );
}

/** What rows hold is never changed, only replaced. */
function isSame(old: ThreadItem, item: ThreadItem): boolean {
  const fields = Object.entries(item);
  return fields.length === Object.keys(old).length && fields.every(([name, value]) => Reflect.get(old, name) === value);
}
