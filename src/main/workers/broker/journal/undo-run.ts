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
import { matchesStamp } from './stamp.ts';

/**
 * Takes back what a run did, last change first. What somebody changed since is left alone and reported. Asking again
 * gives the same report: what is back stays back, and conflicts that have gone are resolved.
 */
export async function undoRun(tools: JournalTools, runId: string): Promise<UndoReport> {
  const restored = new Set<string>();
  const conflicts = new Map<string, string>();
  for (const row of tools.rows.ofRun(runId).toReversed()) {
    const conflict = await undoChange(tools, row);
    if (conflict === undefined) restored.add(row.path);
    else if (!conflicts.has(row.path)) conflicts.set(row.path, conflict);
  }
  if (conflicts.size === 0) await rm(join(tools.undoFolder, runId), { recursive: true, force: true });
  return {
    restored: [...restored].filter((path) => !conflicts.has(path)),
    conflicts: [...conflicts].map(([path, reason]) => ({ path, reason })),
  };
}

/** Gives the reason why it was left alone, or undefined once it is undone. */
async function undoChange(tools: JournalTools, row: ChangeRow): Promise<string | undefined> {
  const { rows } = tools;
  if (row.state === 'undone') return undefined;
  if (row.state !== 'done') return 'The change is not finished';
  try {
    const conflict = await conflictOf(row);
    if (conflict !== undefined) return conflict;
    rows.update(row.seq, { state: 'undoing', inode: null, temporary: null, aside: null });
    await putBack(tools, row);
    rows.update(row.seq, { state: 'undone', temporary: null, aside: null });
    return undefined;
  } catch (error) {
    rows.update(row.seq, { state: 'done', temporary: null, aside: null });
    if (systemCode(error) === 'ENOTEMPTY') return 'Something else was put into it';
    return toFailure(error).message;
  }
}

async function conflictOf(row: ChangeRow): Promise<string | undefined> {
  const { kind, path, movedTo, backup, stampAfter } = row;
  const now = await lookAt(path);
  switch (kind) {
    case 'folder-created':
      return now && !now.isDirectory() ? 'It is no folder any more' : undefined;
    case 'created':
      return now && !(await isUnchanged(path, stampAfter)) ? 'It was changed after the run' : undefined;
    case 'replaced':
      if (!now) return 'It was removed after the run';
      if (!(await isUnchanged(path, stampAfter))) return 'It was changed after the run';
      return isKept(backup);
    case 'deleted':
      return now ? 'Something else stands there now' : isKept(backup);
    case 'moved':
      if (now) return 'Something else stands there now';
      if (movedTo === null || !(await lookAt(movedTo))) return `It is not at ${String(movedTo)} any more`;
      return (await isUnchanged(movedTo, stampAfter)) ? undefined : `It was changed at ${movedTo} after the run`;
  }
}

async function isUnchanged(path: string, stamp: string | null): Promise<boolean> {
  return stamp !== null && matchesStamp(path, stamp);
}

async function isKept(backup: string | null): Promise<string | undefined> {
  return backup !== null && (await lookAt(backup)) ? undefined : 'The content that was kept is gone';
}

async function putBack(tools: JournalTools, row: ChangeRow): Promise<void> {
  const { kind, path, movedTo, backup, seq } = row;
  const name = basename(path);
  const note = (progress: Partial<ChangeRow>): void => tools.rows.update(seq, progress);
  if (kind === 'deleted' || kind === 'moved') {
    const from = kind === 'deleted' ? backup : movedTo;
    if (from === null) throw new HeronError('internal', `The journal lost where ${path} went`);
    await mkdir(dirname(path), { recursive: true });
    return relocate({ from, to: path, note });
  }
  if (kind === 'replaced') return restore(tools, row);
  if (!(await lookAt(path))) return undefined;
  return inFolder(dirname(path), (folder) => (kind === 'created' ? unlink : rmdir)(folder.at(name)));
}

/** In one step, like the replacing; the kept content goes only after the journal knows. */
async function restore({ rows }: JournalTools, { seq, path, backup }: ChangeRow): Promise<void> {
  if (backup === null) throw new HeronError('internal', `The journal lost what ${path} was`);
  await inFolder(dirname(path), async (folder) => {
    const name = hiddenName('tmp');
    const temporary = join(dirname(path), name);
    rows.update(seq, { temporary });
    try {
      await link(backup, folder.at(name)).catch(() => copyTree(backup, folder.at(name)));
      rows.update(seq, { inode: inodeOf(await lookAt(temporary)) ?? null });
      await rename(folder.at(name), folder.at(basename(path)));
    } catch (error) {
      await discard(temporary);
      throw error;
    }
  });
  rows.update(seq, { state: 'undone', temporary: null });
  await discard(backup);
}
