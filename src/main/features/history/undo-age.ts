import type { Limits } from './plan-pruning.ts';

/** The former contents of files that one run has changed. */
export type UndoFolder = { runId: string; bytes: number };

type EndOf = (runId: string) => { endedAt: number | undefined; isPinned: boolean } | undefined;

/** Those that are kept long enough, or too many: what belongs to no run any more first, then by the end of their run. */
export function oldUndo(folders: UndoFolder[], endOf: EndOf, { endedBefore, mostBytes }: Limits): UndoFolder[] {
  let left = folders.reduce((all, { bytes }) => all + bytes, 0);
  const removable = folders
    .map((folder) => ({ ...folder, end: endOf(folder.runId) ?? { endedAt: 0, isPinned: false } }))
    .filter(({ end }) => end.endedAt !== undefined && !end.isPinned)
    .toSorted((one, other) => (one.end.endedAt ?? 0) - (other.end.endedAt ?? 0));
  return removable.flatMap(({ runId, bytes, end }) => {
    const isOld = endedBefore !== undefined && (end.endedAt ?? 0) < endedBefore;
    const isTooMuch = mostBytes !== undefined && left > mostBytes;
    if (!isOld && !isTooMuch) return [];
    left -= bytes;
    return [{ runId, bytes }];
  });
}
