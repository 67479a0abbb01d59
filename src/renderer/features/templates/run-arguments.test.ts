import { expect, test } from 'vitest';
import { PlanTemplate } from '../../../contract/plan-templates.ts';
import { inputOf, neededWords, shellLike } from './run-arguments.ts';

const template = PlanTemplate.parse({
  version: 1,
  name: 'backup',
  title: 'Back a folder up',
  description: 'Zips it.',
  parameters: {
    type: 'object',
    properties: {
      folder: { type: 'string' },
      days: { type: 'integer' },
      quiet: { type: 'boolean' },
      skip: { type: 'array' },
    },
    required: ['folder'],
    additionalProperties: false,
  },
  tasks: [{ id: 'zip', value: 1 }],
});

test('words after a template are its parameters, each of its kind', () => {
  expect(inputOf(shellLike(`folder="My docs/a b" days=3 quiet=yes skip=a,b`), template)).toEqual({
    folder: 'My docs/a b',
    days: 3,
    quiet: true,
    skip: ['a', 'b'],
  });
  expect(neededWords(template)).toBe('folder=[folder]');
});

test.each([
  ['colour=red', 'backup takes folder=…, days=…, quiet=…, skip=…, not “colour=red”.'],
  ['docs', 'backup takes folder=…, days=…, quiet=…, skip=…, not “docs”.'],
  ['days=many', 'days: expected a number, not “many”.'],
  ['days=', 'days: expected a number, not “”.'],
  ['quiet=maybe', 'quiet: expected yes or no, not “maybe”.'],
])('%s is refused and says what is expected', (words, message) => {
  expect(() => inputOf(shellLike(words), template)).toThrow(message);
});
