import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { basename, dirname } from 'node:path';
import { readlink } from 'node:fs/promises';
import { openFile } from '../paths/open-file.ts';
import { inFolder } from '../paths/pinned-folder.ts';
import { lookAt } from './entry.ts';
import { treeStamp } from './tree-stamp.ts';

/** Files up to this size are recognised by their content; larger ones by their size and the time of their last change. */
export const hashedUpToBytes = 64 * 1024 * 1024;

/** A stream's buffers are far larger than most files. */
const readWholeUpToBytes = 256 * 1024;

/** Copying keeps times to a little less than a millisecond. */
const sameTimeMs = 2;

/** What a file was when the run left it: `file:<size>:<modified ms>:<sha256 or nothing>`, `link:<target>`, `folder` or `tree:<sum>`. */
export function fileStamp(stats: Stats, sha256: string | undefined): string {
  return `file:${stats.size}:${Math.round(stats.mtimeMs)}:${sha256 ?? ''}`;
}

/** A stamp without content: for what was moved, which nobody need read for that. */
export async function entryStamp(path: string, stats: Stats): Promise<string> {
  if (stats.isFile()) return fileStamp(stats, undefined);
  if (stats.isSymbolicLink()) return `link:${await linkTarget(path)}`;
  return 'folder';
}

/** Does what stands at the path still match the stamp? */
export async function matchesStamp(path: string, stamp: string): Promise<boolean> {
  const stats = await lookAt(path);
  if (!stats) return false;
  if (stamp === 'folder') return stats.isDirectory();
  if (stamp.startsWith('tree:')) return stats.isDirectory() && stamp === (await treeStamp(path));
  if (stamp.startsWith('link:')) return stats.isSymbolicLink() && stamp === `link:${await linkTarget(path)}`;
  const [, size, modifiedAt, sha256] = stamp.split(':');
  if (!stats.isFile() || stats.size !== Number(size)) return false;
  if (sha256) return (await hashOf(path)) === sha256;
  return Math.abs(stats.mtimeMs - Number(modifiedAt)) <= sameTimeMs;
}

export async function hashOf(path: string): Promise<string> {
  const { file, stats } = await openFile(path);
  const hash = createHash('sha256');
  if (stats.size <= readWholeUpToBytes) {
    await using small = file;
    return hash.update(await small.readFile()).digest('hex');
  }
  for await (const chunk of file.createReadStream({ highWaterMark: 1024 * 1024 })) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

function linkTarget(path: string): Promise<string> {
  return inFolder(dirname(path), (folder) => readlink(folder.at(basename(path))));
}
