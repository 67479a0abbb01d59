import { expect, test } from 'vitest';
import { memberPath } from './json-path.ts';

test('paths read like an expression', () => {
  expect(memberPath('', 'output')).toBe('output');
  expect(memberPath('output', 0)).toBe('output[0]');
  expect(memberPath('output[0]', 'name')).toBe('output[0].name');
  expect(memberPath('output', 'content-type')).toBe('output["content-type"]');
});
