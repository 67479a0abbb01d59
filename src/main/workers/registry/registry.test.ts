import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startTrial, type Trial } from '../trial-workers.ts';

let trial: Trial;
afterEach(() => trial.close());

const one = { tier: 'node', actions: { act: '() => ({ value: 1 })' } } as const;
const two = { tier: 'isolate', actions: { act: '() => ({ value: 2 })' } } as const;

const listed = (): unknown[] =>
  trial.workers.registry.list().map(({ id, origin, state, error }) => [id, origin, state, error?.code ?? null]);

const heard = (): string[] =>
  trial.events
    .map((event) => `${event.type} ${event.scope.workerId ?? '?'}`)
    .filter((line) => !/started|stopped/.test(line));

test('bundled and installed workers are found, and told in the log', async () => {
  trial = await startTrial({ bundled: { first: one }, installed: { second: two } });
  expect(listed()).toEqual([
    ['first', 'bundled', 'idle', null],
    ['second', 'installed', 'idle', null],
  ]);
  expect(trial.workers.registry.manifests().map(({ id }) => id)).toEqual(['first', 'second']);
  expect(trial.workers.registry.get('second').isolation).toContain('isolate without Node, in its own process');
  await expect.poll(heard).toEqual(['worker.loaded first', 'worker.loaded second']);
  expect(await trial.call('second', 'act')).toBe(2);
  expect(() => trial.workers.registry.get('third')).toThrow('There is no worker third');
  await expect(trial.workers.registry.reload('third')).rejects.toMatchObject({ code: 'not-found' });
});

test('those that came with Heron stand first, whatever the others are called', async () => {
  trial = await startTrial({ bundled: { zebra: one, yak: one }, installed: { ant: two } });
  expect(trial.workers.registry.manifests().map(({ id }) => id)).toEqual(['yak', 'zebra', 'ant']);
});

test('an installed worker is found when it arrives, goes when it goes, and changes when it changes', async () => {
  trial = await startTrial();
  trial.install('installed', 'late', one);
  await expect.poll(heard).toEqual(['worker.loaded late']);
  expect(await trial.call('late', 'act')).toBe(1);
  rmSync(trial.pathOf('installed', 'late'), { recursive: true });
  await expect.poll(heard).toContain('worker.unloaded late');
  expect(listed()).toEqual([]);
  await expect(trial.call('late', 'act')).rejects.toMatchObject({ code: 'worker-unavailable' });
});

test('a worker with a bad manifest is listed with what is wrong, and comes back when it is mended', async () => {
  trial = await startTrial({ bundled: { first: one } });
  const file = join(trial.pathOf('bundled', 'first'), 'manifest.json');
  writeFileSync(file, '{}');
  await expect.poll(listed).toEqual([['first', 'bundled', 'failed', 'invalid-manifest']]);
  await expect.poll(heard).toContain('worker.failed first');
  await expect(trial.call('first', 'act')).rejects.toMatchObject({
    code: 'worker-unavailable',
    message: expect.stringContaining('id: is missing') as string,
  });
  trial.install('bundled', 'first', one);
  await expect.poll(listed).toEqual([['first', 'bundled', 'idle', null]]);
  expect(await trial.call('first', 'act')).toBe(1);
});

test('a folder whose name is no id is listed as failed', async () => {
  trial = await startTrial();
  mkdirSync(trial.pathOf('installed', 'Not An Id'));
  await expect.poll(listed).toEqual([['Not An Id', 'installed', 'failed', 'invalid-manifest']]);
  await expect.poll(heard).toEqual(['worker.failed ?']);
});

test('of two workers with one id the bundled one runs, and the other takes its place when it is gone', async () => {
  trial = await startTrial({ bundled: { twin: one }, installed: { twin: two } });
  expect(listed()).toEqual([
    ['twin', 'bundled', 'idle', null],
    ['twin', 'installed', 'failed', 'already-exists'],
  ]);
  expect(trial.workers.registry.list()[1]?.error?.message).toContain('is taken by the bundled worker in');
  expect(await trial.call('twin', 'act')).toBe(1);
  renameSync(trial.pathOf('bundled', 'twin'), join(trial.folder, 'aside'));
  await expect.poll(listed).toEqual([['twin', 'installed', 'idle', null]]);
  expect(await trial.call('twin', 'act')).toBe(2);
});

test('what changes nothing loads nothing again', async () => {
  trial = await startTrial({ bundled: { first: one, second: one } });
  writeFileSync(join(trial.pathOf('bundled', 'first'), 'notes.test.ts'), '// not of the worker');
  trial.install('bundled', 'second', two);
  await expect.poll(heard).toEqual(['worker.loaded first', 'worker.loaded second', 'worker.loaded second']);
});
