import { expect, test } from 'vitest';
import { countdownText } from './countdown-text.ts';

test.each([
  [-5000, '0:00'],
  [999, '0:00'],
  [1000, '0:01'],
  [7000, '0:07'],
  [272_000, '4:32'],
  [3_600_000, '1 h'],
  [11_100_000, '3 h 5 min'],
  [86_400_000, '1 day'],
  [200_000_000, '2 days'],
])('%i ms are %s', (ms, text) => {
  expect(countdownText(ms)).toBe(text);
});
