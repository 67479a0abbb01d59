import { expect, test } from 'vitest';
import { addUsage, usageSince, usageTexts } from './usage.ts';

test('sums of money do not drift, and of memory the most counts', () => {
  let sum = {};
  for (let call = 0; call < 1000; call += 1) sum = addUsage(sum, { money: 0.0001, tokens: 7, memoryMb: call % 10 });
  expect(sum).toEqual({ money: 0.1, tokens: 7000, memoryMb: 9 });
});

test('large sums of tokens stay whole', () => {
  expect(addUsage({ tokens: 1e12 }, { tokens: 1 })).toEqual({ tokens: 1_000_000_000_001 });
});

test('what came on top, and what came before, are the whole', () => {
  const before = { tokens: 10, money: 0.1, memoryMb: 50 };
  const now = { tokens: 12, money: 0.3, cpuMs: 5, memoryMb: 40 };
  expect(usageSince(before, now)).toEqual({ tokens: 2, money: 0.2, cpuMs: 5 });
  expect(addUsage(before, { tokens: 2, money: 0.2, cpuMs: 5 })).toEqual({ ...now, memoryMb: 50 });
  expect(usageSince(now, now)).toBeUndefined();
});

test('amounts are told in words, with what is allowed', () => {
  expect(usageTexts({ tokens: 1204, money: 0.0031, calls: 1 }, { tokens: 5000, money: 0.05 })).toEqual([
    '1 call',
    '1,204 tokens of 5,000',
    '0.0031 USD of 0.05',
  ]);
  expect(usageTexts({ cpuMs: 119.6, memoryMb: 41.2 })).toEqual(['120 ms of processor time', '42 MB of memory']);
});
