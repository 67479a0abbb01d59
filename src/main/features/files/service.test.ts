import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPathCompletion, type KnownPlace } from './service.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'heron-names-'));
  for (const folder of ['docs/taxes', 'docs/.git', 'private', '.ssh'])
    mkdirSync(join(home, folder), { recursive: true });
  for (const name of ['docs/Tax.txt', 'docs/b.txt', 'docs/.hidden', '.ssh/id_rsa']) writeFileSync(join(home, name), '');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const below = (path: string): KnownPlace => ({ capability: 'files.read', target: join(home, path), match: 'below' });
const exact = (path: string): KnownPlace => ({ capability: 'files.read', target: join(home, path), match: 'exact' });

function complete(places: KnownPlace[], typed: string): string[] {
  const isForbidden = (path: string): boolean => path.startsWith(join(home, '.ssh'));
  const paths = createPathCompletion({ homeFolder: home, places: () => places, isForbidden })(typed);
  return paths.map(({ path, isFolder }) => path + (isFolder ? '/' : ''));
}

test('names are finished in folders that were allowed, folders first, whatever the case', () => {
  expect(complete([below('docs')], '~/docs/')).toEqual(['~/docs/taxes/', '~/docs/Tax.txt', '~/docs/b.txt']);
  expect(complete([below('docs')], '~/docs/ta')).toEqual(['~/docs/taxes/', '~/docs/Tax.txt']);
  expect(complete([below('docs')], `${home}/docs/b`)).toEqual([`${home}/docs/b.txt`]);
  expect(complete([below('docs')], '~/docs/.')).toEqual(['~/docs/.git/', '~/docs/.hidden']);
});

test('nothing is shown of what nobody allowed; on the way to what was, only that', () => {
  expect(complete([below('docs')], '~/private/')).toEqual([]);
  expect(complete([below('docs')], '~/')).toEqual(['~/docs/']);
  expect(complete([below('docs')], '~/d')).toEqual(['~/docs/']);
  expect(complete([below('docs')], '/etc/')).toEqual([]);
  expect(complete([below('docs')], '~/docs/../private/')).toEqual([]);
  expect(complete([], '~/')).toEqual([]);
  expect(complete([below('docs')], 'docs/')).toEqual([]);
});

test('a link in an allowed folder leads nowhere else', () => {
  symlinkSync(join(home, 'private'), join(home, 'docs/link'));
  expect(complete([below('docs')], '~/docs/link/')).toEqual([]);
});

test('nothing typed gives the folders; a file that was read counts as its folder, but not when that is the home', () => {
  expect(complete([below('docs'), exact('docs/b.txt'), below('gone')], '')).toEqual(['~/docs/']);
  expect(complete([exact('notes.txt')], '')).toEqual([]);
  expect(complete([{ ...below('docs'), capability: 'net' }], '')).toEqual([]);
});

test('credentials are never shown, not even where all of the home was allowed', () => {
  expect(complete([below('.'), below('.ssh')], '~/.')).toEqual([]);
  expect(complete([below('.'), below('.ssh')], '~/.ssh/')).toEqual([]);
});
