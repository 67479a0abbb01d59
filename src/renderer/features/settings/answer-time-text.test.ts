import { expect, test } from 'vitest';
import { answerTimeText } from './answer-time-text.ts';

test.each([
  [0, 'Never, until it is answered'],
  [60_000, '1 min'],
  [43_200_000, '12 h'],
  [86_400_000, '1 day'],
  [604_800_000, '7 days'],
])('%i ms are "%s"', (ms, text) => {
  expect(answerTimeText(ms)).toBe(text);
});
