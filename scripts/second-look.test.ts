import { expect, test } from 'vitest';
import { afterSecondLook, filesToLookAtAgain } from './second-look.ts';
import type { FileTally } from './tally-reporter.ts';

const file = (name: string, passed: number, ...failed: string[]): FileTally => ({
  file: name,
  ms: 10,
  passed,
  failed: failed.map((title) => ({ test: `${name} > ${title}`, message: 'late' })),
  skipped: [],
});

test('few failing files are looked at again, many are not, nor when something failed outside a test', () => {
  const files = [file('a', 1), file('b', 1, 'x'), file('c', 0, 'c')];
  expect(filesToLookAtAgain({ files, outside: [] })).toEqual(['b', 'c']);
  expect(filesToLookAtAgain({ files, outside: [{ test: 'outside any test', message: 'boom' }] })).toEqual([]);
  const many = Array.from({ length: 5 }, (_, index) => file(`f${index}`, 1, 'x'));
  expect(filesToLookAtAgain({ files: many, outside: [] })).toEqual([]);
});

test('a file that passes alone counts as passed, and its failures are named', () => {
  const first = { files: [file('a', 1), file('b', 3, 'x')], outside: [] };
  const { tally, unsteady } = afterSecondLook(first, { files: [file('b', 4)], outside: [] });
  expect(tally.files).toEqual([file('a', 1), { ...file('b', 4), ms: 20 }]);
  expect(unsteady).toEqual([{ test: 'b > x', message: 'late' }]);
});

test('a file that fails again, that did not start again or whose second run had no test stays failed', () => {
  const first = { files: [file('a', 1, 'x'), file('b', 3, 'x'), file('c', 2, 'x')], outside: [] };
  const second = { files: [file('a', 1, 'y'), file('c', 0)], outside: [] };
  expect(afterSecondLook(first, second)).toEqual({ tally: first, unsteady: [] });
});

test('what fails outside a test the second time is a failure', () => {
  const outside = [{ test: 'outside any test', message: 'boom' }];
  const { tally } = afterSecondLook({ files: [file('b', 3, 'x')], outside: [] }, { files: [file('b', 4)], outside });
  expect(tally.outside).toEqual(outside);
});
