import { expect, test } from 'vitest';
import { answerLabel } from './answer-label.ts';

test('answers that Heron offers are buttons like all others; those of a plan stand as they are', () => {
  expect(['approve', 'reject', 'retry', 'skip', 'abort'].map(answerLabel)).toEqual([
    'Approve',
    'Reject',
    'Retry',
    'Skip',
    'Abort',
  ]);
  expect(['main', 'a.txt', 'toString'].map(answerLabel)).toEqual(['main', 'a.txt', 'toString']);
});
