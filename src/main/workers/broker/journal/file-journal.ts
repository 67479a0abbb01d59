import { mkdirSync } from 'node:fs';
import type { FileChange, UndoReport } from '../../../../contract/undo.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Database } from '../../../base/database.ts';
import type { Logger } from '../../../base/logger.ts';
import { canonicalPathSync } from '../paths/canonical-path.ts';
import { changeRows } from './change-rows.ts';
import { type ChangeScope, createTurns, type JournalTools } from './journal-tools.ts';
import { forgetContents, keptContents } from './kept-contents.ts';
import { makeFolders } from './make-folders.ts';
import { discardOutput, type Move, moveEntry, removeEntry } from './move-and-remove.ts';
import { previewUndo, type UndoForecast } from './preview-undo.ts';
import { recoverChanges } from './recovery.ts';
import { madeBy, runChanges } from './run-changes.ts';
import { undoRun } from './undo-run.ts';
import { createUnsyncedFolders } from './unsynced-folders.ts';
import { beginFile, type NewFile, type UnfinishedFile } from './unfinished-file.ts';

/**
 * Changes files for workers, so that all a run did can be shown and taken back. Each change is in the database before
 * it happens. Paths are canonical; who may change what is decided before. Errors: HeronError, naming the path.
 */
export type FileJournal = {
  beginFile(scope: ChangeScope, file: NewFile): Promise<UnfinishedFile>;
  /** Gives the folders that had to be made. */
  makeFolder(scope: ChangeScope, path: string): Promise<string[]>;
  /** Gives the folders that had to be made. */
  move(scope: ChangeScope, move: Move): Promise<string[]>;
  remove(scope: ChangeScope, path: string): Promise<void>;
  /** Takes away for good what a program of the run left in a folder that the run made. */
  discardOutput(scope: ChangeScope, path: string): Promise<void>;
  /** Resolves when a power cut can take back nothing of what the run has done so far. */
  sync(runId: string): Promise<void>;
  changes(runId: string): Promise<FileChange[]>;
  /** Paths that hold what the run made itself. */
  madeByRun(runId: string): string[];
  /** Whether a worker has written the file, or moved it to where it is, in any run. */
  hasChanged(path: string): boolean;
  /** What `undo` would do now; touches nothing. */
  previewUndo(runId: string): Promise<UndoForecast>;
  /** For a run that has ended. */
  undo(runId: string): Promise<UndoReport>;
  /** What is kept of former contents, by run. */
  kept(): Promise<{ runId: string; bytes: number }[]>;
  /** Drops the former contents that a run has left; what it did stays on record. */
  forget(runId: string): Promise<void>;
  /** Settles what was under way when the engine ended. To be called at the start, before any worker runs. */
  recover(): Promise<void>;
};

export type FileJournalParts = {
  database: Database;
  clock: Clock;
  logger: Logger;
  /** What runs replace and remove is kept here. */
  undoFolder: string;
};

export function createFileJournal(parts: FileJournalParts): FileJournal {
  mkdirSync(parts.undoFolder, { recursive: true, mode: 0o700 });
  const rows = changeRows(parts.database);
  const undoFolder = canonicalPathSync(parts.undoFolder);
  const inTurn = createTurns();
  const unsynced = createUnsyncedFolders();
  const tools: JournalTools = { rows, clock: parts.clock, undoFolder, inTurn, unsynced };
  const undoing = new Map<string, Promise<UndoReport>>();

  /** Asked for twice at a time, it is done once. */
  function undo(runId: string): Promise<UndoReport> {
    const report =
      undoing.get(runId) ?? inTurn(runId, () => undoRun(tools, runId)).finally(() => undoing.delete(runId));
    undoing.set(runId, report);
    return report;
  }

  return {
    beginFile: (scope, file) => beginFile(tools, scope, file),
    makeFolder: async (scope, path) => {
      const made = await inTurn(scope.runId, () => makeFolders(tools, scope, path));
      return made.map((folder) => folder.path);
    },
    move: (scope, move) => inTurn(scope.runId, () => moveEntry(tools, scope, move)),
    remove: async (scope, path) => {
      await inTurn(scope.runId, () => removeEntry(tools, scope, path));
    },
    discardOutput: (scope, path) => inTurn(scope.runId, () => discardOutput(tools, scope, path)),
    sync: unsynced.sync,
    changes: (runId) => runChanges(rows.ofRun(runId)),
    madeByRun: (runId) => madeBy(rows.ofRun(runId)),
    hasChanged: rows.hasChanged,
    previewUndo: (runId) => inTurn(runId, () => previewUndo(rows.ofRun(runId))),
    undo,
    kept: () => keptContents(tools),
    forget: (runId) => inTurn(runId, () => forgetContents(tools, runId)),
    recover: () => recoverChanges(tools, parts.logger),
  };
}
