import type { Json } from '../contract/json.ts';
import type { Step } from './steps.ts';

export type ReadItem = Record<string, Json> & { id: string };

/** What stands beside the tasks: notes, frames, comments, triggers. Of two that are called alike the later one gets a number. */
export function itemsOf(lists: ReadonlyMap<string, Step[]>, list: string): ReadItem[] {
  const taken = new Set<string>();
  return (lists.get(list) ?? []).map(({ id: wanted, fields }) => {
    const item = Object.fromEntries([...fields.entries()].filter(([name]) => !name.startsWith('@')));
    const id = freeOf(wanted, taken);
    taken.add(id);
    return { ...item, id };
  });
}

export function freeOf(id: string, taken: ReadonlySet<string>): string {
  if (!taken.has(id)) return id;
  for (let number = 2; ; number += 1) if (!taken.has(`${id}_${number}`)) return `${id}_${number}`;
}
