import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalTools } from './journal-tools.ts';

/** What is kept of former contents, by run. */
export async function keptContents({ undoFolder }: JournalTools): Promise<{ runId: string; bytes: number }[]> {
  const kept: { runId: string; bytes: number }[] = [];
  for (const runId of await readdir(undoFolder)) kept.push({ runId, bytes: await bytesBelow(join(undoFolder, runId)) });
  return kept;
}

/** Drops the former contents that a run has left. What it did stays on record: programs that a worker wrote stay known as such. */
export async function forgetContents({ undoFolder, rows }: JournalTools, runId: string): Promise<void> {
  // What recovery has to settle first is looked at the next time.
  if (rows.ofRun(runId).some(({ state }) => state !== 'done' && state !== 'undone')) return;
  // First the word, then the deed: undo must never count on what is half gone.
  rows.forgetBackups(runId);
  await rm(join(undoFolder, runId), { recursive: true, force: true });
}

async function bytesBelow(path: string): Promise<number> {
  const stats = await lstat(path).catch(() => undefined);
  if (!stats?.isDirectory()) return stats?.size ?? 0;
  let bytes = 0;
  for (const name of await readdir(path).catch(() => [])) bytes += await bytesBelow(join(path, name));
  return bytes;
}
