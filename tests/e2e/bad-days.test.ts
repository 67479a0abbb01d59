import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { heron, temporaryFolder } from './heron.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

let place: ReturnType<typeof temporaryFolder>;
let dataFolder: string;

beforeEach(() => {
  place = temporaryFolder('bad-days');
  dataFolder = join(place.path, 'data');
});

afterEach(() => place.remove());

test('a model server that is not there leaves the rules in charge, and the log says why [OR-03]', async () => {
  const environment = { HERON_MODEL_BASE_URL: 'http://127.0.0.1:9/v1', HERON_MODEL_NAME: 'nobody' };
  const { code, stdout } = await heron(['do', 'what time is it'], { dataFolder, environment });
  expect(code).toBe(0);
  expect(stdout).toContain('It is ');
  const log = await heron(['events', 'tail', '--types', 'planner.fellBack', '--json'], { dataFolder });
  expect(JSON.parse(log.stdout)).toMatchObject({
    payload: { error: { code: 'network', message: expect.stringContaining('127.0.0.1:9') } },
  });
});

test('on a full disk a run fails by name and leaves no half-written file', async ({ skip }) => {
  const full = join(place.path, 'full');
  const docs = join(place.path, 'docs');
  mkdirSync(full);
  mkdirSync(docs);
  writeFileSync(
    join(docs, 'noise.bin'),
    Buffer.from(Array.from({ length: 400_000 }, () => Math.floor(Math.random() * 256))),
  );
  const small = ['--dev-bind', '/', '/', '--size', '65536', '--tmpfs', full, '--'];
  const canMount = await run('bwrap', [...small, 'true']).then(
    () => true,
    () => false,
  );
  if (!canMount) skip('bubblewrap cannot mount a small file system here');
  const command = [
    process.execPath,
    join(root, 'bin/heron.js'),
    'do',
    `zip ${docs} to ${full}/docs.zip`,
    '--allow',
    'plan',
    '--data-dir',
    dataFolder,
  ];
  const finished = await run('bwrap', [
    ...small,
    'sh',
    '-c',
    '"$@"; code=$?; ls -A "$0"; exit $code',
    full,
    ...command,
  ]).catch((error: unknown) => error);
  const { code, stdout, stderr } = finished as { code?: number; stdout: string; stderr: string };
  expect(code).toBe(1);
  expect(stdout + stderr).toMatch(/no space left/i);
  expect(stdout.split('\n').filter((line) => line.includes('docs.zip') && !line.includes(' '))).toEqual([]);
});

test('unknown words after a command are refused with what was meant', async () => {
  const flag = await heron(['do', 'what time is it', '--alow', 'plan'], { dataFolder });
  expect(flag).toMatchObject({ code: 2, stderr: expect.stringContaining('--allow') });
  const allowance = await heron(['do', 'what time is it', '--allow', 'moon:/x'], { dataFolder });
  expect(allowance).toMatchObject({ code: 2, stderr: expect.stringContaining('moon') });
  expect(existsSync(dataFolder) ? readdirSync(dataFolder) : []).not.toContain('heron.db');
});
