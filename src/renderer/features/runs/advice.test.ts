import { expect, test } from 'vitest';
import { adviceFor, isOwnAnswer } from './advice.ts';

test('a program that ended badly is not blamed on its worker', () => {
  const message = 'git ended with code 128';
  expect(adviceFor({ code: 'worker-failed', message, details: { exitCode: 128 } })).toMatch(/what the program said/i);
  expect(adviceFor({ code: 'worker-failed', message })).toMatch(/author of the worker/);
});

test('a no of the person is told from a rule that refused', () => {
  const denied = { code: 'permission-denied', message: 'no' } as const;
  expect(isOwnAnswer({ ...denied, details: { rule: 'the person' } })).toBe(true);
  expect(isOwnAnswer({ ...denied, details: { rule: 'nobody answered in time' } })).toBe(false);
  expect(isOwnAnswer(denied)).toBe(false);
});
