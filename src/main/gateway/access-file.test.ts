import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAccessFile } from './access-file.ts';

let folder: string;
let file: string;
const warnings: string[] = [];
const logger = {
  ...{ debug() {}, info() {}, error() {}, setLevel() {}, isDebugOn: () => false },
  warn: (text: string) => void warnings.push(text),
};
const open = () => openAccessFile(file, { ...logger, from: () => ({ ...logger, from: () => never() }) });
const never = (): never => {
  throw new Error('Nobody asks for a source of a source');
};
const session = { digest: 'a'.repeat(64), expiresAt: 5 };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-access-'));
  file = join(folder, 'access.json');
  warnings.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the port and the sessions are there again, in a file of their owner alone', () => {
  const first = open();
  expect([first.port(), first.sessions()]).toEqual([undefined, []]);
  first.keepPort(4711);
  first.keepSessions([session]);
  expect(statSync(file).mode & 0o077).toBe(process.platform === 'win32' ? 0o066 : 0);
  expect([open().port(), open().sessions()]).toEqual([4711, [session]]);
});

test('sessions end with their port: who took it in between may have heard them', () => {
  const first = open();
  first.keepPort(4711);
  first.keepSessions([session]);
  const second = open();
  second.keepPort(4711);
  expect(second.sessions()).toEqual([session]);
  second.keepPort(4712);
  expect(second.sessions()).toEqual([]);
  expect(open().sessions()).toEqual([]);
});

test('a damaged file costs the sessions and nothing else', () => {
  writeFileSync(file, '{"port": "many"}');
  const opened = open();
  expect([opened.port(), opened.sessions()]).toEqual([undefined, []]);
  expect(warnings).toEqual([expect.stringContaining(file)]);
  opened.keepPort(4711);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ port: 4711 });
});

test('a file that cannot be written is told, and what was to be kept holds for now', () => {
  file = join(folder, 'access.json', 'below');
  writeFileSync(join(folder, 'access.json'), '');
  const opened = open();
  opened.keepPort(4711);
  opened.keepSessions([session]);
  expect(opened.sessions()).toEqual([session]);
  expect(warnings.length).toBeGreaterThan(0);
});
