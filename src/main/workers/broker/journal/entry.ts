import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { lstat, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { isAbsent } from '../paths/canonical-path.ts';
import { inFolder } from '../paths/pinned-folder.ts';

/** What stands at a canonical path, links not followed; undefined if nothing does. */
export async function lookAt(path: string): Promise<Stats | undefined> {
  try {
    return await inFolder(dirname(path), (folder) => lstat(folder.at(basename(path))));
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Tells files of one disk apart, whatever they are called. */
export function inodeOf(stats: Stats | undefined): string | undefined {
  return stats && String(stats.ino);
}

/** Removes something of the journal's own, if it is there. */
export async function discard(path: string | null): Promise<void> {
  if (path === null) return;
  try {
    await inFolder(dirname(path), (folder) => rm(folder.at(basename(path)), { recursive: true, force: true }));
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
}

/** A name beside the person's files that is hidden, taken by nobody, and known as the journal's own. */
export function hiddenName(ending: 'tmp' | 'aside'): string {
  return `.heron-${randomUUID()}.${ending}`;
}

/** A name in the folder of what is kept, for what a run's program made: undoing takes it there, and away. */
export function outputName(): string {
  return `made-${randomUUID()}`;
}

/** What a program made counts as created where it went, and not as moved there. */
export function whereItShows<Row extends { kind: string; path: string; movedTo: string | null }>(row: Row): Row {
  const isOutput = row.kind === 'moved' && row.movedTo !== null && /^made-[0-9a-f-]{36}$/.test(basename(row.path));
  return isOutput ? { ...row, kind: 'created', path: row.movedTo, movedTo: null } : row;
}

export function isHiddenName(name: string): boolean {
  return /^\.heron-[0-9a-f-]{36}\.(tmp|aside)$/.test(name);
}
