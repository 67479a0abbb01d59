import { array, assert, constantFrom, property } from 'fast-check';
import { expect, test } from 'vitest';
import { requiredText } from './required-text.ts';

test.each([
  ['needle of .* 5[0-9]+ took', 'needle of '],
  ['error', 'error'],
  ['a|b', ''],
  ['(a|b)longer', 'longer'],
  ['ab?cd', 'cd'],
  ['ab*', 'a'],
  ['ab+c', 'ab'],
  ['abc{0,2}', 'ab'],
  ['abc{2}', 'ab'],
  ['10\\.0\\.0\\.1', '10.0.0.1'],
  ['\\d+ms', 'ms'],
  ['ab\\x41bcdef', 'ab'],
  ['^\\s+at [^(]+\\(', 'at '],
  ['grün😀*', 'grün'],
  ['(?:x)?yes(no)?', 'yes'],
  ['[abc', ''],
])('every match of %s contains %j', (source, text) => {
  expect(requiredText(source)).toBe(text);
});

test('what is left out cannot match', () => {
  const parts = constantFrom(
    'a',
    'b',
    'ab',
    '.',
    '\\.',
    '[ab]',
    '(a|b)',
    '(?:ab)',
    'a*',
    'b+',
    'a?',
    'b{0,1}',
    'a{2}',
    '|',
    '^',
    '$',
    '\\w',
  );
  const texts = array(constantFrom('a', 'b', '.'), { maxLength: 8 });
  assert(
    property(array(parts, { maxLength: 5 }), texts, (source, text) => {
      const [expression, line] = [new RegExp(source.join(''), 'u'), text.join('')];
      const needle = requiredText(source.join(''));
      if (!line.includes(needle)) expect(expression.test(line)).toBe(false);
    }),
    { numRuns: Number(process.env['HERON_PROPERTY_RUNS'] ?? 500) },
  );
});
