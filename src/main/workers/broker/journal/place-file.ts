import type { Stats } from 'node:fs';
import { link, lstat, rename, rm } from 'node:fs/promises';
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
  scope: ChangeScope;
  path: string;
  overwrite: boolean;
  /** The temporary file, on the disk of its place: its path, and the way to it through a folder that is held. */
  temporary: string;
  source: string;
  stats: Stats;
  sha256: string | undefined;
};

/**
 * Puts a finished temporary file in its place in one step, the former one kept. Gives the paths it made.
 * After an error everything is as it was, but for the temporary file.
 */
export async function placeFile(tools: JournalTools, file: FinishedFile): Promise<string[]> {
  const { scope, path, temporary } = file;
  const made = await makeFolders(tools, scope, dirname(path));
  // Undoing goes by the order of the rows, so this one comes after those of the folders and not when writing began.
  const seq = tools.rows.insert({
    runId: scope.runId,
    taskId: scope.taskId,
    kind: 'created',
    path,
    temporary,
    inode: inodeOf(file.stats) ?? null,
    bytesAfter: file.stats.size,
    stampAfter: fileStamp(file.stats, file.sha256),
    state: 'pending',
    at: tools.clock(),
  });
  try {
    await inFolder(dirname(path), async (folder) => {
      while (!(await tryPlacing(tools, { ...file, seq }, folder)));
    });
    tools.unsynced.add(scope.runId, dirname(path));
  } catch (error) {
    tools.rows.remove(seq);
    await unmakeFolders(tools, made);
    throw fileError(error, path);
  }
  tools.rows.update(seq, { state: 'done', temporary: null }, 'light');
  return [...made.map((folder) => folder.path), path];
}

/** False if a file appeared in the place in the very moment it was to be filled, and may be replaced. */
async function tryPlacing(
  tools: JournalTools,
  file: FinishedFile & { seq: number },
  folder: PinnedFolder,
): Promise<boolean> {
  const { seq, path, overwrite, source, stats } = file;
  const target = folder.at(basename(path));
  const existing = await lstat(target).catch(() => undefined);
  if (!existing) {
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
  tools.rows.update(seq, { kind: 'replaced', backup, bytesBefore: existing.size });
  try {
    await keepCopy(target, backup);
    await rename(source, target);
  } catch (error) {
    await rm(backup, { force: true });
    tools.rows.update(seq, { kind: 'created', backup: null, bytesBefore: null });
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
