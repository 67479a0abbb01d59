import type { Stats } from 'node:fs';
import { link, lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fileError, HeronError, systemCode } from '../../../base/errors.ts';
import { inFolder, type PinnedFolder } from '../paths/pinned-folder.ts';
import { notRegularError } from '../paths/open-file.ts';
import { copyTree } from './copy-tree.ts';
import { inodeOf } from './entry.ts';
import { backupPlace, type ChangeScope, type JournalTools } from './journal-tools.ts';
import { makeFolders, unmakeFolders } from './make-folders.ts';
import { placeNew } from './relocate.ts';
import { fileStamp } from './stamp.ts';

export type FinishedFile = {
  seq: number;
  scope: ChangeScope;
  path: string;
  overwrite: boolean;
  /** The temporary file, on the disk of its place. */
  source: string;
  stats: Stats;
  sha256: string | undefined;
};

/**
 * Puts a finished temporary file in its place in one step, the former one kept. Gives the paths it made.
 * After an error everything is as it was, but for the temporary file.
 */
export async function placeFile(tools: JournalTools, file: FinishedFile): Promise<string[]> {
  const made = await makeFolders(tools, file.scope, dirname(file.path));
  try {
    await inFolder(dirname(file.path), async (folder) => {
      while (!(await tryPlacing(tools, file, folder)));
      await syncFolder(folder);
    });
  } catch (error) {
    await unmakeFolders(tools, made);
    throw fileError(error, file.path);
  }
  tools.rows.update(file.seq, { state: 'done', temporary: null });
  return [...made.map(({ path }) => path), file.path];
}

/** False if a file appeared in the place in the very moment it was to be filled, and may be replaced. */
async function tryPlacing(tools: JournalTools, file: FinishedFile, folder: PinnedFolder): Promise<boolean> {
  const { seq, path, overwrite, source, stats } = file;
  const target = folder.at(basename(path));
  const existing = await lstat(target).catch(() => undefined);
  const pending = {
    state: 'pending',
    inode: inodeOf(stats) ?? null,
    bytesAfter: stats.size,
    stampAfter: fileStamp(stats, file.sha256),
  } as const;
  if (!existing) {
    tools.rows.update(seq, { ...pending, kind: 'created', backup: null, bytesBefore: null });
    try {
      await placeNew(source, target, stats);
      return true;
    } catch (error) {
      if (systemCode(error) === 'EEXIST' && overwrite) return false;
      throw error;
    }
  }
  if (!overwrite) throw new HeronError('already-exists', `${path} exists already`, { path });
  if (existing.isDirectory()) throw new HeronError('invalid-input', `${path} is a folder, not a file`, { path });
  if (!existing.isFile()) throw notRegularError(path);
  const backup = await backupPlace(tools, file.scope.runId, seq);
  tools.rows.update(seq, { ...pending, kind: 'replaced', backup, bytesBefore: existing.size });
  try {
    await keepCopy(target, backup);
    await rename(source, target);
  } catch (error) {
    await rm(backup, { force: true });
    throw error;
  }
  return true;
}

/** A second name for the same file costs nothing; on another disk it is a copy. */
async function keepCopy(path: string, backup: string): Promise<void> {
  try {
    await link(path, backup);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw error;
    await copyTree(path, backup);
  }
}

/** Without it a power cut may take the new name back. Not every disk and system can do it. */
async function syncFolder(folder: PinnedFolder): Promise<void> {
  const handle = await open(folder.at('.'), 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
