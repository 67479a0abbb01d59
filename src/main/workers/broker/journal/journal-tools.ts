import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../base/clock.ts';
import type { ChangeRows } from './change-rows.ts';

/** On whose behalf something is changed. */
export type ChangeScope = { runId: string; taskId: string };

/** What every part of the journal works with. */
export type JournalTools = {
  rows: ChangeRows;
  clock: Clock;
  /** Canonical. What a run replaced or removed is kept in a folder named for the run. */
  undoFolder: string;
};

/** Where the former content of a change is to be kept. */
export async function backupPlace(tools: JournalTools, runId: string, seq: number): Promise<string> {
  const folder = join(tools.undoFolder, runId);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return join(folder, String(seq));
}
