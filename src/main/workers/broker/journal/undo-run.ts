import { link, mkdir, rename, rm, rmdir, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { UndoReport } from '../../../../contract/undo.ts';
import { HeronError, systemCode, toFailure } from '../../../base/errors.ts';
import { inFolder } from '../paths/pinned-folder.ts';
import type { ChangePatch, ChangeRow } from './change-rows.ts';
import { copyTree } from './copy-tree.ts';
import { discard, hiddenName, inodeOf, lookAt, whereItShows } from './entry.ts';
import type { JournalTools } from './journal-tools.ts';
import { relocate } from './relocate.ts';
import { conflictOf, reasons, rowsToUndo } from './undo-conflicts.ts';

/**
 * Takes back what a run did, last change first. What somebody changed since is left alone and reported. Asking again
 * gives the same report: what is back stays back, and conflicts that have gone are resolved.
 */
export async function undoRun(tools: JournalTools, runId: string): Promise<UndoReport> {
  const restored = new Set<string>();
  const conflicts = new Map<string, string>();
  const outdated: string[] = [];
  for (const batch of batches(rowsToUndo(tools.rows.ofRun(runId)).toReversed())) {
    const marks = await markBatch(tools, batch);
    for (const row of batch) {
      const conflict = await undoChange(tools, row, { outdated, marked: marks.get(row.seq) });
      const { path } = whereItShows(row);
      if (conflict === undefined) restored.add(path);
      else if (!conflicts.has(path)) conflicts.set(path, conflict);
    }
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

const batchRows = 64;

function* batches(rows: ChangeRow[]): Generator<ChangeRow[]> {
  for (let at = 0; at < rows.length; at += batchRows) yield rows.slice(at, at + batchRows);
}

/**
 * What is to be put back is marked for many rows with one commit that waits for the disk, with the number of the file
 * by which recovery knows it. What was only made is not marked before its turn: that it is not there proves nothing
 * while a later move of it still stands.
 */
async function markBatch({ rows }: JournalTools, batch: ChangeRow[]): Promise<Map<number, string>> {
  const marks = new Map<number, string>();
  for (const { seq, state, kind, movedTo, backup } of batch) {
    const source = kind === 'moved' ? movedTo : backup;
    if (state !== 'done' || source === null) continue;
    const inode = inodeOf(await lookAt(source).catch(() => undefined));
    if (inode !== undefined) marks.set(seq, inode);
  }
  rows.markUndoing(marks);
  return marks;
}

type Undoing = {
  /** Takes what was kept and is of no use any more. */
  outdated: string[];
  /** The number of the file that the journal has noted already. */
  marked: string | undefined;
};

/** Gives the reason why it was left alone, or undefined once it is undone. */
async function undoChange(tools: JournalTools, row: ChangeRow, undoing: Undoing): Promise<string | undefined> {
  const { rows } = tools;
  if (row.state === 'undone') return undefined;
  if (row.state !== 'done') return reasons.unfinished;
  try {
    const conflict = await conflictOf(row, (path) => path);
    if (conflict !== undefined) {
      if (undoing.marked !== undefined) rows.update(row.seq, { state: 'done' }, 'light');
      return conflict;
    }
    if (undoing.marked === undefined) {
      // Removing what was made can be told from the disk; what else is done notes more before it begins.
      rows.update(row.seq, { state: 'undoing', inode: null, temporary: null, aside: null }, 'light');
    }
    await putBack(tools, row, undoing);
    tools.unsynced.add(row.runId, dirname(row.path));
    rows.update(row.seq, { state: 'undone', temporary: null, aside: null }, 'light');
    return undefined;
  } catch (error) {
    rows.update(row.seq, { state: 'done', temporary: null, aside: null });
    if (systemCode(error) === 'ENOTEMPTY') return reasons.notEmpty;
    return toFailure(error).message;
  }
}

async function putBack(tools: JournalTools, row: ChangeRow, { outdated, marked }: Undoing): Promise<void> {
  const { kind, path, movedTo, backup, seq } = row;
  const name = basename(path);
  const note = (progress: ChangePatch): void => {
    // The name of a temporary file is followed by its number, and that waits for the disk unless it is known.
    const isLight = Object.keys(progress).length === 1 && ('temporary' in progress || progress.inode === marked);
    tools.rows.update(seq, progress, isLight ? 'light' : 'heavy');
  };
  if (kind === 'deleted' || kind === 'moved') {
    const from = kind === 'deleted' ? backup : movedTo;
    if (from === null) throw new HeronError('internal', `The journal lost where ${path} went`);
    await mkdir(dirname(path), { recursive: true });
    return relocate({ from, to: path, note });
  }
  if (kind === 'replaced') return restore(row, note, outdated);
  if (!(await lookAt(path))) return undefined;
  return inFolder(dirname(path), (folder) => (kind === 'created' ? unlink : rmdir)(folder.at(name)));
}

/** In one step, like the replacing. */
async function restore(
  { path, backup }: ChangeRow,
  note: (progress: ChangePatch) => void,
  outdated: string[],
): Promise<void> {
  if (backup === null) throw new HeronError('internal', `The journal lost what ${path} was`);
  await inFolder(dirname(path), async (folder) => {
    const name = hiddenName('tmp');
    const temporary = join(dirname(path), name);
    note({ temporary });
    try {
      await link(backup, folder.at(name)).catch(() => copyTree(backup, folder.at(name)));
      note({ inode: inodeOf(await lookAt(temporary)) ?? null });
      await rename(folder.at(name), folder.at(basename(path)));
    } catch (error) {
      await discard(temporary);
      throw error;
    }
  });
  outdated.push(backup);
}
