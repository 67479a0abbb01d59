import { statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Tier } from '../../../contract/manifest.ts';
import { startTrial, type Trial, type TrialOptions } from '../trial-workers.ts';
import type { Approval } from './approval-store.ts';
import { contentOf } from './content-hash.ts';
import { createJudge } from './judge.ts';

let trial: Trial;
afterEach(() => trial.close());

const part = 'node_modules/part/part.js';
const write = (path: string, value: string): void =>
  trial.write(`data/workers/bird/${path}`, `export default ${value};`);
const sing = (): Promise<unknown> => trial.call('bird', 'sing');
const changed = {
  code: 'worker-unavailable',
  message: expect.stringContaining('its files changed since you approved'),
};

/** An installed worker of two files that was approved as it is. */
async function startApproved(tier: Tier, options: TrialOptions = {}, second = part): Promise<void> {
  const approvals = new Map<string, Approval>();
  const judge = createJudge({
    approvals: { read: (id) => approvals.get(id) },
    rules: () => ({ allow: [], deny: [], keys: [] }),
  });
  const worker = {
    ...{ tier, files: { [second]: 'export default 1;' }, head: `import part from './${second}';` },
    actions: {
      sing: '() => ({ value: part })',
      crash: '() => process.exit(7)',
      hold: '(_, context) => context.sleep(60_000).then(() => ({}))',
    },
  };
  trial = await startTrial({ installed: { bird: worker }, judge, ...options });
  const folder = trial.pathOf('installed', 'bird');
  approvals.set('bird', {
    ...{ source: { kind: 'folder', location: folder }, version: '1.0.0', hash: (await contentOf(folder)).hash },
    ...{ approvedAt: 0, approvedBy: 'me', isWatched: false, manifest: undefined, files: undefined },
  });
  await trial.workers.registry.readAgain('bird');
}

const ends = (): number => trial.events.filter(({ type }) => type === 'worker.stopped').length;
const restless = { processes: { workerPauseMs: 3_600_000, workerIdleMs: 20 } };

test.each<[tier: Tier, second: string]>([
  ['isolate', part],
  ['node', part],
  ['node', 'x.test.ts'],
])(
  'a worker (%s) whose %s changed while it rested runs only when it is approved again [SB-22]',
  async (tier, second) => {
    await startApproved(tier, restless, second);
    expect(await sing()).toBe(1);
    await expect.poll(ends).toBe(1);
    const before = statSync(join(trial.pathOf('installed', 'bird'), second));
    write(second, '2');
    // Neither its size nor its time tells.
    utimesSync(join(trial.pathOf('installed', 'bird'), second), before.atime, before.mtime);
    await expect(sing()).rejects.toMatchObject(changed);
    await expect.poll(() => trial.workers.registry.get('bird')).toMatchObject({ trust: 'changed', state: 'refused' });
    write(second, '1');
    await trial.workers.registry.readAgain('bird');
    expect(await sing()).toBe(1);
  },
);

test('files that were only touched run on, also after a crash', async () => {
  await startApproved('node');
  expect(await sing()).toBe(1);
  write(part, '1');
  await expect(trial.call('bird', 'crash')).rejects.toMatchObject({ code: 'worker-crashed' });
  expect(await sing()).toBe(1);
});

test('a worker that changed and then crashed is not started again [SB-22]', async () => {
  await startApproved('node');
  expect(await sing()).toBe(1);
  write(part, '2');
  await expect(trial.call('bird', 'crash')).rejects.toMatchObject({ code: 'worker-crashed' });
  await expect(sing()).rejects.toMatchObject(changed);
});

test('a call that waits for its process when the change is found is told so too [SB-22]', async () => {
  await startApproved('node');
  await expect(trial.call('bird', 'crash')).rejects.toMatchObject({ code: 'worker-crashed' });
  const waiting = sing();
  waiting.catch(() => undefined);
  write(part, '2');
  await trial.workers.registry.readAgain('bird');
  await expect(waiting).rejects.toMatchObject(changed);
});

test('a second isolate of a process has the files of the first', async () => {
  const actions = { sing: '() => ({ value: part })', hold: '(_, context) => context.sleep(60_000).then(() => ({}))' };
  const files = { [part]: 'export default 1;' };
  trial = await startTrial({
    bundled: { bird: { tier: 'isolate', actions, files, head: `import part from './${part}';` } },
  });
  expect(await sing()).toBe(1);
  trial.write(`app/workers/bird/${part}`, 'export default 2;');
  const released = new AbortController();
  const held = [0, 1].map((each) => trial.call('bird', 'hold', each, { signal: released.signal }).catch(String));
  // The second takes calls as soon as it is there: the first has two.
  for (let turn = 0; turn < 30; turn += 1) {
    expect(await sing()).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  released.abort();
  await Promise.all(held);
});

test('a worker that changes while it runs is found without anybody who watches, and unloaded [SB-22]', async () => {
  await startApproved('node', { choresEveryMs: 50 });
  expect(await sing()).toBe(1);
  write(part, '2');
  await expect.poll(() => trial.workers.registry.get('bird').state).toBe('refused');
  await expect.poll(ends).toBe(1);
  await expect(sing()).rejects.toMatchObject(changed);
});
