import { realpathSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { fileError, HeronError, systemCode } from '../../../base/errors.ts';

/** The path without `.`, `..` and doubled separators. Errors: `invalid-input` if it is not absolute or not a path at all. */
export function normalPath(path: string): string {
  if (path.includes('\0')) throw new HeronError('invalid-input', 'A path cannot contain a zero byte');
  if (!isAbsolute(path)) throw new HeronError('invalid-input', `${path} is not an absolute path`, { path });
  const normal = resolve(path);
  if (process.platform === 'win32' && isWindowsOddity(normal)) {
    throw new HeronError('invalid-input', `${path} names a device or a stream, not a file`, { path });
  }
  return normal;
}

/** `\\.\pipe\x`, `\\?\C:\x`, `C:\file:stream`: names that reach things beside the file system's tree. */
function isWindowsOddity(path: string): boolean {
  return /^\\\\[.?]\\/.test(path) || path.includes(':', 2);
}

/** The real path of what a normal path leads to; what does not exist yet keeps its name below the real path of the rest. */
export async function canonicalPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isAbsent(error) || dirname(path) === path) throw fileError(error, path);
    return join(await canonicalPath(dirname(path)), basename(path));
  }
}

/** As `canonicalPath`, but a link in the last place stands for itself: what is moved or removed is the link. */
export async function canonicalEntry(path: string): Promise<string> {
  return dirname(path) === path ? path : join(await canonicalPath(dirname(path)), basename(path));
}

/** `canonicalPath` for callers that cannot wait. */
export function canonicalPathSync(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (!isAbsent(error) || dirname(path) === path) throw fileError(error, path);
    return join(canonicalPathSync(dirname(path)), basename(path));
  }
}

export function isAbsent(error: unknown): boolean {
  const code = systemCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
