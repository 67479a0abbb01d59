import { constants, type Stats } from 'node:fs';
import { link, lstat, open, rename, rm, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemCode } from '../../../base/errors.ts';
import { isAbsent } from '../paths/canonical-path.ts';
import { inFolder, type PinnedFolder } from '../paths/pinned-folder.ts';
import type { ChangePatch } from './change-rows.ts';
import { copyTree } from './copy-tree.ts';
import { discard, hiddenName, inodeOf, lookAt } from './entry.ts';

export type Relocation = {
  from: string;
  to: string;
  /** Keeps, before each step, what `settleRelocation` needs to tell after a crash how far it came. */
  note: (progress: Pick<ChangePatch, 'inode' | 'temporary' | 'aside'>) => void;
};

/**
 * Moves a file, link or folder to a place where nothing is: it never overwrites, and after a failure it stands where
 * it stood. To another disk it is copied, hidden from everybody meanwhile. Errors: the system's own (EEXIST).
 */
export function relocate({ from, to, note }: Relocation): Promise<void> {
  return inFolder(dirname(from), (source) =>
    inFolder(dirname(to), async (target) => {
      const origin = source.at(basename(from));
      const stats = await lstat(origin);
      note({ inode: inodeOf(stats) ?? null });
      try {
        await placeNew(origin, target.at(basename(to)), stats);
      } catch (error) {
        if (systemCode(error) !== 'EXDEV') throw error;
        await carry({ from, to, note, source, target });
      }
    }),
  );
}

/** Gives what stands at `from` the name `to` on the same disk, unless that name is taken (EEXIST). */
export async function placeNew(from: string, to: string, stats: Stats): Promise<void> {
  if (!stats.isFile()) {
    // A folder has no second name. Renaming it replaces at the very worst an empty folder made at the same moment.
    await refuseTaken(to);
    return rename(from, to);
  }
  try {
    await link(from, to);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(systemCode(error) ?? '')) throw error;
    return placeWithoutLinks(from, to);
  }
  await unlink(from);
}

/** For disks that know no hard links: an empty file of ours holds the name until the real one takes it. */
async function placeWithoutLinks(from: string, to: string): Promise<void> {
  const holder = await open(to, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY);
  await holder.close();
  try {
    await rename(from, to);
  } catch (error) {
    await unlink(to);
    throw error;
  }
}

async function refuseTaken(path: string): Promise<void> {
  try {
    await lstat(path);
  } catch (error) {
    if (isAbsent(error)) return;
    throw error;
  }
  throw Object.assign(new Error(`EEXIST: file already exists, ${path}`), { code: 'EEXIST' });
}

/** To another disk: hide the original, copy it, give the copy its name, remove the original. */
async function carry(move: Relocation & { source: PinnedFolder; target: PinnedFolder }): Promise<void> {
  const { from, to, note, source, target } = move;
  const hidden = { aside: hiddenName('aside'), temporary: hiddenName('tmp') };
  note({ aside: join(dirname(from), hidden.aside), temporary: join(dirname(to), hidden.temporary) });
  const aside = source.at(hidden.aside);
  const copy = target.at(hidden.temporary);
  await rename(source.at(basename(from)), aside);
  try {
    await copyTree(aside, copy);
    const stats = await lstat(copy);
    note({ inode: inodeOf(stats) ?? null });
    await placeNew(copy, target.at(basename(to)), stats);
  } catch (error) {
    await rm(copy, { recursive: true, force: true });
    await placeNew(aside, source.at(basename(from)), await lstat(aside));
    throw error;
  }
  await rm(aside, { recursive: true, force: true });
  note({ aside: null, temporary: null });
}

export type RelocationTrace = {
  from: string;
  to: string;
  inode: string | null;
  temporary: string | null;
  aside: string | null;
};

/**
 * After a crash: did the relocation happen? Finishes it if its target stands, else takes it back. True if it happened.
 */
export async function settleRelocation(trace: RelocationTrace): Promise<boolean> {
  const happened = trace.inode !== null && inodeOf(await lookAt(trace.to)) === trace.inode;
  await discard(trace.temporary);
  if (happened) {
    // On one disk a file has both names for a moment; on two, the number says nothing about the other disk.
    if (trace.aside === null && inodeOf(await lookAt(trace.from)) === trace.inode) await discard(trace.from);
    await discard(trace.aside);
    return true;
  }
  if (trace.aside !== null) await bringBack(trace.aside, trace.from);
  return false;
}

async function bringBack(aside: string, from: string): Promise<void> {
  await inFolder(dirname(from), async (folder) => {
    const hidden = folder.at(basename(aside));
    const stats = await lstat(hidden).catch(() => undefined);
    if (stats) await placeNew(hidden, folder.at(basename(from)), stats);
  });
}
