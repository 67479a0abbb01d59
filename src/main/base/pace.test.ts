import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

test('what comes at once begins in turns of the loop, in order, and what comes meanwhile waits behind it', async () => {
  const pace = createPace(3);
  const begun: number[] = [];
  const begin = async (id: number): Promise<void> => {
    const wait = pace();
    if (wait) await wait;
    begun.push(id);
  };
  const all = Array.from({ length: 8 }, (_, id) => begin(id));
  const seen = [[...begun]];
  for (let round = 0; round < 2; round += 1) {
    await turn();
    all.push(begin(8 + round));
    seen.push([...begun]);
  }
  await Promise.all(all);
  expect(seen).toEqual([
    [0, 1, 2],
    [0, 1, 2, 3, 4, 5],
    [0, 1, 2, 3, 4, 5, 6, 7, 8],
  ]);
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('what comes one by one never waits', async () => {
  const pace = createPace(1);
  for (let round = 0; round < 5; round += 1) {
    expect(pace()).toBeUndefined();
    await turn();
    await turn();
  }
});
