import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../base/clock.ts';
import { type Database, openDatabase } from '../../../base/database.ts';
import { createLogger } from '../../../base/logger.ts';
import { createFileJournal, type FileJournal } from './file-journal.ts';

export const fakeScope = { runId: 'run_01JD0000000000000000000000', taskId: 'task' };

export type FakeJournal = FileJournal & {
  /** An empty folder to change things in. */
  folder: string;
  undoFolder: string;
  database: Database;
  write(path: string, content: string | Uint8Array, options?: { overwrite?: boolean; mode?: number }): Promise<void>;
  /** The same database and folders, as after a new start of the engine. */
  restart(): Promise<FileJournal>;
  end(): void;
};

/** The real journal in temporary folders; `undoParent` puts what is kept on another disk. */
export function startFakeJournal(options: { undoParent?: string } = {}): FakeJournal {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'heron-journal-')));
  const folder = join(root, 'files');
  mkdirSync(folder);
  const kept = options.undoParent ? mkdtempSync(join(options.undoParent, 'heron-undo-')) : join(root, 'undo');
  const database = openDatabase({ file: ':memory:' });
  const logger = createLogger(join(root, 'log'), 'debug');
  const parts = { database, clock: systemClock, logger, undoFolder: kept };
  const journal = createFileJournal(parts);
  return {
    ...journal,
    folder,
    undoFolder: realpathSync(kept),
    database,
    async write(path, content, { overwrite = false, mode } = {}) {
      const file = await journal.beginFile(fakeScope, { path, overwrite, mode });
      await file.append(Buffer.from(content));
      await file.commit();
    },
    async restart() {
      const again = createFileJournal(parts);
      await again.recover();
      return again;
    },
    end() {
      database.close();
      rmSync(root, { recursive: true, force: true });
      rmSync(kept, { recursive: true, force: true });
    },
  };
}

/** Everything below a folder that undoing must bring back: kind, mode, content, and the times of files. */
export function snapshot(folder: string): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    const path = join(folder, name);
    const stats = lstatSync(path);
    const mode = (stats.mode & 0o7777).toString(8);
    if (stats.isSymbolicLink()) entries[name] = `link to ${readlinkSync(path)}`;
    else if (stats.isDirectory()) entries[name] = `folder ${mode}`;
    else entries[name] = `file ${mode} ${stats.mtimeMs.toFixed(0)} ${readFileSync(path, 'latin1')}`;
  }
  return entries;
}
