import { expect, test } from 'vitest';
import { tableLines, timeText } from './table.ts';

test('columns are as wide as their widest cell, and the last is not padded', () => {
  expect(
    tableLines([
      ['a', 'long cell', 'x'],
      ['bb', 'c', 'yy'],
    ]),
  ).toEqual(['a   long cell  x', 'bb  c          yy']);
});

test('cells cannot break out of their line', () => {
  expect(tableLines([['a\nb\u001b[2J']])).toEqual(['a\\nb\\u{1b}[2J']);
});

test('times are local', () => {
  const date = new Date(2026, 10, 21, 4, 5, 6);
  expect(timeText(date.getTime())).toBe('2026-11-21 04:05:06');
});
