import { createHash, type KeyObject, sign } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  listName,
  readReleaseList,
  signatureName,
  type UpdateFile,
} from '../../src/main/electron/updates/release-list.ts';
import type { ReleasePlace } from '../../src/main/electron/updates/release-place.ts';
import { publicPem } from './release-key.ts';

/** As electron-builder calls what it makes; where a system has several forms, the one that replaces itself has the plain name. */
const packageName = /-(linux|mac|win)-(x64|x86_64|amd64|arm64|aarch64)\.(AppImage|deb|rpm|dmg|exe)$/;
const processors: Record<string, string> = { x86_64: 'x64', amd64: 'x64', aarch64: 'arm64' };

/** The name under which the installed app looks for a package; undefined for what no app installs. */
export function targetOf(name: string): string | undefined {
  const [, system, processor = '', form = ''] = packageName.exec(name) ?? [];
  if (system === undefined) return undefined;
  const target = `${system}-${processors[processor] ?? processor}`;
  return form === 'deb' || form === 'rpm' ? `${target}-${form}` : target;
}

/**
 * Writes into `folder` what installed apps read: which of the packages there is for whom, signed. Resolves to the names of the two files.
 * Errors: the key is another one than the app knows, or no package is one that an app installs.
 */
export async function signList(
  folder: string,
  parts: { version: string; names: readonly string[]; key: KeyObject; place: ReleasePlace },
): Promise<string[]> {
  const { version, names, key, place } = parts;
  if (publicPem(key).trim() !== place.publicKey.trim())
    throw new Error('The key is not the one that resources/release.json names: no installed app would take the list');
  const files: Record<string, UpdateFile> = {};
  for (const name of names) {
    const target = targetOf(name);
    if (target !== undefined) files[target] = await fileOf(folder, name);
  }
  if (Object.keys(files).length === 0)
    throw new Error(`None of ${names.join(', ')} is a package of the app: npm run package`);
  const list = Buffer.from(`${JSON.stringify({ version, files }, undefined, 2)}\n`);
  const signature = Buffer.from(`${sign(undefined, list, key).toString('base64')}\n`);
  await writeFile(join(folder, listName), list);
  await writeFile(join(folder, signatureName), signature);
  readReleaseList(place, await readFile(join(folder, listName)), await readFile(join(folder, signatureName)));
  return [listName, signatureName];
}

async function fileOf(folder: string, name: string): Promise<UpdateFile> {
  const path = join(folder, name);
  const hash = createHash('sha512');
  await pipeline(createReadStream(path), hash);
  return { name, bytes: (await stat(path)).size, sha512: hash.digest('hex') };
}
