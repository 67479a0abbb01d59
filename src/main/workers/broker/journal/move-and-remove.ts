import type { Stats } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileError, HeronError } from '../../../base/errors.ts';
import { isWithin } from '../paths/path-rules.ts';
import { inFolder } from '../paths/pinned-folder.ts';
import { notRegularError } from '../paths/open-file.ts';
import { discard, inodeOf, lookAt, outputName } from './entry.ts';
import { backupPlace, type ChangeScope, type JournalTools } from './journal-tools.ts';
import { type MadeFolder, makeFolders, unmakeFolders } from './make-folders.ts';
import { relocate } from './relocate.ts';
import { entryStamp } from './stamp.ts';
import { treeStamp } from './tree-stamp.ts';

type Removed = { seq: number; path: string; backup: string };

/** Takes a file, link or whole folder away and keeps it aside. Errors: `not-found`, `unsupported`, the system's. */
export async function removeEntry(tools: JournalTools, scope: ChangeScope, path: string): Promise<Removed> {
  const { rows } = tools;
  const stats = await existing(path);
  const size = stats.isFile() ? stats.size : null;
  const change = { ...scopeOf(tools, scope), kind: 'deleted', path, bytesBefore: size, state: 'pending' } as const;
  const seq = rows.insert(change, 'light');
  try {
    const backup = await backupPlace(tools, scope.runId, seq);
    rows.update(seq, { backup }, 'light'); // relocating notes the rest before it begins
    await relocate({ from: path, to: backup, note: (progress) => rows.update(seq, progress) });
    rows.update(seq, { state: 'done' }, 'light');
    return { seq, path, backup };
  } catch (error) {
    rows.remove(seq);
    throw fileError(error, path);
  }
}

export type Move = {
  from: string;
  to: string;
  overwrite: boolean;
  /** A program of the run made it, in a folder that the run made for that: undoing takes it away. */
  isOutput?: boolean;
};

/** Clears what a program left in a folder that the run made: nobody had it before. Errors: `invalid-input` elsewhere. */
export async function discardOutput(tools: JournalTools, { runId }: ChangeScope, path: string): Promise<void> {
  refuseForeign(tools, runId, path);
  await discard(path);
}

function refuseForeign(tools: JournalTools, runId: string, path: string): void {
  if (tools.rows.isOutput(runId, path)) return;
  throw new HeronError('invalid-input', `${path} is not what a program made in a folder of this run`, { path });
}

/** Moves a file, link or folder; what stood at `to` is removed first, and kept. Gives the folders it had to make. */
export async function moveEntry(tools: JournalTools, scope: ChangeScope, move: Move): Promise<string[]> {
  const { from, to, overwrite, isOutput = false } = move;
  if (isOutput) refuseForeign(tools, scope.runId, from);
  const stats = await existing(from);
  const taken = await lookAt(to);
  if (from === to) return [];
  for (const [inner, outer] of [
    [to, from],
    [from, to],
  ] as const) {
    if (!isWithin(inner, outer)) continue;
    throw new HeronError('invalid-input', `${from} cannot be moved to ${to}: one lies in the other`, { path: from });
  }
  const isSame = taken !== undefined && isOneEntry({ path: from, stats }, { path: to, stats: taken });
  if (taken && !isSame && !overwrite) throw new HeronError('already-exists', `${to} exists already`, { path: to });
  let made: MadeFolder[] = [];
  let removed: Removed | undefined;
  try {
    made = await makeFolders(tools, scope, dirname(to));
    if (taken && !isSame) removed = await removeEntry(tools, scope, to);
    await journalledMove(tools, scope, { from, to, isSame, isOutput });
    return made.map(({ path }) => path);
  } catch (error) {
    if (removed) await putBack(tools, removed);
    await unmakeFolders(tools, made);
    throw fileError(error, from);
  }
}

type Seen = { path: string; stats: Stats };

/** Where case means nothing, `Notes` and `notes` are one file: renaming it overwrites nothing. Hard links are two. */
function isOneEntry(one: Seen, other: Seen): boolean {
  const [a, b] = [one.stats, other.stats];
  const hasOneName = a.nlink === 1 || a.isDirectory();
  return a.ino === b.ino && a.dev === b.dev && hasOneName && one.path.toLowerCase() === other.path.toLowerCase();
}

async function journalledMove(
  tools: JournalTools,
  scope: ChangeScope,
  { from, to, isSame, isOutput }: { from: string; to: string; isSame: boolean; isOutput: boolean },
): Promise<void> {
  const { rows } = tools;
  const stats = await existing(from);
  const goesBackTo = isOutput ? await placeForOutput(tools, scope.runId) : from;
  const seq = rows.insert({
    ...scopeOf(tools, scope),
    kind: 'moved',
    path: goesBackTo,
    movedTo: to,
    bytesBefore: stats.isFile() ? stats.size : null,
    bytesAfter: stats.isFile() ? stats.size : null,
    stampAfter: isOutput && stats.isDirectory() ? await treeStamp(from) : await entryStamp(from, stats),
    inode: inodeOf(stats) ?? null,
    state: 'pending',
  });
  try {
    if (isSame) await renameInPlace(from, to);
    else await relocate({ from, to, note: (progress) => rows.update(seq, progress) });
  } catch (error) {
    rows.remove(seq);
    throw fileError(error, to);
  }
  rows.update(seq, { state: 'done' }, 'light');
}

async function placeForOutput({ undoFolder }: JournalTools, runId: string): Promise<string> {
  const folder = join(undoFolder, runId);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return join(folder, outputName());
}

function renameInPlace(from: string, to: string): Promise<void> {
  return inFolder(dirname(from), (source) =>
    inFolder(dirname(to), (target) => rename(source.at(basename(from)), target.at(basename(to)))),
  );
}

async function putBack(tools: JournalTools, { seq, path, backup }: Removed): Promise<void> {
  tools.rows.update(seq, { state: 'undoing' }, 'light');
  await relocate({ from: backup, to: path, note: (progress) => tools.rows.update(seq, progress) });
  tools.rows.remove(seq);
  await discard(backup);
}

async function existing(path: string) {
  const stats = await lookAt(path);
  if (!stats) throw new HeronError('not-found', `There is nothing at ${path}`, { path });
  if (!stats.isFile() && !stats.isDirectory() && !stats.isSymbolicLink()) throw notRegularError(path);
  return stats;
}

function scopeOf(tools: JournalTools, { runId, taskId }: ChangeScope) {
  return { runId, taskId, at: tools.clock() };
}
