import { expect, test } from 'vitest';
import { late } from './late.ts';

test('it is loaded once, when the first call comes', async () => {
  let loads = 0;
  const part = late(async () => {
    loads += 1;
    return { add: (a: number, b: number) => a + b, fail: () => Promise.reject(new Error('no')) };
  });
  expect(loads).toBe(0);
  expect(await Promise.all([part.add(1, 2), part.add(3, 4)])).toEqual([3, 7]);
  await expect(part.fail()).rejects.toThrow('no');
  expect(loads).toBe(1);
  // It can be handed on through promises.
  expect(await Promise.resolve(part)).toBe(part);
});

test('what could not be loaded is tried again at the next call', async () => {
  let loads = 0;
  const part = late(async () => {
    loads += 1;
    if (loads === 1) throw new Error('the disk is away');
    return { answer: () => 42 };
  });
  await expect(part.answer()).rejects.toThrow('the disk is away');
  expect(await part.answer()).toBe(42);
});
