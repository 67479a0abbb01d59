import { expect, test } from 'vitest';
import { onAbort, untilAborted } from './on-abort.ts';

test('everybody is told once, in order, but not those who took it back', () => {
  const controller = new AbortController();
  const told: string[] = [];
  onAbort(controller.signal, () => told.push('first'));
  const takeBack = onAbort(controller.signal, () => told.push('second'));
  onAbort(controller.signal, () => told.push('third'));
  takeBack();
  controller.abort();
  controller.abort();
  expect(told).toEqual(['first', 'third']);
});

test('one who listens twice is told twice, and taking back one leaves the other', () => {
  const controller = new AbortController();
  let told = 0;
  const count = (): void => void (told += 1);
  onAbort(controller.signal, count);
  onAbort(controller.signal, count)();
  onAbort(controller.signal, count);
  controller.abort();
  expect(told).toBe(2);
});

test('whoever takes it back while others are told is not told', () => {
  const controller = new AbortController();
  const told: string[] = [];
  onAbort(controller.signal, () => {
    told.push('first');
    takeBack();
  });
  const takeBack = onAbort(controller.signal, () => told.push('second'));
  controller.abort();
  expect(told).toEqual(['first']);
});

test('nobody is told of a signal that is aborted already', async () => {
  let told = 0;
  onAbort(AbortSignal.abort(), () => void (told += 1));
  await Promise.resolve();
  expect(told).toBe(0);
});

test('what is waited for is given, and given up as soon as the signal is aborted', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  await expect(untilAborted(signal, Promise.resolve(1))).resolves.toBe(1);
  await expect(untilAborted(signal, Promise.reject(new Error('it broke')))).rejects.toThrow('it broke');
  const forEver = untilAborted(signal, new Promise(() => {}));
  controller.abort(new Error('enough'));
  await expect(forEver).rejects.toThrow('enough');
  await expect(untilAborted(signal, Promise.resolve(1))).rejects.toThrow('enough');
});
