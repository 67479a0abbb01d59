import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDeadlines } from './deadlines.ts';
import { inTrace, traceContext } from './trace-context.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('each is called back at its moment, in whatever order they were set', () => {
  const deadlines = createDeadlines();
  const reached: string[] = [];
  deadlines.set(300, { late: () => reached.push('late') });
  deadlines.set(100, { late: () => reached.push('early') });
  deadlines.set(200, { late: () => reached.push('middle') });
  vi.advanceTimersByTime(99);
  expect(reached).toEqual([]);
  vi.advanceTimersByTime(2);
  expect(reached).toEqual(['early']);
  vi.advanceTimersByTime(300);
  expect(reached).toEqual(['early', 'middle', 'late']);
});

test('one that was taken back is not called, and one set after it is', () => {
  const deadlines = createDeadlines();
  const reached: string[] = [];
  const deadline = deadlines.set(100, { late: () => reached.push('withdrawn') });
  deadline.withdraw();
  vi.advanceTimersByTime(50);
  deadlines.set(100, { late: () => reached.push('kept') });
  vi.advanceTimersByTime(99);
  expect(reached).toEqual([]);
  vi.advanceTimersByTime(2);
  expect(reached).toEqual(['kept']);
});

test('a thousand that come and go leave one timer, and none once it has rung', () => {
  const deadlines = createDeadlines();
  for (let count = 0; count < 1000; count += 1) deadlines.set(100, { late: () => undefined }).withdraw();
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(101);
  expect(vi.getTimerCount()).toBe(0);
});

test('what one does when it is reached belongs to the trace it was set in', () => {
  const deadlines = createDeadlines();
  const traces: (string | undefined)[] = [];
  const note = (): void => void traces.push(traceContext()?.traceId);
  inTrace({ traceId: 'one', spanId: 'a' }, () => deadlines.set(100, { late: note }));
  inTrace({ traceId: 'other', spanId: 'b' }, () => deadlines.set(100, { late: note }));
  deadlines.set(100, { late: note });
  vi.advanceTimersByTime(101);
  expect(traces).toEqual(['one', 'other', undefined]);
});
