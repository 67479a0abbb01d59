import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { beginStart } from './start-marker.ts';

const failures = (version: string): number => beginStart(file, version).failedBefore;

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-marker-'));
  file = join(folder, 'starts.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('starts that do not come to their end are counted, until one does', () => {
  expect([failures('2.0.0'), failures('2.0.0'), failures('2.0.0')]).toEqual([0, 1, 2]);
  beginStart(file, '2.0.0').done();
  expect(failures('2.0.0')).toBe(0);
});

test('a start that another Heron stood in the way of counts for nothing', () => {
  failures('2.0.0');
  beginStart(file, '2.0.0').forget();
  expect(failures('2.0.0')).toBe(1);
});

test('another version begins anew', () => {
  failures('1.0.0');
  failures('1.0.0');
  expect(failures('2.0.0')).toBe(0);
});

test.each(['', '{', 'null', '{"version":1,"failed":-1}'])('a marker that says %j counts nothing', (text) => {
  writeFileSync(file, text);
  expect(failures('2.0.0')).toBe(0);
  expect(failures('2.0.0')).toBe(1);
});
