import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildStamp, isBuildFresh } from './build-freshness.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'heron-build-'));
  for (const path of ['src/main/engine.ts', 'src/main/late.ts', 'workers/clock/index.ts', 'package.json'])
    write(path, 100);
  for (const folder of ['src/main', 'src', 'workers/clock', 'workers']) date(folder, 100);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, seconds: number): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
  date(path, seconds);
}

function date(path: string, seconds: number): void {
  utimesSync(join(root, path), seconds, seconds);
}

test('nothing built is not fresh', () => {
  expect(isBuildFresh(root)).toBe(false);
});

test('a build later than every source is fresh', () => {
  write(buildStamp, 200);
  expect(isBuildFresh(root)).toBe(true);
});

test.each(['src/main/engine.ts', 'workers/clock/index.ts', 'workers/clock/manifest.json', 'package.json'])(
  'a later %s makes it stale',
  (path) => {
    write(buildStamp, 200);
    write(path, 300);
    expect(isBuildFresh(root)).toBe(false);
  },
);

test('a deleted source makes it stale', () => {
  write(buildStamp, 200);
  rmSync(join(root, 'src/main/late.ts'));
  expect(isBuildFresh(root)).toBe(false);
});

test('an edited test does not', () => {
  write('src/main/engine.test.ts', 100);
  date('src/main', 100);
  write(buildStamp, 200);
  date('src/main/engine.test.ts', 300);
  expect(isBuildFresh(root)).toBe(true);
});
