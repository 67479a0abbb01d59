import { expect, test } from 'vitest';
import type { Circuit } from '../../../contract/circuits.ts';
import { circuitText } from './circuit-text.ts';

const circuit: Circuit = {
  state: 'open',
  openedAt: 0,
  triesAt: 30_000,
  calls: 12,
  faults: 10,
  lastError: { code: 'worker-crashed', message: 'gone' },
};

test.each([
  [circuit, 500, '10 of its last 12 calls failed. For 30 s more they fail at once; then one is tried.'],
  [circuit, 29_500, '10 of its last 12 calls failed. For 1 s more they fail at once; then one is tried.'],
  [circuit, 30_000, '10 of its last 12 calls failed. The next call is tried; if it succeeds, all go through again.'],
  [
    { ...circuit, state: 'half-open' as const, triesAt: undefined },
    0,
    '10 of its last 12 calls failed. The next call is tried; if it succeeds, all go through again.',
  ],
])('a circuit is told in words', (shown, now, text) => {
  expect(circuitText(shown, 'calls', now)).toBe(text);
});

test('of a host it is requests', () => {
  expect(circuitText({ ...circuit, triesAt: 90_000 }, 'requests', 0)).toBe(
    '10 of its last 12 requests failed. For 1 min 30 s more they fail at once; then one is tried.',
  );
});
