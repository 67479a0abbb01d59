import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { canonicalTarget } from './canonical-target.ts';

test('a path is the real one, as far as it exists', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-target-')));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  symlinkSync('.', join(folder, 'link'));
  const target = `${folder}/link/../link/new/./file`;
  expect(canonicalTarget({ capability: 'files.write', target }, {})).toBe(join(folder, 'new', 'file'));
});

test('a relative path is refused', () => {
  expect(() => canonicalTarget({ capability: 'files.read', target: 'file' }, {})).toThrow(/not an absolute path/);
});

test.for([
  ['Example.COM', 'example.com'],
  ['example.com:8080', 'example.com'],
  ['https://Example.com/path?q', 'example.com'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['example.com.', 'example.com'],
  ['::1', '::1'],
  ['[::1]:80', '::1'],
  ['FE80::0:1', 'fe80::1'],
  ['127.1', '127.0.0.1'],
] as const)('the host %s is %s', ([target, host]) => {
  expect(canonicalTarget({ capability: 'net', target }, {})).toBe(host);
});

test('a program is its real path, and one that is not there keeps its name', () => {
  const node = realpathSync(process.execPath);
  expect(canonicalTarget({ capability: 'shell', target: process.execPath }, {})).toBe(node);
  expect(canonicalTarget({ capability: 'shell', target: 'no-such-program' }, {})).toBe('no-such-program');
});
