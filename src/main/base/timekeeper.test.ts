import { expect, test } from 'vitest';
import { createTimekeeper } from './timekeeper.ts';

function keeperAt(begins: number, sleepMs?: number) {
  const machine = { now: begins, woken: 0, timers: new Map<number, () => void>(), delays: [] as number[] };
  const keeper = createTimekeeper({
    ...{ clock: () => machine.now, sleepMs, onWake: () => (machine.woken += 1) },
    after: (delayMs, callback) => {
      const id = machine.delays.push(delayMs);
      machine.timers.set(id, callback);
      return () => machine.timers.delete(id);
    },
  });
  return { machine, keeper };
}

test('however far away a moment is, the clock is asked again within half a minute', () => {
  const { machine, keeper } = keeperAt(1000);
  keeper.wakeAt(1000 + 2 ** 40);
  keeper.wakeAt(Number.POSITIVE_INFINITY);
  keeper.wakeAt(6000);
  keeper.wakeAt(500);
  expect(machine.delays).toEqual([30_000, 30_000, 5000, 0]);
  expect(machine.timers.size).toBe(1);
});

test('a stopped one wakes no more', () => {
  const { machine, keeper } = keeperAt(0);
  keeper.wakeAt(10);
  keeper.stop();
  keeper.wakeAt(20);
  expect(machine.timers.size).toBe(0);
});

test('the usual timers of the machine wake it', async () => {
  const woken = await new Promise((resolve) => {
    createTimekeeper({ clock: Date.now, onWake: () => resolve('woken') }).wakeAt(Date.now() + 5);
    // The keeper keeps no process alive, and this one must not end before.
    setTimeout(resolve, 30_000, 'slept');
  });
  expect(woken).toBe('woken');
});
