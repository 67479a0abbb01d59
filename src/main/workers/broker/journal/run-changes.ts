import type { FileChange } from '../../../../contract/undo.ts';
import type { ChangeRow } from './change-rows.ts';
import { whereItShows } from './entry.ts';
import { readSmallText, smallUpToBytes } from './small-text.ts';
import { matchesStamp } from './stamp.ts';

/** What one answer carries of diffs at most, in characters; changes beyond it are listed without. */
const diffsUpTo = 4 * 1024 * 1024;

/** What a run did, in order, with diffs of text files whose content can still be known. */
export async function runChanges(rows: ChangeRow[]): Promise<FileChange[]> {
  const happened = rows.filter(({ state }) => state !== 'writing' && state !== 'pending');
  const changes: FileChange[] = [];
  let room = diffsUpTo;
  for (const [index, row] of happened.entries()) {
    const diff = room > 0 ? await diffOf(happened, row, index) : undefined;
    room -= diff?.length ?? 0;
    const { path, kind, movedTo } = whereItShows(row);
    changes.push({
      path,
      kind,
      ...(movedTo === null ? {} : { movedTo }),
      taskId: row.taskId,
      ...(row.bytesBefore === null ? {} : { bytesBefore: row.bytesBefore }),
      ...(row.bytesAfter === null ? {} : { bytesAfter: row.bytesAfter }),
      ...(diff === undefined ? {} : { diff }),
      undone: row.state === 'undone',
    });
  }
  return changes;
}

async function diffOf(rows: ChangeRow[], row: ChangeRow, index: number): Promise<string | undefined> {
  const { kind, path, backup } = row;
  if (row.state === 'undone' || kind === 'moved' || kind === 'folder-created') return undefined;
  const before = kind === 'created' ? '' : backup === null ? undefined : await readSmallText(backup);
  const after = kind === 'deleted' ? '' : await contentAfter(rows, row, index);
  if (before === undefined || after === undefined) return undefined;
  const { unifiedDiff } = await import('./unified-diff.ts'); // no start makes a diff
  return unifiedDiff({ path, kind, before, after });
}

/** What a change left may have been replaced, moved or removed by a later one of the same run. */
async function contentAfter(rows: ChangeRow[], row: ChangeRow, index: number): Promise<string | undefined> {
  if (row.stampAfter === null || (row.bytesAfter ?? 0) > smallUpToBytes) return undefined;
  const place = whereItWent(row.path, rows.slice(index + 1));
  if (place === undefined || !(await matchesStamp(place, row.stampAfter))) return undefined;
  return readSmallText(place);
}

function whereItWent(path: string, later: ChangeRow[]): string | undefined {
  let place: string | undefined = path;
  for (const row of later) {
    if (row.state === 'undone' || place === undefined) continue;
    const below: string | undefined = restOf(place, row.path);
    if (below === undefined) continue;
    if (row.kind === 'moved') place = row.movedTo === null ? undefined : row.movedTo + below;
    if (row.kind === 'replaced' || row.kind === 'deleted') return row.backup === null ? undefined : row.backup + below;
  }
  return place;
}

/** What follows `folder` in `path`; nothing if they are the same; undefined if the path is not in the folder. */
function restOf(path: string, folder: string): string | undefined {
  const rest = path.slice(folder.length);
  return path.startsWith(folder) && (rest === '' || /^[\\/]/.test(rest)) ? rest : undefined;
}

/** Paths that hold what the run itself made: created or replaced, and neither moved, removed nor moved onto since. */
export function madeBy(rows: ChangeRow[]): string[] {
  const made = new Set<string>();
  for (const row of rows) {
    if (row.state !== 'done') continue;
    if (row.kind === 'deleted' || row.kind === 'moved') made.delete(row.path);
    else made.add(row.path);
    if (row.movedTo !== null) made.delete(row.movedTo);
  }
  return [...made];
}
