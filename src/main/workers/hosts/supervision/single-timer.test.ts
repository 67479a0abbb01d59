import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSingleTimer } from './single-timer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('it rings once, when it is due, and can be set again', () => {
  const rung: string[] = [];
  const timer = createSingleTimer();
  timer.set(100, () => rung.push('first'));
  timer.set(10, () => rung.push('not this one: one is running'));
  vi.advanceTimersByTime(99);
  expect(rung).toEqual([]);
  vi.advanceTimersByTime(1000);
  expect(rung).toEqual(['first']);
  timer.set(0, () => rung.push('at once'));
  expect(rung).toEqual(['first', 'at once']);
});

test('what was cleared does not ring, and what is set after it rings in its own time', () => {
  const rung: string[] = [];
  const timer = createSingleTimer();
  timer.set(100, () => rung.push('cleared'));
  vi.advanceTimersByTime(60);
  timer.clear();
  timer.set(100, () => rung.push('later'));
  vi.advanceTimersByTime(99);
  expect(rung).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(rung).toEqual(['later']);
});

test('one that is due earlier than the one before it was does not wait for that', () => {
  const rung: string[] = [];
  const timer = createSingleTimer();
  timer.set(1000, () => rung.push('cleared'));
  timer.clear();
  timer.set(50, () => rung.push('sooner'));
  vi.advanceTimersByTime(50);
  expect(rung).toEqual(['sooner']);
  vi.advanceTimersByTime(5000);
  expect(rung).toEqual(['sooner']);
});
