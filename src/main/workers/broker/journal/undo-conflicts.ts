import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inFolder } from '../paths/pinned-folder.ts';
import type { ChangeRow } from './change-rows.ts';
import { lookAt } from './entry.ts';
import { matchesStamp } from './stamp.ts';

/** Where that which counts as standing at a path really stands; undefined if nothing does. */
export type Find = (path: string) => string | undefined;

export const reasons = {
  unfinished: 'The change is not finished',
  notEmpty: 'Something else was put into it',
} as const;

/** Why a change cannot be taken back; undefined if it can. */
export async function conflictOf(row: ChangeRow, find: Find): Promise<string | undefined> {
  const { kind, path, movedTo, backup, stampAfter } = row;
  const place = find(path);
  const now = place === undefined ? undefined : await lookAt(place);
  switch (kind) {
    case 'folder-created':
      return now && !now.isDirectory() ? 'It is no folder any more' : undefined;
    case 'created':
      return now && !(await isUnchanged(place, stampAfter)) ? 'It was changed after the run' : undefined;
    case 'replaced':
      if (!now) return 'It was removed after the run';
      if (!(await isUnchanged(place, stampAfter))) return 'It was changed after the run';
      return isKept(backup);
    case 'deleted':
      return now ? 'Something else stands there now' : ((await isKept(backup)) ?? blockedBy(path, find));
    case 'moved': {
      if (now) return 'Something else stands there now';
      const target = movedTo === null ? undefined : find(movedTo);
      if (target === undefined || !(await lookAt(target))) return `It is not at ${String(movedTo)} any more`;
      if (!(await isUnchanged(target, stampAfter))) return `It was changed at ${movedTo} after the run`;
      return blockedBy(path, find);
    }
  }
}

/** Whether a folder would hold anything, when what counts as removed is gone. */
export async function wouldHold(path: string, find: Find): Promise<boolean> {
  const place = find(path);
  if (place === undefined || !(await lookAt(place))) return false;
  const names = await inFolder(place, (folder) => readdir(folder.at('.')));
  return names.some((name) => find(join(path, name)) !== undefined);
}

/** Missing folders are made again; a link or a file in the place of one is in the way. */
async function blockedBy(path: string, find: Find): Promise<string | undefined> {
  const folder = dirname(path);
  if (folder === path) return undefined;
  const place = find(folder);
  const stats = place === undefined ? undefined : await lookAt(place);
  if (!stats) return blockedBy(folder, find);
  return stats.isDirectory() ? undefined : `${folder} is no folder any more`;
}

async function isUnchanged(place: string | undefined, stamp: string | null): Promise<boolean> {
  return place !== undefined && stamp !== null && matchesStamp(place, stamp);
}

async function isKept(backup: string | null): Promise<string | undefined> {
  if (backup === null) return 'What it was is not kept any more';
  return (await lookAt(backup)) ? undefined : 'The content that was kept is gone';
}

/** What was done to take something back is not taken back itself. */
export function rowsToUndo(rows: readonly ChangeRow[]): ChangeRow[] {
  return rows.filter(({ taskId }) => !taskId.endsWith('/:undo'));
}
