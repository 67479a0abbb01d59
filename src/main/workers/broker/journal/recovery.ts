import type { Logger } from '../../../base/logger.ts';
import type { ChangeRow } from './change-rows.ts';
import { discard, inodeOf, lookAt } from './entry.ts';
import type { JournalTools } from './journal-tools.ts';
import { settleRelocation } from './relocate.ts';

/**
 * After a crash: for each change that was under way, looks at the disk, finishes or takes back what was half done, and
 * says so in the journal. What cannot be settled now (a disk that is not there) stays for the next start.
 */
export async function recoverChanges(tools: JournalTools, logger: Logger): Promise<void> {
  for (const row of tools.rows.unsettled()) {
    try {
      if (row.state === 'undoing') await settleUndoing(tools, row);
      else await settleChange(tools, row);
    } catch (error) {
      logger.warn('A change that was interrupted cannot be settled yet', { path: row.path, error: String(error) });
    }
  }
}

async function settleChange({ rows }: JournalTools, row: ChangeRow): Promise<void> {
  if (row.state !== 'writing' && (await hasHappened(row))) {
    rows.update(row.seq, { state: 'done', temporary: null, aside: null });
    return;
  }
  if (row.kind === 'created' || row.kind === 'replaced') {
    await discard(row.temporary);
    await discard(row.backup);
  }
  rows.remove(row.seq);
}

async function hasHappened(row: ChangeRow): Promise<boolean> {
  switch (row.kind) {
    case 'folder-created':
      return (await lookAt(row.path))?.isDirectory() ?? false;
    case 'created':
    case 'replaced':
      return hasBeenPlaced(row);
    case 'deleted':
      return row.backup !== null && settleRelocation({ ...row, from: row.path, to: row.backup });
    case 'moved':
      return row.movedTo !== null && settleRelocation({ ...row, from: row.path, to: row.movedTo });
  }
}

/** A temporary file leaves its own name only by taking the final one. */
async function hasBeenPlaced(row: ChangeRow): Promise<boolean> {
  if (row.temporary === null || !(await lookAt(row.temporary))) return true;
  if (inodeOf(await lookAt(row.path)) !== row.inode) return false;
  await discard(row.temporary);
  return true;
}

/** Undoing that was interrupted: done or not done. If not, the person may ask for it again. */
async function settleUndoing({ rows }: JournalTools, row: ChangeRow): Promise<void> {
  rows.update(row.seq, {
    state: (await wasPutBack(row)) ? 'undone' : 'done',
    temporary: null,
    aside: null,
  });
}

async function wasPutBack(row: ChangeRow): Promise<boolean> {
  switch (row.kind) {
    case 'folder-created':
    case 'created':
      return (await lookAt(row.path)) === undefined;
    case 'replaced': {
      const happened = row.inode !== null && inodeOf(await lookAt(row.path)) === row.inode;
      await discard(row.temporary);
      if (happened) await discard(row.backup);
      return happened;
    }
    case 'deleted':
      return row.backup !== null && settleRelocation({ ...row, from: row.backup, to: row.path });
    case 'moved':
      return row.movedTo !== null && settleRelocation({ ...row, from: row.movedTo, to: row.path });
  }
}
