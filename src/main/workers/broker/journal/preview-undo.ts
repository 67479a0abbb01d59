import type { UndonePath, UndoReport } from '../../../../contract/undo.ts';
import { toFailure } from '../../../base/errors.ts';
import type { ChangeRow } from './change-rows.ts';
import { whereItShows } from './entry.ts';
import { conflictOf, reasons, rowsToUndo, wouldHold } from './undo-conflicts.ts';
import { createVirtualPlaces, type VirtualPlaces } from './virtual-places.ts';

/** What undoing would put back and leave alone, found out by going through it without touching anything. */
export type UndoForecast = { restorable: UndonePath[]; conflicts: UndoReport['conflicts'] };

/** `rows` in the order in which they happened. */
export async function previewUndo(rows: ChangeRow[]): Promise<UndoForecast> {
  const places = createVirtualPlaces();
  const restorable = new Map<string, UndonePath>();
  const conflicts = new Map<string, string>();
  for (const row of rowsToUndo(rows).toReversed()) {
    if (row.state === 'undone') continue;
    const conflict = await undoInThought(row, places);
    const { path, kind, movedTo } = whereItShows(row);
    if (conflict === undefined) restorable.set(path, { path, kind, ...(movedTo === null ? {} : { movedTo }) });
    else if (!conflicts.has(path)) conflicts.set(path, conflict);
  }
  return {
    restorable: [...restorable.values()].filter(({ path }) => !conflicts.has(path)),
    conflicts: [...conflicts].map(([path, reason]) => ({ path, reason })),
  };
}

async function undoInThought(row: ChangeRow, places: VirtualPlaces): Promise<string | undefined> {
  if (row.state !== 'done') return reasons.unfinished;
  const { kind, path, movedTo, backup } = row;
  try {
    const conflict = await conflictOf(row, places.find);
    if (conflict !== undefined) return conflict;
    if (kind === 'folder-created' && (await wouldHold(path, places.find))) return reasons.notEmpty;
  } catch (error) {
    return toFailure(error).message;
  }
  if (kind === 'moved' && movedTo !== null) places.move(movedTo, path);
  else if ((kind === 'deleted' || kind === 'replaced') && backup !== null) places.put(backup, path);
  else places.remove(path);
  return undefined;
}
