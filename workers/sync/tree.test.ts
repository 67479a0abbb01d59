import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { fakeContext } from 'heron/worker-kit/testing';
import { expect, onTestFinished, test } from 'vitest';
import { compareNames, openTree } from './tree.ts';

const numRuns = Number(process.env['HERON_PROPERTY_RUNS'] ?? 100);

/** Letters before and behind `/`, whole words, and what takes two units of UTF-16. */
const part = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '-', '.x', '0', 'ä', '🐦'), minLength: 1, maxLength: 3 });
const name = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));

/** By parts, as listings are made: folder by folder, in each by code units. */
function byParts(one: string, other: string): number {
  const [mine, theirs] = [one.split('/'), other.split('/')];
  for (let at = 0; at < Math.min(mine.length, theirs.length); at += 1) {
    const [a = '', b = ''] = [mine[at], theirs[at]];
    if (a !== b) return a < b ? -1 : 1;
  }
  return mine.length - theirs.length;
}

test('names are compared in the order in which folders are listed', () => {
  fc.assert(
    fc.property(name, name, (one, other) => {
      expect(Math.sign(compareNames(one, other))).toBe(Math.sign(byParts(one, other)));
    }),
    { numRuns },
  );
});

test('a tree comes in that order, however its folders are called', async () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'heron-tree-')));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const file of ['a/x', 'a b/x', 'a-b/x', 'a.x', 'a0', 'ä/ö', 'a/b/c', 'a/b-c']) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  const tree = await openTree(root, [], fakeContext({ allow: { read: [root] } }));
  const names: string[] = [];
  for (let entry = await tree.next(); entry; entry = await tree.next()) names.push(entry.name);
  expect(names).toHaveLength(13);
  expect(names).toEqual(names.toSorted(compareNames));
});
