import { expect, test } from 'vitest';
import { HeronError } from '../../base/errors.ts';
import { answerSpokenCode, readSpokenCode } from './approval-code.ts';

test.each([
  ['7KD2MP', { code: '7KD2MP', answer: 'once', isBare: true }],
  [' 7kd-2mp. ', { code: '7kd-2mp', answer: 'once', isBare: true }],
  ['allow 7KD 2MP', { code: '7KD 2MP', answer: 'once', isBare: false }],
  ['No, 7KD2MP', { code: '7KD2MP', answer: 'deny', isBare: false }],
  ['deny 7KD2MP', { code: '7KD2MP', answer: 'deny', isBare: false }],
])('%j answers a question', (text, spoken) => expect(readSpokenCode(text)).toEqual(spoken));

test.each([
  'change',
  '234567',
  'rename 7KD2MP',
  '7KD2MPX',
  '7KD2M',
  '7KD2M0',
  'deny',
  'undo 7KD2MP',
  '7KD2MP and go on',
])('%j is a sentence like any other', (text) => expect(readSpokenCode(text)).toBeUndefined());

test('a code that none has is told, unless it may be a word like sha256, and another fault is none of its', async () => {
  const failing = (fault: Error) => ({ areOpen: () => true, answer: () => Promise.reject(fault) });
  const spoken = { code: '7KD2MP', answer: 'once', isBare: false } as const;
  const unknown = failing(new HeronError('not-found', 'No open question has this code'));
  expect(await answerSpokenCode(unknown, spoken)).toBe('No open question has this code.');
  expect(await answerSpokenCode(unknown, { ...spoken, isBare: true })).toBeUndefined();
  await expect(answerSpokenCode(failing(new TypeError('broken')), spoken)).rejects.toThrow('broken');
});
