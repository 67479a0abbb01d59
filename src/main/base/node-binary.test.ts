import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findNodeBinary } from './node-binary.ts';

const root = join(import.meta.dirname, '../../..');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-node-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('in a checkout it is the pinned package, which runs', () => {
  const version = execFileSync(findNodeBinary(root), ['--version'], { encoding: 'utf8' });
  expect(version).toMatch(/^v26\./);
});

test("the packaged app's own comes first", () => {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  mkdirSync(join(folder, 'node'));
  writeFileSync(join(folder, 'node', name), '');
  expect(findNodeBinary(join(folder, 'app'))).toBe(join(folder, 'node', name));
});

test('where there is none, a person is told what to do', () => {
  expect(() => findNodeBinary(folder)).toThrow(`run \`npm ci\` in ${folder}`);
});
