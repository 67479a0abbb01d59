import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { requirements } from './requirements.ts';

const root = join(import.meta.dirname, '../..');
const files = globSync(
  ['src/**/*.test.{ts,tsx}', 'workers/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/**/*.test.ts'],
  { cwd: root },
);

/** Requirement ids in the brackets that end a test's title. */
function citations(source: string): string[] {
  return [...source.matchAll(/\[((?:[A-Z]+-\d\d(?:, )?)+)\]['"`]/g)].flatMap(([, ids = '']) => ids.split(', '));
}

const cited = new Set(files.flatMap((file) => citations(readFileSync(join(root, file), 'utf8'))));

test('every requirement that is said to work is cited by a test', () => {
  expect(files.length).toBeGreaterThan(20);
  expect(Object.keys(requirements).filter((id) => !cited.has(id))).toEqual([]);
});

test('every citation names a requirement of the list', () => {
  expect([...cited].filter((id) => !(id in requirements))).toEqual([]);
});
