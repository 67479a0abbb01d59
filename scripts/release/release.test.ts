import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gatherAssets } from './gather-assets.ts';
import { git, makeRelease } from './make-release.ts';

let root: string;
const inRoot = (name: string): string => join(root, name);
const read = (name: string): string => readFileSync(inRoot(name), 'utf8');

const changelog =
  '# Changes\n\n## Unreleased\n\n- It sings.\n\n### For workers\n\n- They hum.\n\n## 0.1.0\n\n- It is there.\n';

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'heron-release-'));
  const own = { name: 'heron', version: '0.1.0' };
  writeFileSync(inRoot('package.json'), JSON.stringify(own));
  writeFileSync(inRoot('package-lock.json'), JSON.stringify({ ...own, packages: { '': own, 'node_modules/a': {} } }));
  writeFileSync(inRoot('CHANGELOG.md'), changelog);
  writeFileSync(inRoot('.gitignore'), 'dist\n');
  await git(root, 'init', '--quiet');
  await git(root, 'config', 'user.name', 'Ada');
  await git(root, 'config', 'user.email', 'ada@example.org');
  await git(root, 'config', 'commit.gpgsign', 'false');
  await git(root, 'config', 'tag.gpgsign', 'false');
  await git(root, 'add', '.');
  await git(root, 'commit', '--quiet', '--message', 'all');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a release has its version, its notes, a commit and a tag, and its packages with their sums [DX-09]', async () => {
  await expect(gatherAssets(root)).rejects.toThrow('This commit has no tag v0.1.0');
  expect(await makeRelease(root, '0.2.0', '2026-11-27')).toMatchObject({ tag: 'v0.2.0' });
  expect(JSON.parse(read('package.json'))).toMatchObject({ version: '0.2.0' });
  const lock = { version: '0.2.0', packages: { '': { version: '0.2.0' }, 'node_modules/a': {} } };
  expect(JSON.parse(read('package-lock.json'))).toMatchObject(lock);
  expect(read('CHANGELOG.md')).toContain('## Unreleased\n\n## 0.2.0 (2026-11-27)\n\n- It sings.\n');
  expect(read('CHANGELOG.md')).toContain('- They hum.\n\n## 0.1.0\n');
  expect(await git(root, 'status', '--porcelain')).toBe('');
  const told = await git(root, 'for-each-ref', 'refs/tags/v0.2.0', '--format=%(contents)');
  expect(told).toBe('Heron 0.2.0\n\n- It sings.\n\n### For workers\n\n- They hum.');

  const film = vi.fn(async () => writeFileSync(inRoot('dist/heron-0.2.0-demo.webm'), 'heron-0.2.0-demo.webm'));
  await expect(gatherAssets(root, film)).rejects.toThrow('There is no package of 0.2.0 in dist');
  expect(film).not.toHaveBeenCalled();
  mkdirSync(inRoot('dist'));
  for (const name of [
    'heron_0.2.0_amd64.deb',
    'heron_0.1.0_amd64.deb',
    'heron-10.2.0.rpm',
    'latest-linux.yml',
    'a.txt',
  ])
    writeFileSync(inRoot(`dist/${name}`), name);
  expect(await gatherAssets(root)).toEqual(['heron_0.2.0_amd64.deb', 'latest-linux.yml', 'SHA256SUMS', 'NOTES.md']);
  await gatherAssets(root, film);
  expect(await gatherAssets(root, film)).toEqual([
    ...['heron-0.2.0-demo.webm', 'heron_0.2.0_amd64.deb', 'latest-linux.yml', 'SHA256SUMS', 'NOTES.md'],
  ]);
  expect(film).toHaveBeenCalledTimes(1);
  const sum = createHash('sha256').update('heron_0.2.0_amd64.deb').digest('hex');
  expect(read('dist/release/SHA256SUMS')).toContain(`${sum}  heron_0.2.0_amd64.deb\n`);
  expect(read('dist/release/NOTES.md')).toBe('# Heron 0.2.0\n\n- It sings.\n\n### For workers\n\n- They hum.\n');
});

test('what is in the way of a release is said before anything is changed', async () => {
  const refused = async (version: string, because: string): Promise<void> => {
    await expect(makeRelease(root, version, '2026-11-27')).rejects.toThrow(because);
    expect(JSON.parse(read('package.json'))).toMatchObject({ version: '0.1.0' });
  };
  await refused('2', '2 is no version');
  await refused('0.1.0', '0.1.0 does not come after 0.1.0');
  await git(root, 'tag', 'v0.3.0');
  await refused('0.3.0', 'There is a tag v0.3.0 already');
  writeFileSync(inRoot('new.txt'), 'new');
  await refused('0.2.0', 'There are changes that are not committed');
  writeFileSync(inRoot('CHANGELOG.md'), '# Changes\n\n## Unreleased\n\n## 0.1.0\n');
  await refused('0.2.0', 'CHANGELOG.md says nothing of what is unreleased');
});
