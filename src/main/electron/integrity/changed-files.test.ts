import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createPackageWithOptions } from '@electron/asar';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changedFiles, isLookedAt } from './changed-files.ts';

let folder: string;
let archive: string;

const files = {
  'out/main/electron.js': 'entry',
  'out/main/electron-app.js': 'app',
  'out/main/chunks/engine-1.js': 'engine',
  'out/renderer/index.html': 'page',
  'out/workers/clock/index.js': 'worker',
  'node_modules/better-sqlite3/prebuilds/linux-x64.node': 'native',
  'node_modules/sherpa-onnx-node/index.js': 'speech',
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heron-archive-'));
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, 'app', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  archive = join(folder, 'app.asar');
  // What electron-builder packs with; everything but the entry stays beside the archive.
  await createPackageWithOptions(join(folder, 'app'), archive, { unpack: '!**/out/main/electron.js' });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const beside = (path: string): string => join(`${archive}.unpacked`, path);

test('what is as it was packed is said to be so', async () => {
  expect(readFileSync(beside('out/main/chunks/engine-1.js'), 'utf8')).toBe('engine');
  expect(await changedFiles(archive)).toEqual([]);
});

test.each(Object.keys(files).filter((path) => isLookedAt(path) && path !== 'out/main/electron.js'))(
  'a byte more in %s is seen, and that it is gone',
  async (path) => {
    appendFileSync(beside(path), ' ');
    expect(await changedFiles(archive)).toEqual([path]);
    rmSync(beside(path));
    expect(await changedFiles(archive)).toEqual([path]);
  },
);

test('what Electron does not load itself is not looked at', async () => {
  for (const path of ['out/workers/clock/index.js', 'node_modules/sherpa-onnx-node/index.js'])
    writeFileSync(beside(path), 'other');
  expect(await changedFiles(archive)).toEqual([]);
});

test('an archive that is none is an error, not an answer', async () => {
  writeFileSync(archive, 'no archive at all, and long enough');
  await expect(changedFiles(archive)).rejects.toThrow();
});
