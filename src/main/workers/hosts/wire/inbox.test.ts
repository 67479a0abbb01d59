import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createInbox, type Inbox } from './inbox.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Trial = { inbox: Inbox<number>; got: number[]; told: string[] };

function open(perSecond: number): Trial {
  const got: number[] = [];
  const told: string[] = [];
  const inbox = createInbox<number>({
    perSecond,
    clock: Date.now,
    deliver: (packet) => got.push(packet),
    pause: () => told.push('pause'),
    resume: () => told.push('resume'),
    onFlood: () => told.push('flood'),
  });
  return { inbox, got, told };
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

test('what comes slowly is handed on at once', () => {
  const { inbox, got } = open(10_000);
  inbox.take([1, 2]);
  inbox.take([3]);
  expect(got).toEqual([1, 2, 3]);
});

test('what comes at once is handed on in turns of the loop, in order, and nothing is read meanwhile', () => {
  const { inbox, got, told } = open(10_000);
  inbox.take(numbers(200));
  expect(got).toEqual(numbers(64));
  expect(told.at(-1)).toBe('pause');
  vi.advanceTimersToNextTimer();
  expect(got).toEqual(numbers(128));
  vi.advanceTimersByTime(10);
  expect(got).toEqual(numbers(200));
  expect(told.at(-1)).toBe('resume');
});

test('what comes faster than it may waits for its time', () => {
  const { inbox, got, told } = open(100);
  inbox.take(numbers(35));
  expect(got).toEqual(numbers(10)); // saved up
  vi.advanceTimersByTime(100);
  expect(got).toEqual(numbers(20));
  vi.advanceTimersByTime(90);
  expect(told.at(-1)).toBe('pause');
  vi.advanceTimersByTime(60);
  expect(got).toEqual(numbers(35));
  expect(told.at(-1)).toBe('resume');
});

test('what is silent for a while saves up no more than a tenth of a second', () => {
  const { inbox, got } = open(100);
  vi.advanceTimersByTime(60_000);
  inbox.take(numbers(50));
  expect(got).toEqual(numbers(10));
});

test('more than can be handed on within a reasonable time is a flood', () => {
  const { inbox, got, told } = open(1000);
  inbox.take(numbers(10_001));
  expect(told).toEqual(['flood']);
  expect(got).toEqual([]);
});

test('what is dropped is read past', () => {
  const { inbox, got, told } = open(100);
  inbox.take(numbers(20));
  inbox.drop();
  inbox.take(numbers(5));
  vi.advanceTimersByTime(10_000);
  expect(got).toEqual(numbers(10));
  expect(told.at(-1)).toBe('resume');
});
