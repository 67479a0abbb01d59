import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fileError, HeronError } from '../../../base/errors.ts';
import { inFolder } from './pinned-folder.ts';

/** `place` is where to connect: the socket that was looked at, whatever stands at its path by then. */
export type OpenSocket = { place: string; release(): Promise<void> };

/** Opens the thing at a path as a place only; Node has no name for it. Linux alone can connect to such a place. */
const pathOnly = 0o10000000;

/**
 * Holds the socket at a canonical path fast. Errors: `not-found`; `conflict` when a link was put in its place or above it;
 * `unsupported` for what is no socket.
 */
export async function openSocket(path: string): Promise<OpenSocket> {
  try {
    return process.platform === 'linux' ? await openPinned(path) : await openNamed(path);
  } catch (error) {
    throw fileError(error, path);
  }
}

async function openPinned(path: string): Promise<OpenSocket> {
  const socket = await inFolder(dirname(path), (folder) =>
    open(folder.at(basename(path)), pathOnly | constants.O_NOFOLLOW),
  );
  await check(path, socket);
  return { place: `/proc/self/fd/${socket.fd}`, release: () => socket.close() };
}

async function check(path: string, socket: FileHandle): Promise<void> {
  try {
    refuseOther(path, await socket.stat());
  } catch (error) {
    await socket.close();
    throw error;
  }
}

/** A pin is a check here: macOS has no way to connect to an open place. */
function openNamed(path: string): Promise<OpenSocket> {
  return inFolder(dirname(path), async (folder) => {
    refuseOther(path, await lstat(folder.at(basename(path))));
    return { place: path, release: () => Promise.resolve() };
  });
}

function refuseOther(path: string, stats: Stats): void {
  if (stats.isSymbolicLink()) {
    const message = `${path} is a link that leads nowhere, or was replaced after it had been checked`;
    throw new HeronError('conflict', message, { path });
  }
  if (!stats.isSocket()) throw new HeronError('unsupported', `${path} is no socket`, { path });
}
