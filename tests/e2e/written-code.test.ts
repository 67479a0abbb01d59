import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { heron, temporaryFolder } from './heron.ts';

const root = join(import.meta.dirname, '../..');

let place: ReturnType<typeof temporaryFolder>;
let dataFolder: string;
let work: string;

beforeEach(() => {
  place = temporaryFolder('written-code');
  dataFolder = join(place.path, 'data');
  work = join(place.path, 'work');
  mkdirSync(work);
});
afterEach(() => place.remove());

const inWork = () => ({ dataFolder, cwd: work });

function writePlan(input: Record<string, unknown>): string {
  const plan = { version: 1, title: 'Code', tasks: [{ id: 'code', action: 'code.run', input }] };
  const path = join(work, 'plan.json');
  writeFileSync(path, JSON.stringify(plan));
  return path;
}

test('a sentence with code in it is run when it is allowed, and not before [SB-09]', async () => {
  const sentence = 'run this javascript: console.log(6 * 7)';
  const unasked = await heron(['do', sentence], inWork());
  expect(unasked).toMatchObject({ code: 3 });
  expect(unasked.stderr).toContain('--allow code:javascript');
  const { code, stdout } = await heron(['do', sentence, '--allow', 'code:javascript'], inWork());
  expect(code).toBe(0);
  expect(stdout).toContain('The code ran to its end.');
  expect(stdout).toMatch(/^42$/m);
});

test('a plan gives code a file, keeps what it makes, and clears its workspace away [SB-09]', async () => {
  writeFileSync(join(work, 'numbers.txt'), '1 2 3');
  const code = `const fs = require('fs');
    const numbers = fs.readFileSync('numbers.txt', 'utf8').split(' ').map(Number);
    fs.writeFileSync('sum.txt', String(numbers.reduce((a, b) => a + b)));`;
  const plan = writePlan({ language: 'javascript', code, files: ['numbers.txt'], outputFolder: 'made' });
  const { code: exit, stderr } = await heron(['run', plan, '--allow', 'plan'], inWork());
  expect({ exit, stderr }).toMatchObject({ exit: 0 });
  expect(readFileSync(join(work, 'made', 'sum.txt'), 'utf8')).toBe('6');
  expect(readdirSync(join(dataFolder, 'code'))).toEqual([]);
});

test('an endless loop is ended, summed up in one sentence, and what it printed is told [SB-09]', async () => {
  const plan = writePlan({ language: 'javascript', code: 'console.log("so far"); for (;;);', timeoutSeconds: 1 });
  const { code, stdout } = await heron(['run', plan, '--allow', 'plan'], inWork());
  expect(code).toBe(0);
  expect(stdout).toContain(
    'The code was ended after 1 second, the time it may take; it had printed 7 bytes until then.',
  );
  expect(stdout).toMatch(/^so far$/m);
});

test.skipIf(process.platform !== 'linux')(
  'no code outlives an engine that is killed (skipped where /proc is absent) [SB-09]',
  async () => {
    const plan = writePlan({ language: 'javascript', code: 'for (;;);', timeoutSeconds: 600 });
    const engine = spawn(process.execPath, [join(root, 'bin/heron.js'), 'run', plan, '--allow', 'plan'], {
      env: { PATH: process.env['PATH'], HERON_DATA_DIR: dataFolder, HOME: dataFolder },
      cwd: work,
      stdio: 'ignore',
    });
    const codes = join(dataFolder, 'code');
    await until(() => existsSync(codes) && programsNaming(codes).length > 0);
    engine.kill('SIGKILL');
    await until(() => programsNaming(codes).length === 0);
    expect(programsNaming(codes)).toEqual([]);
  },
);

async function until(isSo: () => boolean): Promise<void> {
  for (let look = 0; look < 600 && !isSo(); look += 1) await sleep(50);
  expect(isSo()).toBe(true);
}

function programsNaming(text: string): string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text);
    } catch {
      return false; // it has just ended
    }
  });
}
