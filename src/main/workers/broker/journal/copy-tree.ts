import { constants, type Stats } from 'node:fs';
import { chmod, lstat, mkdir, open, readdir, readlink, symlink, utimes } from 'node:fs/promises';
import { HeronError } from '../../../base/errors.ts';

const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
const pieceBytes = 1024 * 1024;

/**
 * Copies a file, a link or a whole folder to a place where nothing is yet, with modes and times, safe on disk when it
 * returns. Errors: the system's own; `unsupported` for devices, pipes and sockets.
 */
export async function copyTree(from: string, to: string): Promise<void> {
  const stats = await lstat(from);
  if (stats.isSymbolicLink()) return symlink(await readlink(from), to);
  if (stats.isFile()) return copyFile(from, to, stats);
  if (!stats.isDirectory()) {
    throw new HeronError('unsupported', 'A device, pipe or socket cannot be moved to another disk');
  }
  await mkdir(to, { mode: 0o700 });
  for (const name of await readdir(from)) await copyTree(`${from}/${name}`, `${to}/${name}`);
  await chmod(to, stats.mode & 0o7777);
  await utimes(to, stats.atimeMs / 1000, stats.mtimeMs / 1000);
}

async function copyFile(from: string, to: string, stats: Stats): Promise<void> {
  await using source = await open(from, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  await using copy = await open(to, 'wx', 0o600);
  const piece = Buffer.allocUnsafe(Math.min(pieceBytes, Math.max(stats.size, 1)));
  for (;;) {
    const { bytesRead } = await source.read(piece, 0, piece.byteLength);
    if (bytesRead === 0) break;
    await copy.writeFile(piece.subarray(0, bytesRead));
  }
  await copy.chmod(stats.mode & 0o7777);
  await copy.utimes(stats.atimeMs / 1000, stats.mtimeMs / 1000);
  await copy.sync();
}
