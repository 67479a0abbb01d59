import type { ThreadItem } from './threads.ts';

/** Rows that are drawn and laid out together. The key stays when rows come before, between or after. */
export type RowGroup = { key: string; items: ThreadItem[] };

/** Ends of keys, which are spread evenly: every eighth row begins a group. */
const begins = /[08gr]$/i;

/**
 * Cuts a conversation into groups of about eight rows. Where a group begins depends on that row alone, so that a row which comes
 * later moves no other one. `shown`: so many of the last rows are wanted.
 */
export function rowGroups(items: ThreadItem[], shown: number): RowGroup[] {
  const groups: RowGroup[] = [];
  const first = items.length - shown;
  let key = 'first';
  for (const [at, item] of items.entries()) {
    if (at > 0 && begins.test(item.key)) key = item.key;
    if (at < first) continue;
    const group = groups.at(-1);
    if (group?.key === key) group.items.push(item);
    else groups.push({ key, items: [item] });
  }
  return groups;
}
