import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Arch, getArtifactArchName } from 'builder-util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Fetch, findUpdate } from '../../src/main/electron/updates/find-update.ts';
import { readReleasePlace } from '../../src/main/electron/updates/release-place.ts';
import { stageUpdate } from '../../src/main/electron/updates/stage-update.ts';
import { updateTarget } from '../../src/main/electron/updates/update-target.ts';
import { formatsOf, packageTargets } from '../packaging/package-targets.ts';
import { gatherAssets } from './gather-assets.ts';
import { git, makeRelease } from './make-release.ts';
import { readReleaseKey, writeReleasePlace } from './release-key.ts';
import { targetOf } from './sign-list.ts';

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
  await expect(gatherAssets(root, { film })).rejects.toThrow('There is no package of 0.2.0 in dist');
  expect(film).not.toHaveBeenCalled();
  mkdirSync(inRoot('dist'));
  for (const name of ['heron_0.2.0_amd64.deb', 'heron_0.1.0_amd64.deb', 'heron-10.2.0.rpm', 'a.txt'])
    writeFileSync(inRoot(`dist/${name}`), name);
  expect(await gatherAssets(root)).toEqual(['heron_0.2.0_amd64.deb', 'SHA256SUMS', 'NOTES.md']);
  await gatherAssets(root, { film });
  expect(await gatherAssets(root, { film })).toEqual([
    ...['heron-0.2.0-demo.webm', 'heron_0.2.0_amd64.deb', 'SHA256SUMS', 'NOTES.md'],
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

describe('the list that installed apps read', () => {
  const key = generateKeyPairSync('ed25519').privateKey;
  const keyFile = (): string => inRoot('dist/key.pem');
  const url = 'https://releases.example/heron';

  async function released(): Promise<void> {
    mkdirSync(inRoot('dist'));
    mkdirSync(inRoot('resources'));
    writeFileSync(keyFile(), key.export({ type: 'pkcs8', format: 'pem' }));
    writeReleasePlace(root, url, readReleaseKey(keyFile()));
    await git(root, 'add', '.');
    await git(root, 'commit', '--quiet', '--message', 'place');
    await makeRelease(root, '0.2.0', '2026-11-27');
    for (const name of ['heron-0.2.0-linux-x86_64.AppImage', 'heron-0.2.0-linux-amd64.deb', 'heron_0.2.0_amd64.deb'])
      writeFileSync(inRoot(`dist/${name}`), `program ${name}`);
  }
  /** The bytes come from the release's folder, as from a server that has it. */
  const fetchThere: Fetch = async (address) => {
    const name = address.slice(url.length + 1);
    return new Response(readFileSync(inRoot(`dist/release/${name}`)));
  };

  test.each([
    ['linux-x64', 'heron-0.2.0-linux-x86_64.AppImage'],
    ['linux-x64-deb', 'heron-0.2.0-linux-amd64.deb'],
  ])('is found and its package staged by an app for %s', async (target, name) => {
    await released();
    const names = await gatherAssets(root, { key });
    expect(names.slice(-2)).toEqual(['release.json', 'release.json.sig']);
    const place = readReleasePlace(root)!;
    const update = (await findUpdate({ place, current: '0.1.0', target, fetch: fetchThere }))!;
    expect(update).toMatchObject({ version: '0.2.0', file: { name } });
    const signal = AbortSignal.timeout(60_000);
    const staged = await stageUpdate(update, { folder: inRoot('dist/staged'), fetch: fetchThere, signal });
    expect(readFileSync(staged, 'utf8')).toBe(`program ${name}`);
    expect(await findUpdate({ place, current: '0.1.0', target: 'mac-arm64', fetch: fetchThere })).toBeUndefined();
  });

  test('is not written with another key than the one the app knows, nor where it knows none', async () => {
    await released();
    const other = generateKeyPairSync('ed25519').privateKey;
    await expect(gatherAssets(root, { key: other })).rejects.toThrow('no installed app would take the list');
    rmSync(inRoot('resources'), { recursive: true });
    await expect(gatherAssets(root, { key })).rejects.toThrow('There is no resources/release.json');
  });

  test('a key of another kind, or none, is told by its file; one with a passphrase is read with it', () => {
    const file = inRoot('k.pem');
    writeFileSync(file, 'nothing');
    expect(() => readReleaseKey(file)).toThrow(`${file} has no private key that can be read`);
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    writeFileSync(file, rsa.export({ type: 'pkcs8', format: 'pem' }));
    expect(() => readReleaseKey(file)).toThrow(`${file} has a key of the kind rsa; wanted is Ed25519`);
    writeFileSync(
      file,
      key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'correct horse' }),
    );
    expect(() => readReleaseKey(file, undefined)).toThrow('HERON_RELEASE_PASSPHRASE');
    expect(readReleaseKey(file, 'correct horse').asymmetricKeyType).toBe('ed25519');
  });

  test('a place that is no https address is refused, and nothing is written', () => {
    expect(() => writeReleasePlace(root, 'http://releases.example', key)).toThrow('--place makes no sense (url');
    expect(existsSync(inRoot('resources'))).toBe(false);
  });

  test.each(packageTargets)(
    'names what electron-builder makes for $os-$arch as the app asks for it',
    ({ os, arch }) => {
      const platform = ({ linux: 'linux', mac: 'darwin', win: 'win32' } as const)[os];
      for (const format of formatsOf[os].filter((each) => each !== 'zip')) {
        const extension = format === 'nsis' ? 'exe' : format;
        const name = `heron-0.2.0-${os}-${getArtifactArchName(Arch[arch], extension)}.${extension}`;
        expect(targetOf(name)).toBe(updateTarget(platform, arch, format === 'AppImage', format === 'deb'));
      }
    },
  );
});
