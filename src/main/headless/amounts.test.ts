import { expect, test } from 'vitest';
import { counted, parseAge, parseSize, sizeText } from './amounts.ts';

test.each([
  ['30d', 2_592_000_000],
  ['12h', 43_200_000],
  ['2 w', 1_209_600_000],
  ['0m', 0],
])('the age %s', (text, ms) => expect(parseAge(text)).toBe(ms));

test.each([
  ['2GB', 2 * 1024 ** 3],
  ['500mb', 500 * 1024 ** 2],
  ['1.5 K', 1536],
  ['100', 100],
])('the size %s', (text, bytes) => expect(parseSize(text)).toBe(bytes));

test.each(['', 'd', '30', '30 years', '-1d'])('"%s" is no age', (text) => expect(() => parseAge(text)).toThrow('30d'));
test.each(['', 'GB', '2 gallons', '-1GB'])('"%s" is no size', (text) => expect(() => parseSize(text)).toThrow('2GB'));

test('sizes and counts are written for people', () => {
  expect([0, 1023, 1536, 150 * 1024, 3 * 1024 ** 3].map(sizeText)).toEqual([
    '0 B',
    '1023 B',
    '1.5 KB',
    '150 KB',
    '3.0 GB',
  ]);
  expect([counted(1, 'run'), counted(1200, 'run')]).toEqual(['1 run', '1,200 runs']);
});
