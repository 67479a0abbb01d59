import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTrial, type Trial } from './trial-workers.ts';

let trial: Trial;

beforeEach(async () => {
  const actions = { exit: '() => process.exit(3)', burn: '() => { for (;;); }', echo: '({ value }) => ({ value })' };
  trial = await startTrial({
    bundled: { probe: { tier: 'node', actions, limits: { cpuMs: 400 } } },
    processes: { workerIdleMs: 0 },
  });
});
afterEach(() => trial.close());

type Line = { level: string; message: string };

function logged(level: string): string[] {
  const lines = readFileSync(join(trial.folder, 'trial.log'), 'utf8').trim().split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Line).flatMap((line) => (line.level === level ? line.message : []));
}

test('the log tells of a worker that crashed, and of one that was ended for a limit', async () => {
  await expect(trial.call('probe', 'exit')).rejects.toMatchObject({ code: 'worker-crashed' });
  expect(logged('warn')).toContainEqual(expect.stringMatching(/The worker probe .*3/));
  await expect(trial.call('probe', 'burn')).rejects.toMatchObject({ code: 'limit-exceeded' });
  expect(logged('warn')).toContainEqual(expect.stringContaining('limit cpuMs'));
});

test('the log is silent about a worker that ends because it is idle', async () => {
  await trial.call('probe', 'echo', 1);
  await expect.poll(() => trial.events.some(({ type }) => type === 'worker.stopped')).toBe(true);
  expect(logged('warn').filter((message) => message.includes('probe'))).toEqual([]);
});

test('the log tells why a worker cannot be loaded', async () => {
  trial.write('app/workers/broken/manifest.json', '{}');
  await expect.poll(() => logged('error')).toContainEqual(expect.stringMatching(/^The worker broken cannot be used: /));
});
