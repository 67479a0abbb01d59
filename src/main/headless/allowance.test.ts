import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { allowFlag, parseAllowance } from './allowance.ts';
import { UsageError } from './usage-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'heron-allow-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const place = { cwd: '/work', environment: { PATH: `${folder}/none:${folder}/bin` } };

test('no option allows nothing; plan allows the plan, whatever else is given', () => {
  expect(parseAllowance([], place)).toBeUndefined();
  expect(parseAllowance(['files.read:/a', 'plan'], place)).toBe('plan');
});

test.each([
  ['files.read:/a/b', 'files.read', '/a/b'],
  ['files.write:notes/c.txt', 'files.write', '/work/notes/c.txt'],
  ['files.write:.', 'files.write', '/work'],
  ['files.read:~/pictures', 'files.read', join(homedir(), 'pictures')],
  ['files.read:/with:colon', 'files.read', '/with:colon'],
  ['net:Example.ORG', 'net', 'example.org'],
  ['shell:/usr/bin/git', 'shell', '/usr/bin/git'],
  ['shell:./tool', 'shell', '/work/tool'],
])('%s', (option, capability, target) => {
  expect(parseAllowance([option], place)).toEqual([{ capability, target }]);
});

test("a program's name means what the PATH leads to, in the end", () => {
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'real-tool'), '#!/bin/sh\n');
  chmodSync(join(folder, 'real-tool'), 0o755);
  symlinkSync(join(folder, 'real-tool'), join(folder, 'bin', 'tool'));
  const [given] = parseAllowance(['shell:tool'], place) as { target: string }[];
  expect(given?.target).toMatch(/real-tool$/);
  expect(() => parseAllowance(['shell:absent'], place)).toThrow('there is no program absent on the PATH');
});

test.each(['everything', 'files.read', 'files.read:', 'files:/a', ':/a', ''])('"%s" is refused', (option) => {
  expect(() => parseAllowance([option], place)).toThrow(UsageError);
});

test('the option for a need can be pasted into a shell', () => {
  expect(allowFlag({ capability: 'files.read', target: '/a/b.txt' })).toBe('--allow files.read:/a/b.txt');
  expect(allowFlag({ capability: 'files.read', target: '/a $(rm) b' })).toBe("--allow 'files.read:/a $(rm) b'");
  expect(allowFlag({ capability: 'files.read', target: "/it's" })).toBe(`--allow 'files.read:/it'\\''s'`);
});
