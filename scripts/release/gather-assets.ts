import { createHash, type KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readReleasePlace } from '../../src/main/electron/updates/release-place.ts';
import { output } from '../packaging/output-folder.ts';
import { notesOf } from './changelog.ts';
import { git } from './make-release.ts';
import { signList } from './sign-list.ts';

/** Where what goes with a release lies, below the folder of the packages. */
export const releaseFolder = join(output, 'release');

/**
 * Puts the packages of the version that is checked out into one folder, with its film, its notes and the sum of each file, and, where `key` is
 * given, the signed list that installed apps read. Gives their names. A film that is not there is asked of `film`, which may make none.
 * Errors: the commit has no tag of the version, there is no package of it, or the key is not the one that installed apps know.
 */
export async function gatherAssets(
  root: string,
  { film = nothing, key }: { film?: () => Promise<unknown>; key?: KeyObject } = {},
): Promise<string[]> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const tags = (await git(root, 'tag', '--points-at', 'HEAD')).split('\n');
  if (!tags.includes(`v${version}`))
    throw new Error(`This commit has no tag v${version}: npm run release -- <version>`);
  const packages = await packagesOf(join(root, output), version);
  if (packages.every(isFilm))
    throw new Error(`There is no package of ${version} in ${output}: npm run package, npm run package -- --deb`);
  const place = readReleasePlace(root);
  if (key && !place)
    throw new Error(
      'There is no resources/release.json, so no installed app would read a list: npm run release -- --place <url> --key <file>, before the packages are made',
    );
  if (!packages.some(isFilm)) await film();
  const names = await packagesOf(join(root, output), version);
  const folder = join(root, releaseFolder);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const sums: string[] = [];
  for (const name of names) {
    await copyFile(join(root, output, name), join(folder, name));
    sums.push(`${await sumOf(join(folder, name))}  ${name}\n`);
  }
  await writeFile(join(folder, 'SHA256SUMS'), sums.join(''));
  await writeFile(
    join(folder, 'NOTES.md'),
    `# Heron ${version}\n\n${notesOf(await readFile(join(root, 'CHANGELOG.md'), 'utf8'), version)}\n`,
  );
  const listed = key && place ? await signList(folder, { version, names, key, place }) : [];
  return [...names, 'SHA256SUMS', 'NOTES.md', ...listed];
}

const nothing = (): Promise<void> => Promise.resolve();
const isFilm = (name: string): boolean => name.endsWith('.webm');
const formats = /\.(AppImage|deb|rpm|dmg|zip|exe|blockmap|webm)$/;

async function packagesOf(folder: string, version: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => formats.test(name) && hasVersion(name, version)).toSorted();
}

/** `1.2.0` is in `heron_1.2.0_amd64.deb`, and neither in `heron-11.2.0.deb` nor in `heron-1.2.01.deb`. */
function hasVersion(name: string, version: string): boolean {
  const at = name.indexOf(version);
  return at >= 0 && !/[\d.]$/.test(name.slice(0, at)) && !/^\d/.test(name.slice(at + version.length));
}

async function sumOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
