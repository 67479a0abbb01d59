import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import worker from './index.ts';
import { summaryOf } from './summary.ts';

const { run } = worker.actions;
const defaults = { timeoutSeconds: 30, memoryMb: 256, maxOutputBytes: 100_000 };
const javascript = (code: string) => ({ language: 'javascript' as const, code, ...defaults });
const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex');

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-code-test-')));
});
afterEach(() => rmSync(folder, { recursive: true }));

const allowed = () => fakeContext({ allow: { languages: ['javascript'], read: [folder], write: [folder] } });

test('code reads its input and its files, and gives what it prints and writes', async () => {
  writeFileSync(join(folder, 'numbers.txt'), '1 2 3');
  const code = `const fs = require('fs');
    const sum = fs.readFileSync('numbers.txt', 'utf8').split(' ').reduce((a, b) => a + Number(b), 0);
    console.log(fs.readFileSync(0, 'utf8'), sum);
    fs.writeFileSync('sum.txt', String(sum));
    fs.writeFileSync('raw.bin', Buffer.from([0, 255]));`;
  const output = await run({ ...javascript(code), stdin: 'the sum:', files: [join(folder, 'numbers.txt')] }, allowed());
  expect(output).toMatchObject({
    summary: 'The code ran to its end.',
    ...{ exitCode: 0, signal: null, limit: null, stdout: 'the sum: 6\n', stderr: '', truncated: false },
  });
  expect(output.artifacts).toEqual([
    {
      name: 'raw.bin',
      bytes: 2,
      sha256: createHash('sha256')
        .update(Buffer.from([0, 255]))
        .digest('hex'),
    },
    { name: 'sum.txt', bytes: 1, sha256: sumOf('6'), text: '6' },
  ]);
});

test('what it writes is put into the folder that was named, in place of nothing that is there', async () => {
  const input = { ...javascript("require('fs').writeFileSync('made.txt', 'made')"), outputFolder: folder };
  const output = await run(input, allowed());
  const path = join(folder, 'made.txt');
  expect(output.artifacts).toEqual([{ name: 'made.txt', bytes: 4, sha256: sumOf('made'), path }]);
  expect(readFileSync(path, 'utf8')).toBe('made');
  await expect(run(input, allowed())).rejects.toMatchObject({ code: 'already-exists', details: { path } });
});

test('code that runs too long is ended, and what it printed until then is given', async () => {
  const output = await run({ ...javascript('console.log("so far"); for (;;);'), timeoutSeconds: 1 }, allowed());
  expect(output).toMatchObject({
    summary: 'The code was ended after 1 second, the time it may take; it had printed 7 bytes until then.',
    ...{ limit: 'time', exitCode: null, stdout: 'so far\n' },
  });
});

test('an error of the code is a result, with its code and what it said', async () => {
  const output = await run(javascript('throw new Error("of its own")'), allowed());
  expect(output).toMatchObject({ summary: 'The code ended with code 1.', exitCode: 1 });
  expect(output.stderr).toContain('of its own');
});

test('code that is not allowed does not run, and leaves nothing behind', async () => {
  const input = { ...javascript("require('fs').writeFileSync('made.txt', '')"), outputFolder: folder };
  await expect(run(input, fakeContext())).rejects.toMatchObject({ code: 'permission-denied' });
  expect(existsSync(join(folder, 'made.txt'))).toBe(false);
});

test('two files of one name are refused before anything runs', async () => {
  const input = { ...javascript(''), files: ['/a/x.txt', '/b/x.txt'] };
  await expect(run(input, allowed())).rejects.toMatchObject({
    code: 'invalid-input',
    message: 'Two of the files are called x.txt; the code could not tell them apart',
  });
});

describe('the sentence that tells how it ended', () => {
  const limits = { wallMs: 30_000, cpuMs: 30_000, memoryMb: 256, keptOutputBytes: 10 };
  const silent = { text: '', bytes: 0, isCut: false };
  const end = { exitCode: null, signal: 'SIGKILL', limit: null, stdout: silent, stderr: silent, durationMs: 1 };
  const left = { artifacts: [], leftOut: [] };

  test.each([
    ['time', 'The code was ended after 30 seconds, the time it may take; it had printed nothing until then.'],
    [
      'memory',
      'The code was ended because it needed more than the 256 MB of memory it may use; it had printed nothing until then.',
    ],
    ['output', 'The code was ended because it printed more than anybody reads; the beginning was kept.'],
    [null, 'The code was ended by the signal SIGKILL; it had printed nothing until then.'],
  ] as const)('limit %s', (limit, sentence) => {
    expect(summaryOf({ ...end, ...left, limit }, limits)).toBe(sentence);
  });
});
