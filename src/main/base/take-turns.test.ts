import { afterEach, expect, test, vi } from 'vitest';
import { letOthersIn } from './take-turns.ts';

afterEach(() => vi.restoreAllMocks());

test('what goes on for long is interrupted, what is short is not', async () => {
  // The machine may give the time to somebody else at any moment: time passes where the test says so.
  let now = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  await new Promise(setImmediate);
  await letOthersIn();
  expect(letOthersIn()).toBeUndefined();
  expect(letOthersIn()).toBeUndefined();
  now += 20;
  const pause = letOthersIn();
  expect(pause).toBeInstanceOf(Promise);
  await pause;
  expect(letOthersIn()).toBeUndefined();
});
