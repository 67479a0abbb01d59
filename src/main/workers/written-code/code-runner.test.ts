import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findBubblewrap } from '../hosts/machine/sandbox.ts';
import type { CodeRunner, RanCode, WrittenCode } from './code-runner.ts';
import { fakeCodeRunner } from './fake-code-runner.ts';
import { findPython } from './python.ts';

const hasBubblewrap = findBubblewrap() !== undefined;
const hasPython = hasBubblewrap && (await findPython(process.env)) !== undefined;
const limits = { wallMs: 30_000, cpuMs: 30_000, memoryMb: 128, keptOutputBytes: 10_000 };
const readAll = 'require("fs").readFileSync(0, "utf8")';

let folder: string;
let ran: RanCode[];
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-runner-')));
  ran = [];
});
afterEach(async () => {
  for (const each of ran) await each.close();
  const left = readdirSync(folder).includes('code') ? readdirSync(join(folder, 'code')) : [];
  rmSync(folder, { recursive: true });
  expect(left).toEqual([]);
});

async function run(runner: CodeRunner, written: Partial<WrittenCode>): Promise<RanCode> {
  const { signal } = new AbortController();
  const result = await runner.run({
    language: 'javascript',
    code: '',
    input: '',
    files: [],
    limits,
    signal,
    ...written,
  });
  ran.push(result);
  return result;
}

async function textOf({ read }: RanCode, name: string): Promise<string> {
  return Buffer.from((await read(name, 0)).bytes).toString();
}

async function* given(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

describe.each([
  { walls: 'bubblewrap', isBare: false },
  { walls: 'the permission model alone', isBare: true },
])('in $walls', ({ isBare }) => {
  const here = test.skipIf(!isBare && !hasBubblewrap);
  const runner = (): CodeRunner => fakeCodeRunner(folder, isBare);

  here('it reads its input and its files, and what it prints and writes is kept', async () => {
    const code = `const fs = require('fs');
      console.log(${readAll}, fs.readFileSync('given.txt', 'utf8'), require.main === module);
      console.error('aside');
      fs.mkdirSync('deep'); fs.writeFileSync('deep/made.txt', 'grün'); fs.appendFileSync('changed.txt', '!');
      process.exitCode = 3;`;
    const files = [
      { name: 'given.txt', chunks: given('from a file') },
      { name: 'changed.txt', chunks: given('before') },
    ];
    const result = await run(runner(), { code, input: 'from outside', files });
    expect(result).toMatchObject({
      ...{ exitCode: 3, signal: null, limit: null, leftOut: [] },
      output: { stdout: { text: 'from outside from a file true\n', isCut: false }, stderr: { text: 'aside\n' } },
    });
    expect(result.artifacts.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['changed.txt', 7],
      ['deep/made.txt', 5],
    ]);
    expect(await textOf(result, 'deep/made.txt')).toBe('grün');
    await expect(result.read('../given.txt', 0)).rejects.toMatchObject({ code: 'not-found' });
  });

  here.each([
    ['modules', 'javascript', "import fs from 'node:fs'; console.log(await fs.promises.readdir('.'))", '[]\n'],
    ['types', 'typescript', 'const answer: number = 42; console.log(answer satisfies number)', '42\n'],
  ] as const)('JavaScript with %s is understood', async (_what, language, code, text) => {
    const result = await run(runner(), { language, code });
    expect(result).toMatchObject({ exitCode: 0, output: { stdout: { text }, stderr: { text: '' } } });
  });

  here('an endless loop is ended by its time limit, and what it has said is kept', async () => {
    const code = 'require("fs").writeFileSync("begun", ""); console.log("so far"); for (;;);';
    const result = await run(runner(), { code, limits: { ...limits, wallMs: 1000 } });
    expect(result).toMatchObject({ limit: 'time', exitCode: null, output: { stdout: { text: 'so far\n' } } });
    expect(result.artifacts.map(({ name }) => name)).toEqual(['begun']);
  });

  here('processor time, memory and output have limits of their own', async () => {
    const busy = { ...limits, cpuMs: 600 };
    expect((await run(runner(), { code: 'for (;;);', limits: busy })).limit).toBe('cpu');
    const heap = 'const kept = []; for (;;) kept.push({ text: String(Math.random()) });';
    expect((await run(runner(), { code: heap })).limit).toBe('memory');
    const buffers = 'const kept = []; setInterval(() => kept.push(Buffer.alloc(8e6, 1)), 1);';
    expect((await run(runner(), { code: buffers })).limit).toBe('memory');
    const flood = `const line = 'x'.repeat(65536); const go = () => { while (process.stdout.write(line)); process.stdout.once('drain', go); }; go();`;
    const flooded = await run(runner(), { code: flood, limits: { ...limits, keptOutputBytes: 1000 } });
    expect(flooded).toMatchObject({ limit: 'output', output: { stdout: { isCut: true, text: 'x'.repeat(1000) } } });
  });

  here('more files than it has room for end it', async () => {
    const code = `const fs = require('fs'); let n = 0; setInterval(() => { for (let i = 0; i < 50; i += 1) fs.writeFileSync(String(n++), ''); }, 1);`;
    expect((await run(runner(), { code })).limit).toBe('disk');
  });

  here('it is ended with its call', async () => {
    const { signal, abort } = controller();
    const running = runner().run({ language: 'javascript', code: 'for (;;);', input: '', files: [], limits, signal });
    setTimeout(abort, 300);
    await expect(running).rejects.toThrow('stopped');
  });

  here('whenever it is ended, also while its walls are still being put up', async () => {
    const written = { language: 'javascript' as const, code: 'for (;;);', input: '', files: [], limits };
    const walled = runner();
    await run(walled, { code: '1' });
    for (const delayMs of [0, 5, 10, 20, 40, 80, 160]) {
      const { signal, abort } = controller();
      const running = walled.run({ ...written, signal });
      setTimeout(abort, delayMs);
      await expect(running).rejects.toThrow('stopped');
    }
  });

  here('folders that nobody may enter, links and deep trees are cleared away with the rest', async () => {
    const code = `const fs = require('fs');
      let path = '.'; for (let depth = 0; depth < 60; depth += 1) fs.mkdirSync(path += '/d');
      fs.mkdirSync('closed'); fs.writeFileSync('closed/a', 'a'); try { fs.chmodSync('closed', 0); } catch {}`;
    const result = await run(runner(), { code });
    expect(result.exitCode).toBe(0);
    expect(result.leftOut).toContainEqual({ name: 'd/d/d/d/d/d/d/d/d', why: 'it lies too deep' });
  });

  here('what an engine left that was killed is gone when the next one starts', async () => {
    mkdirSync(join(folder, 'code', 'code-left', 'program'), { recursive: true });
    writeFileSync(join(folder, 'code', 'code-left', 'program', 'main.js'), 'x');
    await run(runner(), { code: 'console.log(1)' });
    for (let look = 0; look < 100 && readdirSync(join(folder, 'code')).includes('code-left'); look += 1)
      await sleep(20);
    expect(readdirSync(join(folder, 'code'))).not.toContain('code-left');
  });
});

function controller(): { signal: AbortSignal; abort: () => void } {
  const made = new AbortController();
  return { signal: made.signal, abort: () => made.abort(new Error('stopped')) };
}

test('Python is refused with the reason where bubblewrap cannot close it off', async () => {
  await expect(run(fakeCodeRunner(folder, true), { language: 'python', code: 'print(1)' })).rejects.toMatchObject({
    code: 'unsupported',
    message: 'Python is run only where bubblewrap can close it off',
  });
});

test('a bubblewrap that cannot do it is done without', async () => {
  const broken = join(folder, 'bwrap');
  writeFileSync(broken, '#!/bin/sh\necho "no permissions to create a namespace" >&2; exit 1\n', { mode: 0o755 });
  const { createCodeRunner } = await import('./code-runner.ts');
  const { findPrograms } = await import('../hosts/machine/programs.ts');
  const { createLogger } = await import('../../base/logger.ts');
  const log = join(folder, 'log');
  const runner = createCodeRunner({
    nodeBinary: process.execPath,
    programs: findPrograms(''),
    bubblewrap: broken,
    environment: process.env,
    folder: join(folder, 'code'),
    logger: createLogger(log, 'debug'),
  });
  expect(await run(runner, { code: 'console.log(1)' })).toMatchObject({ exitCode: 0 });
  await expect(run(runner, { language: 'python', code: '1' })).rejects.toMatchObject({ code: 'unsupported' });
  for (let look = 0; look < 100 && !readFileSync(log, 'utf8').includes('namespace'); look += 1) await sleep(20);
  expect(readFileSync(log, 'utf8')).toContain('no permissions to create a namespace');
});

describe.skipIf(!hasPython)('Python (skipped without Python or bubblewrap)', () => {
  const python = (code: string, more: Partial<WrittenCode> = {}): Promise<RanCode> =>
    run(fakeCodeRunner(folder), { language: 'python', code, ...more });

  test('it reads, prints and writes', async () => {
    const result = await python('import sys\nprint(sys.stdin.read())\nopen("a.txt", "w").write("A")', { input: 'in' });
    expect(result).toMatchObject({ exitCode: 0, output: { stdout: { text: 'in\n' } } });
    expect(await textOf(result, 'a.txt')).toBe('A');
  });

  test('what it printed before its time was up is known, though nothing flushed it', async () => {
    const result = await python('print("so far")\nwhile True: pass', { limits: { ...limits, wallMs: 1000 } });
    expect(result).toMatchObject({ limit: 'time', output: { stdout: { text: 'so far\n' } } });
  });

  test('memory and room for files are the kernel’s to keep', async () => {
    expect((await python('kept = []\nwhile True: kept.append(bytearray(10_000_000))')).limit).toBe('memory');
    expect((await python('f = open("big", "wb")\nwhile True: f.write(bytes(1_000_000))')).limit).toBe('disk');
    const unseen = 'import os\nf = open("gone", "wb")\nos.unlink("gone")\nwhile True: f.write(bytes(1_000_000))';
    expect((await python(unseen)).limit).toBe('disk');
  });

  test('it starts no other process', async () => {
    const result = await python('import os\nwhile True: os.fork()');
    expect(result.output.stderr.text).toContain('PermissionError: [Errno 1] Operation not permitted');
  });
});
