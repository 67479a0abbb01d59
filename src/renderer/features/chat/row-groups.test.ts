import { expect, test } from 'vitest';
import { rowGroups } from './row-groups.ts';
import type { ThreadItem } from './threads.ts';

/** Keys as they are made: each ends with the character after that of the one before, or with any. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const rows = (count: number): ThreadItem[] =>
  Array.from({ length: count }, (_, at) => {
    const key = `run_${String(at).padStart(6, '0')}${digits[at % 32]}`;
    return { kind: 'run', key, at, runId: key };
  });

test('the groups together are the rows that are shown, each about eight', () => {
  const items = rows(500);
  for (const shown of [0, 1, 10, 499, 500]) {
    const groups = rowGroups(items, shown);
    expect(groups.flatMap((group) => group.items)).toEqual(items.slice(500 - shown));
    expect(Math.max(0, ...groups.map((group) => group.items.length))).toBeLessThan(20);
    expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
  }
});

test('a row that comes before, between or after the others leaves them in their groups', () => {
  const items = rows(100);
  const groupOf = (all: ThreadItem[], shown: number): Map<string, string> =>
    new Map(rowGroups(all, shown).flatMap(({ key, items: own }) => own.map((item) => [item.key, key])));
  const whole = groupOf(items, 100);
  const part = groupOf(items, 37);
  for (const [key, group] of part) expect(group).toBe(whole.get(key));
  const between: ThreadItem = { kind: 'run', key: 'evt_x1', at: 50, runId: 'run_x' };
  const more = groupOf([...items.slice(0, 50), between, ...items.slice(50)], 101);
  for (const [key, group] of whole) expect(more.get(key)).toBe(group);
});
