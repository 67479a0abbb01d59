import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Capability } from '../../../contract/permission-need.ts';
import { createScrubber } from '../../base/scrubber.ts';
import type { RuleRefusal } from './access.ts';
import { createRefusalOf } from './need-refusal.ts';

let folder: string;
const data = (): string => join(folder, 'data');

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-refusal-')));
  mkdirSync(data());
});
afterEach(() => rmSync(folder, { recursive: true }));

function refusalFor(target: string, capability: Capability = 'files.read'): RuleRefusal | undefined {
  const refusalOf = createRefusalOf({
    protectedFolders: [data()],
    environment: { HOME: folder },
    scrubber: createScrubber(),
  });
  return refusalOf({ capability, target });
}

const ruleFor = (...of: Parameters<typeof refusalFor>): string | undefined => refusalFor(...of)?.rule;

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

test('a sensitive file opens by its own name, and not by that of a link to it', () => {
  const path = join(folder, '.env');
  writeFileSync(path, '');
  for (const capability of ['files.read', 'files.write'] as const) {
    expect(refusalFor(path, capability)).toMatchObject({ rule: 'sensitive file', opensByName: true });
    expect(refusalFor(path, 'socket')).not.toHaveProperty('opensByName');
  }
  writeFileSync(join(data(), 'heron.db'), '');
  writeFileSync(join(folder, 'letter.txt'), '');
  symlinkSync(path, join(folder, 'notes.txt'));
  symlinkSync(join(data(), 'heron.db'), join(folder, 'prod.env'));
  symlinkSync(join(folder, 'letter.txt'), join(folder, '.envrc'));
  for (const name of ['notes.txt', 'prod.env', '.envrc']) {
    const refusal = refusalFor(join(folder, name));
    expect(refusal?.rule).toBe(name === 'prod.env' ? 'protected path' : 'sensitive file');
    expect(refusal).not.toHaveProperty('opensByName');
  }
});

test('hosts and programs are not paths', () => {
  expect(ruleFor('example.com', 'net')).toBeUndefined();
  expect(ruleFor('/proc/self/exe', 'shell')).toBeUndefined();
});
