import { expect, test } from 'vitest';
import { createAttemptLimit } from './attempt-limit.ts';

test('after too many failures nobody is heard until the window has passed', () => {
  const time = { now: 0 };
  const limit = createAttemptLimit({ clock: () => time.now, failures: 3, windowMs: 1000 });
  for (const at of [0, 100, 200]) {
    expect(limit.waitMs()).toBe(0);
    time.now = at;
    limit.recordFailure();
  }
  expect(limit.waitMs()).toBe(800);
  time.now = 1000;
  expect(limit.waitMs()).toBe(0);
  limit.recordFailure();
  expect(limit.waitMs()).toBe(100);
});
