import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gt, lte, valid } from 'semver';
import { expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };

const changelog = readFileSync(join(import.meta.dirname, '../CHANGELOG.md'), 'utf8');

/** Each entry on one line. */
const entries = changelog
  .split(/^(?=- |#)/m)
  .filter((part) => part.startsWith('- '))
  .map((part) => part.slice(2).replaceAll(/\s+/g, ' ').trim());

const wordsOf = (entry: string): Set<string> => new Set(entry.toLowerCase().match(/[\p{L}\d]{4,}/gu));

/** Which part of the shorter one's words the other has, too. */
function likeness(one: Set<string>, other: Set<string>): number {
  return one.intersection(other).size / Math.min(one.size, other.size);
}

test('nothing is told twice', () => {
  const words = entries.map(wordsOf);
  const twice = entries.flatMap((entry, index) => {
    const again = words.findIndex((each, at) => at < index && each.size > 4 && likeness(words[index]!, each) > 0.75);
    return again >= 0 && words[index]!.size > 4 ? [[entries[again], entry]] : [];
  });
  expect(entries.length).toBeGreaterThan(100);
  expect(twice).toEqual([]);
});

test('what is unreleased stands first, then the versions that there are, the newest first, each with its day', () => {
  const [first, ...released] = [...changelog.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading);
  expect(first).toBe('Unreleased');
  const versions = released.map((heading) => /^(\S+) \(\d{4}-\d\d-\d\d\)$/.exec(heading)?.[1] ?? heading);
  expect(versions.filter((version) => valid(version) === null)).toEqual([]);
  expect(versions.every((version, at) => at === 0 || gt(versions[at - 1]!, version))).toBe(true);
  expect(versions.every((version) => lte(version, packageJson.version))).toBe(true);
});
