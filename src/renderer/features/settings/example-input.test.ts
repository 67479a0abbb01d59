import { expect, test } from 'vitest';
import type { Manifest } from '../../../contract/manifest.ts';
import { exampleInput, inputProblem } from './example-input.ts';

const input = {
  type: 'object',
  properties: {
    path: { type: 'string', format: 'path' },
    url: { type: 'string', format: 'uri' },
    mode: { enum: ['a', 'b'] },
    times: { type: 'integer', minimum: 3 },
    text: { type: 'string' },
    args: { type: 'array' },
    force: { type: 'boolean' },
    left: { type: 'string' },
  },
  required: ['path', 'url', 'mode', 'times', 'text', 'args', 'force'],
};
const manifests = [{ id: 'bird', actions: { sing: { input } } }] as unknown as Manifest[];

test('an example has the fields that must be there, and no others', () => {
  expect(JSON.parse(exampleInput('bird.sing', manifests))).toEqual({
    ...{ path: '~/Documents/example.txt', url: 'https://example.com/', mode: 'a', times: 3 },
    ...{ text: 'example', args: [], force: false },
  });
  expect(exampleInput('bird.gone', manifests)).toBe('{}');
});

test.each([
  ['{}', undefined],
  ['[]', /^An input is an object/],
  ['"x"', /^An input is an object/],
  ['{', /JSON/],
])('%s as an input: %s', (text, problem) => {
  if (problem) expect(inputProblem(text)).toMatch(problem);
  else expect(inputProblem(text)).toBeUndefined();
});
