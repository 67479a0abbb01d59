import { expect, test } from 'vitest';
import { readWindows } from './read-windows.ts';

const now = Date.UTC(2026, 10, 26, 12);
const read = (headers: Record<string, string>) => readWindows(new Headers(headers), now);

test("OpenAI's headers say how much of requests and tokens is left, and for how long", () => {
  expect(
    read({
      'x-ratelimit-limit-requests': '500',
      'x-ratelimit-remaining-requests': '499',
      'x-ratelimit-reset-requests': '120ms',
      'x-ratelimit-limit-tokens': '30000',
      'x-ratelimit-remaining-tokens': '-12',
      'x-ratelimit-reset-tokens': '6m1.5s',
    }),
  ).toEqual([
    { unit: 'requests', left: 499, atMost: 500, resetsAt: now + 120 },
    { unit: 'tokens', left: 0, atMost: 30_000, resetsAt: now + 361_500 },
  ]);
});

test("Anthropic's headers say it of each kind of token, and of the windows of a subscription", () => {
  expect(
    read({
      'anthropic-ratelimit-input-tokens-limit': '40000',
      'anthropic-ratelimit-input-tokens-remaining': '38000',
      'anthropic-ratelimit-input-tokens-reset': '2026-11-26T12:01:00Z',
      'anthropic-ratelimit-unified-5h-utilization': '0.37',
      'anthropic-ratelimit-unified-5h-reset': String((now + 3_600_000) / 1000),
    }),
  ).toEqual([
    { unit: 'input tokens', left: 38_000, atMost: 40_000, resetsAt: now + 60_000 },
    { unit: 'percent', per: '5 hours', left: 63, atMost: 100, resetsAt: now + 3_600_000 },
  ]);
});

test.each([
  [{ 'ratelimit-limit': '100, 100;w=60', 'ratelimit-remaining': '42', 'ratelimit-reset': '30' }, now + 30_000],
  [{ 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '42', 'x-ratelimit-reset': String(now + 5) }, now + 5],
])('plain headers are read too: %j', (headers, resetsAt) => {
  expect(read(headers)).toEqual([{ unit: 'requests', left: 42, atMost: 100, resetsAt }]);
});

test('what makes no sense is left out', () => {
  expect(read({})).toEqual([]);
  expect(read({ 'x-ratelimit-remaining-tokens': 'many', 'x-ratelimit-reset-tokens': 'soon' })).toEqual([]);
  expect(read({ 'x-ratelimit-remaining-tokens': '5', 'x-ratelimit-reset-tokens': 'soon' })).toEqual([
    { unit: 'tokens', left: 5 },
  ]);
});
