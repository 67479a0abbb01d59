import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { listenCalmly } from './use-store-calmly.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first change is told at once, many after it together, and the last one is never missed', () => {
  const store = createStore(() => ({ count: 0 }));
  const seen: number[] = [];
  const stop = listenCalmly(store.subscribe, 100, () => seen.push(store.getState().count));
  for (let count = 1; count <= 250; count += 1) {
    store.setState({ count });
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(1000);
  expect(seen).toEqual([1, 100, 200, 250]);
  store.setState({ count: 300 });
  store.setState({ count: 301 });
  stop();
  vi.advanceTimersByTime(1000);
  expect(seen).toEqual([1, 100, 200, 250, 300]);
});
