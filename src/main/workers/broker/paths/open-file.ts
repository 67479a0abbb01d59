import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fileError, HeronError, systemCode } from '../../../base/errors.ts';
import { inFolder } from './pinned-folder.ts';

/** Windows has neither flag. */
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/**
 * Opens an existing regular file at a canonical path for reading; a pipe is not waited for.
 * Errors: `not-found`, `invalid-input` for a folder, `unsupported` for devices and the like, `conflict` for a link.
 */
export async function openFile(path: string): Promise<{ file: FileHandle; stats: Stats }> {
  try {
    return await openRegular(path);
  } catch (error) {
    throw systemCode(error) === 'ELOOP' ? linkError(path) : fileError(error, path);
  }
}

function openRegular(path: string): Promise<{ file: FileHandle; stats: Stats }> {
  return inFolder(dirname(path), async (folder) => {
    const place = folder.at(basename(path));
    const file = await open(place, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const stats = await file.stat();
      if (O_NOFOLLOW === 0) await refuseLink(path, place, stats);
      if (stats.isDirectory()) throw new HeronError('invalid-input', `${path} is a folder, not a file`, { path });
      if (!stats.isFile()) throw notRegularError(path);
      return { file, stats };
    } catch (error) {
      await file.close();
      throw error;
    }
  });
}

/** Where the system cannot be told to follow no link, it is looked for afterwards. */
async function refuseLink(path: string, place: string, stats: Stats): Promise<void> {
  const named = await lstat(place);
  if (named.ino !== stats.ino || named.dev !== stats.dev) throw linkError(path);
}

export function notRegularError(path: string): HeronError {
  return new HeronError('unsupported', `${path} is neither a file nor a folder`, { path });
}

function linkError(path: string): HeronError {
  return new HeronError('conflict', `${path} is a link that leads nowhere, or was replaced after it had been checked`, {
    path,
  });
}
