import { createHash } from 'node:crypto';
import { lstat, opendir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { inFolder } from '../paths/pinned-folder.ts';

/**
 * What a folder held when the run left it, by names, sizes and times: what undoing takes away whole must be what the run put
 * there, and nothing besides.
 */
export async function treeStamp(path: string): Promise<string> {
  const lines: string[] = [];
  await inFolder(path, (folder) => collect(folder.at('.'), '', lines));
  const hash = createHash('sha256');
  for (const line of lines.toSorted()) hash.update(`${line}\0`);
  return `tree:${hash.digest('hex')}`;
}

async function collect(folder: string, below: string, lines: string[]): Promise<void> {
  const inner: string[] = [];
  for await (const entry of await opendir(folder)) {
    const name = below + entry.name;
    if (entry.isDirectory()) {
      lines.push(`${name}/`);
      inner.push(entry.name);
    } else if (entry.isSymbolicLink()) lines.push(`${name}>${await readlink(join(folder, entry.name))}`);
    else {
      const { size, mtimeMs } = await lstat(join(folder, entry.name));
      lines.push(`${name}:${size}:${Math.round(mtimeMs)}`);
    }
  }
  for (const name of inner) await collect(join(folder, name), `${below}${name}/`, lines);
}
