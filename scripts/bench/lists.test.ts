import { expect, test } from 'vitest';
import { longPlan } from './lists.ts';

test(
  'a list of 30,000 long texts is not held in memory, and is summed up in batches [OR-05]',
  { timeout: 300_000 },
  async () => {
    const count = 30_000;
    const { tenthMb, endMb, output } = await longPlan('texts', count);
    expect(output).toBe((count * (count + 1)) / 2);
    // The texts of the other nine tenths alone are 216 MB.
    expect(endMb - tenthMb).toBeLessThan(180);
  },
);

test('a long loop gives what its last round gave', { timeout: 300_000 }, async () => {
  expect((await longPlan('repeat', 500)).output).toBe(500);
});
