import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Capability } from '../../../contract/permission-need.ts';
import { createScrubber } from '../../base/scrubber.ts';
import { createRefusalOf } from './need-refusal.ts';

let folder: string;
const data = (): string => join(folder, 'data');

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-refusal-')));
  mkdirSync(data());
});
afterEach(() => rmSync(folder, { recursive: true }));

function ruleFor(target: string, capability: Capability = 'files.read'): string | undefined {
  const refusalOf = createRefusalOf({
    protectedFolders: [data()],
    environment: { HOME: folder },
    scrubber: createScrubber(),
  });
  return refusalOf({ capability, target })?.rule;
}

test("Heron's own data and credentials are refused by their rule, other files are not", () => {
  expect(ruleFor(join(data(), 'heron.db'))).toBe('protected path');
  expect(ruleFor(join(folder, '.ssh', 'id_ed25519'), 'files.write')).toBe('credential folder');
  expect(ruleFor(join(folder, 'letter.txt'))).toBeUndefined();
});

test.skipIf(process.platform === 'win32')('the system is refused (Windows guards its own)', () => {
  expect(ruleFor('/proc/self/environ')).toBe('system path');
  expect(ruleFor('/usr/../proc/1/mem')).toBe('system path');
});

test('a link to such a place is refused too', () => {
  symlinkSync(data(), join(folder, 'link'));
  expect(ruleFor(join(folder, 'link', 'new', 'file'))).toBe('protected path');
});

test('hosts and programs are not paths', () => {
  expect(ruleFor('example.com', 'net')).toBeUndefined();
  expect(ruleFor('/proc/self/exe', 'shell')).toBeUndefined();
});
