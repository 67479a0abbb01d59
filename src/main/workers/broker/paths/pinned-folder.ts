import { closeSync, constants, existsSync, fstatSync, open as openFile, openSync, readlinkSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { HeronError } from '../../../base/errors.ts';

/**
 * A folder held fast: what is done `at(name)` happens in the folder that was checked, even if somebody puts a link in
 * its place, or in the place of one above it, at the same moment.
 */
export type PinnedFolder = { path: string; at(name: string): string; release(): Promise<void> };

/** Linux alone lets a program use an open folder as a path, through this. Elsewhere a pin is a check at the start. */
const descriptors = '/proc/self/fd';
const canPin = process.platform === 'linux' && existsSync(descriptors);

const open = promisify(openFile);

/** Opens a folder as a place only; Node has no name for it. */
const pathOnly = 0o10000000;
const asPlace = pathOnly | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/** Errors: the system's own, and `conflict` if the canonical path is not canonical any more. */
export async function pinFolder(path: string): Promise<PinnedFolder> {
  return canPin ? pinByDescriptor(path) : pinByName(path);
}

/** Pins the folder while `use` runs. */
export async function inFolder<Value>(path: string, use: (folder: PinnedFolder) => Promise<Value>): Promise<Value> {
  const folder = await pinFolder(path);
  try {
    return await use(folder);
  } finally {
    await folder.release();
  }
}

/**
 * Pins the folder while `use` runs, all in this turn of the loop; nothing where it does not lie on the disk of this number. For
 * disks that answer from memory: to wait for turns of a thread takes longer than all of a small folder. `use` must wait for nothing:
 * meanwhile the folder is the process's own one. Errors: as `pinFolder`.
 */
export function inFolderNow<Value>(
  path: string,
  device: number,
  use: (at: PinnedFolder['at']) => Value,
): Value | undefined {
  if (!canPin) return undefined;
  const fd = openSync(path, asPlace);
  try {
    if (fstatSync(fd).dev !== device) return undefined;
    const own = `${descriptors}/${fd}`;
    if (readlinkSync(own) !== path) throw changedError(path);
    const standing = standingIn(own, () => use((name) => name));
    return standing ? standing.value : use((name) => `${own}/${name}`);
  } finally {
    closeSync(fd);
  }
}

/**
 * Runs something with a folder as the process's own: a name alone is found in half the time of a way through the descriptors. The process
 * is back before anything else of it runs. Undefined where it may not stand there, or could not come back.
 */
function standingIn<Value>(own: string, run: () => Value): { value: Value } | undefined {
  if (!isMainThread) return undefined;
  const home = openSync('.', asPlace);
  try {
    const back = `${descriptors}/${home}`;
    // One that was started in a folder it may not enter stays there.
    if (!canEnter(back) || !canEnter(own)) return undefined;
    try {
      return { value: run() };
    } finally {
      process.chdir(back);
    }
  } finally {
    closeSync(home);
  }
}

function canEnter(folder: string): boolean {
  try {
    process.chdir(folder);
    return true;
  } catch {
    return false;
  }
}

async function pinByDescriptor(path: string): Promise<PinnedFolder> {
  const fd = await open(path, asPlace);
  const own = `${descriptors}/${fd}`;
  let isOpen = true;
  // A place holds nothing that would have to be written, so no disk is waited for.
  const release = async (): Promise<void> => {
    if (isOpen) closeSync(fd);
    isOpen = false;
  };
  // The kernel answers this from memory: waiting for a turn of a thread would take ten times as long.
  const real = readlinkSync(own);
  if (real !== path) {
    await release();
    throw changedError(path);
  }
  return { path, at: (name) => `${own}/${name}`, release };
}

async function pinByName(path: string): Promise<PinnedFolder> {
  if ((await realpath(path)) !== path) throw changedError(path);
  return { path, at: (name) => join(path, name), release: () => Promise.resolve() };
}

function changedError(path: string): HeronError {
  return new HeronError('conflict', `${path} was moved, or a link was put in its place, after it had been checked`, {
    path,
  });
}
