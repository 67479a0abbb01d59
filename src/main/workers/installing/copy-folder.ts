import { copyFile, mkdir, readlink, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { walk } from './content-hash.ts';
import { sourceLimits, tooLarge, tooMany } from './staging-target.ts';

/** Copies a worker's folder without its version control; links stay links, to be judged where they are. */
export async function copyFolder(from: string, to: string): Promise<void> {
  let files = 0;
  let bytes = 0;
  await mkdir(to, { recursive: true, mode: 0o700 });
  for await (const { path, name, kind, size } of walk(from, '')) {
    if (name.startsWith('.git/') || name === '.git') continue;
    files += 1;
    bytes += size;
    if (files > sourceLimits.files) throw tooMany(from, sourceLimits.files);
    if (bytes > sourceLimits.bytes) throw tooLarge(from, sourceLimits.bytes);
    const place = join(to, ...name.split('/'));
    await mkdir(dirname(place), { recursive: true, mode: 0o700 });
    if (kind === 'link') await symlink(await readlink(path), place);
    else await copyFile(path, place);
  }
}
