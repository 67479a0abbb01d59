import { lstatSync, type Stats } from 'node:fs';
import { lstat, statfs } from 'node:fs/promises';
import { systemCode } from '../../base/errors.ts';
import type { PinnedFolder } from './paths/pinned-folder.ts';

/**
 * Disks of this machine, by the numbers Linux has for them: ext4, XFS, Btrfs, tmpfs, overlay, ZFS, F2FS, bcachefs. What is
 * on them is told at once; a disk across a network may take for ever, and the engine must not wait for it.
 */
const ownDisks = new Set([
  ...[0xef53, 0x58_46_53_42, 0x91_23_68_3e, 0x01_02_19_94, 0x79_4c_76_30, 0x2f_c1_2f_c1, 0xf2_f5_20_10, 0xca_45_1a_4e],
]);

/** The number of the disk a folder lies on, where it is one of this machine. Another folder below can be on another disk. */
export async function ownDiskOf(folder: PinnedFolder): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  const { type } = await statfs(folder.at('.')).catch(() => ({ type: 0 }));
  return ownDisks.has(type) ? (await lstat(folder.at('.'))).dev : undefined;
}

/** What stands under each name, links not followed; undefined for what has vanished. */
export function lookAtEntries(folder: PinnedFolder, names: readonly string[]): Promise<(Stats | undefined)[]> {
  return Promise.all(names.map((name) => lstat(folder.at(name)).catch(ifVanished)));
}

/** The same in this turn: to wait for one of a thread takes five times as long as the look itself. For own disks only. */
export function lookNow(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    return ifVanished(error);
  }
}

export function ifVanished(error: unknown): undefined {
  if (systemCode(error) === 'ENOENT') return undefined;
  throw error;
}
