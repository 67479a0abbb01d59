import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/main/base/clock.ts';
import { openDatabase } from '../../src/main/base/database.ts';
import { createLogger } from '../../src/main/base/logger.ts';
import { createFileJournal, type FileJournal } from '../../src/main/workers/broker/journal/file-journal.ts';
import { type Figure, figure } from './figure.ts';

const count = 1000;
const rounds = 3;
const scope = { runId: 'run_00000000000000000000000000', taskId: 't' };

/** Moving, overwriting and removing 1,000 files, seeing what undo would do, and undoing; beside it bare renames. */
export async function measureUndo(): Promise<Figure[]> {
  const changed: number[] = [];
  const foreseen: number[] = [];
  const undone: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'heron-bench-undo-')));
    try {
      const folder = join(root, 'files');
      writeFiles(folder);
      const database = openDatabase({ file: join(root, 'heron.db') });
      const journal = createFileJournal({
        database,
        clock: systemClock,
        logger: createLogger(join(root, 'log'), 'info'),
        undoFolder: join(root, 'undo'),
      });
      changed.push(await rateOf(() => changeAll(journal, folder)));
      foreseen.push(await rateOf(() => journal.previewUndo(scope.runId)));
      undone.push(await rateOf(() => journal.undo(scope.runId)));
      if (readFileSync(join(folder, 'file-0'), 'utf8') !== 'first 0') throw new Error('Undo did not put file-0 back');
      bare.push(await rateOf(() => renameAll(folder)));
      database.close();
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  }
  const floor = { name: 'bare renames', values: bare };
  return [
    figure('journalled changes of 1,000 files', 'files/s', changed, { isRate: true, floor }),
    figure('foreseeing their undoing', 'files/s', foreseen, { isRate: true, floor }),
    figure('undoing them', 'files/s', undone, { isRate: true, floor }),
  ];
}

function writeFiles(folder: string): void {
  mkdirSync(folder);
  for (let index = 0; index < count; index += 1) writeFileSync(join(folder, `file-${index}`), `first ${index}`);
}

async function changeAll(journal: FileJournal, folder: string): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const path = join(folder, `file-${index}`);
    if (index % 3 === 0) {
      const file = await journal.beginFile(scope, { path, overwrite: true, mode: undefined });
      await file.append(Buffer.from(`second ${index}`));
      await file.commit();
    } else if (index % 3 === 1) {
      await journal.move(scope, { from: path, to: join(folder, 'moved', `file-${index}`), overwrite: false });
    } else {
      await journal.remove(scope, path);
    }
  }
  await journal.sync(scope.runId);
}

async function renameAll(folder: string): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await rename(join(folder, `file-${index}`), join(folder, `renamed-${index}`));
  }
  await rm(folder, { recursive: true });
}

async function rateOf(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await run();
  return count / ((performance.now() - begun) / 1000);
}
