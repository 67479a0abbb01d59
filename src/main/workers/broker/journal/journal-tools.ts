import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../base/clock.ts';
import type { ChangeRows } from './change-rows.ts';
import type { UnsyncedFolders } from './unsynced-folders.ts';

/** On whose behalf something is changed. */
export type ChangeScope = { runId: string; taskId: string };

/** What every part of the journal works with. */
export type JournalTools = {
  rows: ChangeRows;
  clock: Clock;
  /** Canonical. What a run replaced or removed is kept in a folder named for the run. */
  undoFolder: string;
  /** Changes of one run happen one after the other: the order of its rows is the order of what happened. */
  inTurn: InTurn;
  unsynced: UnsyncedFolders;
};

export type InTurn = <Value>(runId: string, change: () => Promise<Value>) => Promise<Value>;

export function createTurns(): InTurn {
  const turns = new Map<string, Promise<unknown>>();
  return (runId, change) => {
    const before = turns.get(runId) ?? Promise.resolve();
    const result = before.then(change);
    const turn = result.then(forget, forget);
    turns.set(runId, turn);
    return result;

    function forget(): void {
      if (turns.get(runId) === turn) turns.delete(runId);
    }
  };
}

/** Where the former content of a change is to be kept. */
export async function backupPlace(tools: JournalTools, runId: string, seq: number): Promise<string> {
  const folder = join(tools.undoFolder, runId);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return join(folder, String(seq));
}
