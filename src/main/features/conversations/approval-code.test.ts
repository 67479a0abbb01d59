import { expect, test } from 'vitest';
import { HeronError } from '../../base/errors.ts';
import { answerSpokenCode, readSpokenCode } from './approval-code.ts';

test.each([
  ['7KD2MP', { code: '7KD2MP', answer: 'once' }],
  [' 7kd-2mp. ', { code: '7kd-2mp', answer: 'once' }],
  ['allow 7KD 2MP', { code: '7KD 2MP', answer: 'once' }],
  ['No, 7KD2MP', { code: '7KD2MP', answer: 'deny' }],
  ['deny 7KD2MP', { code: '7KD2MP', answer: 'deny' }],
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

test('a code that none has is told, and another fault is none of its', async () => {
  const failing = (fault: Error) => ({ areOpen: () => true, answer: () => Promise.reject(fault) });
  const spoken = { code: '7KD2MP', answer: 'once' } as const;
  expect(await answerSpokenCode(failing(new HeronError('not-found', 'No open question has this code')), spoken)).toBe(
    'No open question has this code.',
  );
  await expect(answerSpokenCode(failing(new TypeError('broken')), spoken)).rejects.toThrow('broken');
});
