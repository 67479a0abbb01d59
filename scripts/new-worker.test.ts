import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkWorkers } from './check-workers.ts';
import { staleFiles } from './generate.ts';
import { newWorker } from './new-worker.ts';
import { temporaryProject, type TemporaryProject } from './new-worker/temporary-project.ts';
import { runNode } from './processes.ts';

const packages = join(dirname(import.meta.dirname), 'node_modules');

let project: TemporaryProject;

beforeEach(() => {
  project = temporaryProject(['checksum', 'clock']);
});

afterEach(() => project.remove());

test.each(['isolate', 'node'] as const)('a new worker of the %s tier passes every check at once', async (tier) => {
  const made = await newWorker(project.root, { id: 'bird-song', tier });
  expect(made).toEqual(
    expect.arrayContaining([
      'workers/bird-song/manifest.json',
      'workers/bird-song/index.ts',
      'workers/bird-song/index.test.ts',
      'workers/bird-song/actions.generated.ts',
    ]),
  );
  expect(await checkWorkers(project.root)).toEqual([]);
  expect([...(await staleFiles(project.root)).keys()]).toEqual([]);
  const config = `tsconfig.${tier === 'isolate' ? 'isolate' : 'workers'}.json`;
  const types = await runNode([join(packages, 'typescript/bin/tsc'), '--project', config], { cwd: project.root });
  expect(types.stdout).toBe('');
});

test('the tests of a new worker pass', async () => {
  await newWorker(project.root, { id: 'bird-song', tier: 'isolate' });
  const vitest = join(packages, 'vitest/vitest.mjs');
  const outcome = await runNode([vitest, 'run', 'workers/bird-song', '--root', project.root], { cwd: project.root });
  expect(outcome.stdout).toMatch(/Tests\s.*4 passed/);
  expect(outcome.code).toBe(0);
});

test('the tsconfigs keep their comments and list the new worker in its place', async () => {
  await newWorker(project.root, { id: 'bird-song', tier: 'isolate' });
  for (const name of ['tsconfig.isolate.json', 'tsconfig.workers.json']) {
    const text = readFileSync(join(project.root, name), 'utf8');
    expect(text).toMatch(/^\{\n {2}\/\/ /);
    expect(text.match(/(?<="workers\/)[a-z][a-z-]*/g)).toEqual(['bird-song', 'clock']);
  }
});

test.each(['Bird', 'bird_song', '../bird', '1bird', ''])('%j is no id', async (id) => {
  await expect(newWorker(project.root, { id, tier: 'node' })).rejects.toThrow('is no id of a worker');
});

test('a worker that exists is not touched', async () => {
  const manifest = join(project.root, 'workers/clock/manifest.json');
  const before = readFileSync(manifest, 'utf8');
  await expect(newWorker(project.root, { id: 'clock', tier: 'node' })).rejects.toThrow('workers/clock exists already');
  expect(readFileSync(manifest, 'utf8')).toBe(before);
  expect(existsSync(join(project.root, 'docs/guide/workers.md'))).toBe(false);
});

test('on the command line it says what to do next, and what was wrong', async () => {
  const script = join(import.meta.dirname, 'new-worker.ts');
  const made = await runNode([script, 'bird-song', '--tier', 'node', '--into', project.root]);
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(made.stdout).toContain('Prove it: npx vitest run workers/bird-song');
  const again = await runNode([script, 'bird-song', '--into', project.root]);
  expect(again).toMatchObject({ code: 1, stderr: 'workers/bird-song exists already\n' });
  const wrong = await runNode([script, '--tier', 'thread', 'x', '--into', project.root]);
  expect(wrong.code).toBe(1);
});
