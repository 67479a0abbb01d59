import { expect, test } from 'vitest';
import { wayBackQuestion } from './way-back.ts';

const choices = (parts: Parameters<typeof wayBackQuestion>[0]) =>
  wayBackQuestion(parts)?.buttons.map(({ choice }) => choice);

test('after two starts that failed going back is offered, and trying again stands first', () => {
  const all = { hasEarlierProgram: true, hasEarlierData: true };
  expect(choices({ ...all, failedBefore: 1 })).toBeUndefined();
  expect(choices({ ...all, failedBefore: 2 })).toEqual(['try-again', 'program-and-data', 'data', 'quit']);
});

test('only what is there is offered', () => {
  expect(choices({ failedBefore: 5, hasEarlierProgram: false, hasEarlierData: false })).toBeUndefined();
  expect(choices({ failedBefore: 2, hasEarlierProgram: false, hasEarlierData: true })).toEqual([
    'try-again',
    'data',
    'quit',
  ]);
  const question = wayBackQuestion({ failedBefore: 2, hasEarlierProgram: true, hasEarlierData: false });
  expect(question?.detail).not.toContain('earlier data');
});
