import { expect, test } from 'vitest';
import { letOthersIn } from './take-turns.ts';

function spin(milliseconds: number): void {
  const ends = performance.now() + milliseconds;
  while (performance.now() < ends);
}

test('what goes on for long is interrupted, what is short is not', async () => {
  await new Promise(setImmediate);
  expect(letOthersIn()).toBeUndefined();
  expect(letOthersIn()).toBeUndefined();
  spin(20);
  const pause = letOthersIn();
  expect(pause).toBeInstanceOf(Promise);
  await pause;
  expect(letOthersIn()).toBeUndefined();
});
