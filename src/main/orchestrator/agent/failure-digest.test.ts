import { expect, test } from 'vitest';
import type { Failure } from '../../../contract/errors.ts';
import { failureDigest } from './failure-digest.ts';

const failure = (stdout: string, stderr = ''): Failure => ({
  ...{ code: 'worker-failed', message: 'node ended with code 1' },
  details: { exitCode: 1, stdout, stderr },
});

test('of a long output the lines that tell what is wrong are left, with those after them [OR-15]', () => {
  const noise = Array.from({ length: 500 }, (_, at) => `✔ passes ${at}`).join('\n');
  const output = `${noise}\n\u001B[31mnot ok 3 - adds\u001B[0m\n  expected: 3\n  actual: 4\n  at add.js:4:9\n${noise}\n# 0 failures elsewhere`;
  expect(failureDigest(failure(output, 'npm error code 1'))).toBe(
    '…\nnot ok 3 - adds\n  expected: 3\n  actual: 4\n  at add.js:4:9\n✔ passes 0\n✔ passes 1\n…\nnpm error code 1',
  );
});

test('where no line tells it the last ones do; nothing written is nothing told', () => {
  const lines = Array.from({ length: 60 }, (_, at) => `line ${at}`);
  const told = failureDigest(failure(lines.join('\n')));
  expect(told?.split('\n')).toEqual(['…', ...lines.slice(20)]);
  expect(failureDigest(failure(''))).toBeUndefined();
  expect(failureDigest({ code: 'network', message: 'gone' })).toBeUndefined();
});
