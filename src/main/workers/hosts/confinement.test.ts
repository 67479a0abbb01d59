import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { startTrial, type Trial } from '../trial-workers.ts';
import { descendantsOf } from './machine/descendants.ts';
import { findBubblewrap } from './machine/sandbox.ts';

/** What workers try to get out is in tests/security; here is what of their own files they may use. */
let trial: Trial;
afterEach(() => trial.close());

test('a worker with a link out of its folder is not loaded', async () => {
  const read =
    "async () => ({ value: (await import('node:fs')).readFileSync(new URL('./linked.txt', import.meta.url), 'utf8') })";
  trial = await startTrial();
  writeFileSync(join(trial.folder, 'outside.txt'), 'secret');
  const folder = trial.pathOf('installed', 'linked');
  trial.install('installed', 'linked', { tier: 'node', actions: { read } });
  symlinkSync(join(trial.folder, 'outside.txt'), join(folder, 'linked.txt'));
  await expect.poll(() => trial.workers.registry.list().map(({ id }) => id)).toContain('linked');
  expect((await trial.workers.registry.reload('linked')).error).toMatchObject({
    code: 'invalid-manifest',
    message: `${folder} holds a link that leads out of it or nowhere: linked.txt`,
  });
  await expect(trial.call('linked', 'read')).rejects.toMatchObject({ code: 'worker-unavailable' });
});

test('the links of a worker are looked at, and not followed', async () => {
  trial = await startTrial();
  const folder = trial.pathOf('installed', 'linked');
  trial.install('installed', 'linked', { tier: 'node', actions: { echo: '({ value }) => ({ value })' } });
  symlinkSync('.', join(folder, 'self'));
  symlinkSync('/', join(folder, 'root'));
  await expect.poll(() => trial.workers.registry.list().map(({ id }) => id)).toContain('linked');
  expect((await trial.workers.registry.reload('linked')).error).toMatchObject({
    code: 'invalid-manifest',
    message: expect.stringMatching(/holds a link that leads out of it or nowhere: (root|self)$/) as string,
  });
});

test.skipIf(findBubblewrap() === undefined).each(['node', 'isolate'] as const)(
  'the system calls of a worker of the %s tier are filtered (skipped where bubblewrap is absent)',
  async (tier) => {
    trial = await startTrial({ bundled: { probe: { tier, actions: { echo: '({ value }) => ({ value })' } } } });
    expect(await trial.call('probe', 'echo', 3)).toBe(3);
    const pid =
      trial.events.flatMap((event) => (event.type === 'worker.started' ? [event.payload.pid] : [])).at(-1) ?? 0;
    const statuses = [pid, ...descendantsOf(pid)].map((each) => readFileSync(`/proc/${each}/status`, 'latin1'));
    // Bubblewrap itself stays outside of its filter.
    const hosts = statuses.filter((status) => !/^Name:\s+bwrap$/m.test(status));
    expect(hosts.map((status) => /^Seccomp:\s+(\d)$/m.exec(status)?.[1])).toEqual(['2']);
  },
);

describe('isolate-tier code', () => {
  test('imports its own files, stripped of their types, and the kit', async () => {
    const files = {
      'double.ts': "import { two } from './deep/two.ts'; export const double = (x: number): number => x * two;",
      'deep/two.ts':
        "import { WorkerFailure } from 'heron/worker-kit'; export const two: number = WorkerFailure ? 2 : 0;",
    };
    const head = "import { double } from './double.ts';";
    const actions = { parts: '() => ({ value: double(4) })' };
    trial = await startTrial({ installed: { probe: { tier: 'isolate', actions, files, head } } });
    expect(await trial.call('probe', 'parts')).toBe(8);
  });

  test('cannot import through a link out of its folder, though it came with Heron', async () => {
    trial = await startTrial();
    const folder = trial.pathOf('bundled', 'strayer');
    mkdirSync(folder, { recursive: true });
    trial.write('app/workers/secret.ts', 'export const secret = 1;');
    symlinkSync('../secret.ts', join(folder, 'linked.ts'));
    const head = "import './linked.ts';";
    trial.install('bundled', 'strayer', { tier: 'isolate', actions: { act: '() => ({})' }, head });
    await expect.poll(() => trial.workers.registry.list().map(({ id }) => id)).toContain('strayer');
    await trial.workers.registry.reload('strayer');
    await expect(trial.call('strayer', 'act')).rejects.toMatchObject({
      code: 'worker-unavailable',
      // In bubblewrap there is nothing at the other end.
      message: expect.stringMatching(/may import its own files and heron\/worker-kit|which is not there/) as string,
    });
  });
});
