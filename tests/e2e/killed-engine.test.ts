import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from './heron.ts';

const root = join(import.meta.dirname, '../..');
const lacksProc = process.platform !== 'linux';

let place: ReturnType<typeof temporaryFolder>;
beforeEach(() => (place = temporaryFolder('killed-engine')));
afterEach(() => place.remove());

test.skipIf(lacksProc)(
  `no program of a worker outlives an engine that is killed${lacksProc ? ' (skipped where /proc is absent)' : ''} [RT-33]`,
  async () => {
    const seconds = `4321.${process.pid}`;
    const run = { program: 'sleep', args: [seconds] };
    const tasks = [
      { id: 'run', action: 'process.run', input: run },
      { id: 'start', action: 'process.start', input: { ...run, keep: true } },
    ];
    const plan = join(place.path, 'plan.json');
    writeFileSync(plan, JSON.stringify({ version: 1, title: 'Sleep', tasks }));
    const dataFolder = join(place.path, 'data');
    mkdirSync(dataFolder);
    const engine = spawn(process.execPath, [join(root, 'bin/heron.js'), 'run', plan, '--allow', 'plan'], {
      env: { PATH: process.env['PATH'], HERON_DATA_DIR: dataFolder, HOME: dataFolder },
      stdio: 'ignore',
    });
    await expect.poll(() => sleeping(seconds)).toBe(2);
    engine.kill('SIGKILL');
    await once(engine, 'exit');
    await expect.poll(() => sleeping(seconds)).toBe(0);
  },
);

function sleeping(seconds: string): number {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').endsWith(`sleep\0${seconds}\0`);
    } catch {
      return false; // it has just ended
    }
  }).length;
}
