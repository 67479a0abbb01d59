import { expect, test } from 'vitest';
import { createBackOff } from './back-off.ts';

test('each crash in a row doubles the wait, up to half a minute; a success begins afresh [RT-09]', () => {
  let now = 1_000_000;
  const backOff = createBackOff(() => now);
  const crash = (): number => {
    backOff.crashed();
    return backOff.delayMs();
  };
  expect(backOff.delayMs()).toBe(0);
  expect(Array.from({ length: 10 }, crash)).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  now += 29_999;
  expect(backOff.delayMs()).toBe(1);
  now += 1;
  expect(backOff.delayMs()).toBe(0);
  backOff.succeeded();
  expect(backOff.state()).toBeUndefined();
  expect(crash()).toBe(250);
});

test('after five crashes it is given up, and until then it is told when it starts again [RT-09]', () => {
  const backOff = createBackOff(() => 1000);
  for (let crashes = 1; crashes < 5; crashes += 1) {
    backOff.crashed();
    expect(backOff.hasGivenUp()).toBe(false);
  }
  expect(backOff.state()).toEqual({ crashes: 4, most: 5, startsAgainAt: 1000 + 2000 });
  backOff.crashed();
  expect(backOff.hasGivenUp()).toBe(true);
});
