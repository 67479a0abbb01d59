import { link, mkdir, rename, rm, rmdir, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { UndoReport } from '../../../../contract/runs.ts';
import { HeronError, systemCode, toFailure } from '../../../base/errors.ts';
import { inFolder } from '../paths/pinned-folder.ts';
import type { ChangeRow } from './change-rows.ts';
import { copyTree } from './copy-tree.ts';
import { discard, hiddenName, inodeOf, lookAt } from './entry.ts';
import type { JournalTools } from './journal-tools.ts';
import { relocate } from './relocate.ts';
import { conflictOf, reasons } from './undo-conflicts.ts';

/**
 * Takes back what a run did, last change first. What somebody changed since is left alone and reported. Asking again
 * gives the same report: what is back stays back, and conflicts that have gone are resolved.
 */
export async function undoRun(tools: JournalTools, runId: string): Promise<UndoReport> {
  const restored = new Set<string>();
  const conflicts = new Map<string, string>();
  const outdated: string[] = [];
  for (const row of tools.rows.ofRun(runId).toReversed()) {
    const conflict = await undoChange(tools, row, outdated);
    if (conflict === undefined) restored.add(row.path);
    else if (!conflicts.has(row.path)) conflicts.set(row.path, conflict);
  }
  // What was kept goes only when a power cut can take nothing back.
  await tools.unsynced.sync(runId);
  for (const backup of outdated) await discard(backup);
  if (conflicts.size === 0) await rm(join(tools.undoFolder, runId), { recursive: true, force: true });
  return {
    restored: [...restored].filter((path) => !conflicts.has(path)),
    conflicts: [...conflicts].map(([path, reason]) => ({ path, reason })),
  };
}

/** Gives the reason why it was left alone, or undefined once it is undone. */
async function undoChange(tools: JournalTools, row: ChangeRow, outdated: string[]): Promise<string | undefined> {
  const { rows } = tools;
  if (row.state === 'undone') return undefined;
  if (row.state !== 'done') return reasons.unfinished;
  try {
    const conflict = await conflictOf(row, (path) => path);
    if (conflict !== undefined) return conflict;
    // Removing what was made can be told from the disk; what else is done notes more before it begins.
    rows.update(row.seq, { state: 'undoing', inode: null, temporary: null, aside: null }, 'light');
    await putBack(tools, row, outdated);
    tools.unsynced.add(row.runId, dirname(row.path));
    rows.update(row.seq, { state: 'undone', temporary: null, aside: null }, 'light');
    return undefined;
  } catch (error) {
    rows.update(row.seq, { state: 'done', temporary: null, aside: null });
    if (systemCode(error) === 'ENOTEMPTY') return reasons.notEmpty;
    return toFailure(error).message;
  }
}

async function putBack(tools: JournalTools, row: ChangeRow, outdated: string[]): Promise<void> {
  const { kind, path, movedTo, backup, seq } = row;
  const name = basename(path);
  const note = (progress: Partial<ChangeRow>): void => tools.rows.update(seq, progress);
  if (kind === 'deleted' || kind === 'moved') {
    const from = kind === 'deleted' ? backup : movedTo;
    if (from === null) throw new HeronError('internal', `The journal lost where ${path} went`);
    await mkdir(dirname(path), { recursive: true });
    return relocate({ from, to: path, note });
  }
  if (kind === 'replaced') return restore(tools, row, outdated);
  if (!(await lookAt(path))) return undefined;
  return inFolder(dirname(path), (folder) => (kind === 'created' ? unlink : rmdir)(folder.at(name)));
}

/** In one step, like the replacing. */
async function restore({ rows }: JournalTools, row: ChangeRow, outdated: string[]): Promise<void> {
  const { seq, path, backup } = row;
  if (backup === null) throw new HeronError('internal', `The journal lost what ${path} was`);
  await inFolder(dirname(path), async (folder) => {
    const name = hiddenName('tmp');
    const temporary = join(dirname(path), name);
    rows.update(seq, { temporary }, 'light');
    try {
      await link(backup, folder.at(name)).catch(() => copyTree(backup, folder.at(name)));
      rows.update(seq, { inode: inodeOf(await lookAt(temporary)) ?? null });
      await rename(folder.at(name), folder.at(basename(path)));
    } catch (error) {
      await discard(temporary);
      throw error;
    }
  });
  outdated.push(backup);
}
