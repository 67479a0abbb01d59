import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { runNode } from './processes.ts';
import type { Tally } from './tally-reporter.ts';

const checkout = dirname(import.meta.dirname);
const suites = {
  'mixed.test.ts': `
    import { beforeAll, describe, expect, test } from 'vitest';
    test('holds', () => expect(1).toBe(1));
    test('breaks', () => expect(1).toBe(2));
    test('needs a camera', ({ skip }) => skip('no camera here'));
    test.skip('is off', () => {});
    test.skip('shines (needs the sun)', () => {});
    test.skip('rises (skipped without the sun) [X-01]', () => {});
    describe.skip('the window (skipped: there is no display)', () => test('opens', () => {}));
    test.todo('is to come');
    describe('a group', () => {
      beforeAll(() => { throw new Error('no room'); });
      test('never starts', () => {});
    });`,
  'broken.test.ts': `import './nowhere.ts';`,
};

test('every test is counted once, with why it failed or was skipped', async () => {
  const root = mkdtempSync(join(tmpdir(), 'heron-tally-'));
  symlinkSync(join(checkout, 'node_modules'), join(root, 'node_modules'), 'junction');
  for (const [path, text] of Object.entries(suites)) writeFileSync(join(root, path), text);
  const file = join(root, 'tally.json');
  const reporter = join(checkout, 'scripts/tally-reporter.ts');
  await runNode(['node_modules/vitest/vitest.mjs', 'run', `--reporter=${reporter}`], {
    cwd: root,
    env: { ...process.env, HERON_TALLY: file },
  });
  const tally = JSON.parse(readFileSync(file, 'utf8')) as Tally;
  rmSync(root, { recursive: true, force: true });

  expect(tally.outside).toEqual([]);
  const [broken, mixed] = tally.files.toSorted((one, other) => one.file.localeCompare(other.file));
  expect(broken).toMatchObject({ file: 'broken.test.ts', passed: 0, failed: [{ test: 'broken.test.ts' }] });
  expect(mixed).toMatchObject({ file: 'mixed.test.ts', passed: 1 });
  expect(mixed?.failed.map(({ test: name }) => name)).toEqual(['mixed.test.ts > a group', 'mixed.test.ts > breaks']);
  expect(mixed?.failed[0]?.message).toBe('no room');
  expect(mixed?.skipped).toEqual([
    { test: 'mixed.test.ts > needs a camera', reason: 'no camera here' },
    { test: 'mixed.test.ts > is off', reason: 'no reason given' },
    { test: 'mixed.test.ts > shines (needs the sun)', reason: 'needs the sun' },
    { test: 'mixed.test.ts > rises (skipped without the sun) [X-01]', reason: 'without the sun' },
    { test: 'mixed.test.ts > the window (skipped: there is no display) > opens', reason: 'there is no display' },
    { test: 'mixed.test.ts > is to come', reason: 'to be written' },
    { test: 'mixed.test.ts > a group > never starts', reason: 'its group failed to start' },
  ]);
});
