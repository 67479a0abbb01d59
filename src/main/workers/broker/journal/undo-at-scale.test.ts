import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../base/database.ts';
import { createLogger } from '../../../base/logger.ts';
import { changeRows } from './change-rows.ts';
import { fakeScope as scope, snapshot, startFakeJournal } from './fake-journal.ts';
import { disks } from './fixtures/disks.ts';
import { createFileJournal, type FileJournal } from './file-journal.ts';

const count = 1000;

test.for(disks)(
  'undoing 1,000 files, with what is kept on $disk, is finished after a kill in the middle [X-04]',
  { timeout: 180_000 },
  async ({ isThere, parent }, { skip }) => {
    skip(!isThere, 'there is no other disk');
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'heron-undo-')));
    const undoFolder = realpathSync(mkdtempSync(join(parent, 'heron-undo-kept-')));
    onTestFinished(() => {
      for (const folder of [root, undoFolder]) rmSync(folder, { recursive: true, force: true });
    });
    const folder = join(root, 'files');
    mkdirSync(folder);
    for (let index = 0; index < count; index += 1) writeFileSync(join(folder, `file-${index}`), `first ${index}`);
    const before = snapshot(folder);
    const database = openDatabase({ file: join(root, 'heron.db'), durability: 'normal' });
    onTestFinished(() => void database.close());
    const rows = changeRows(database);
    const journal = createFileJournal({
      database,
      clock: Date.now,
      logger: createLogger(join(root, 'log'), 'debug'),
      undoFolder,
    });
    await changeAll(journal, folder);
    expect(snapshot(folder)).not.toEqual(before);

    const undone = (): number => rows.ofRun(scope.runId).filter(({ state }) => state === 'undone').length;
    for (const enough of [200, 700]) await killWhen(() => undone() >= enough, root, undoFolder);
    expect(undone()).toBeLessThan(count);
    await journal.recover();
    expect(rows.unsettled()).toEqual([]);
    const report = await journal.undo(scope.runId);
    expect(report.conflicts).toEqual([]);
    expect(snapshot(folder)).toEqual(before);
    expect(readdirSync(undoFolder)).toEqual([]);
  },
);

/** A quarter each is written anew, moved over another, moved away and removed. */
async function changeAll(journal: FileJournal, folder: string): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const path = join(folder, `file-${index}`);
    if (index % 4 === 0) {
      const file = await journal.beginFile(scope, { path, overwrite: true, mode: undefined });
      await file.append(Buffer.from(`second ${index}`));
      await file.commit();
    } else if (index % 4 === 1) {
      await journal.move(scope, { from: path, to: join(folder, `file-${index - 1}`), overwrite: true });
    } else if (index % 4 === 2) {
      await journal.move(scope, { from: path, to: join(folder, 'moved', `file-${index}`), overwrite: false });
    } else {
      await journal.remove(scope, path);
    }
  }
}

async function killWhen(isTime: () => boolean, root: string, undoFolder: string): Promise<void> {
  const script = join(import.meta.dirname, 'fixtures', 'undo-files.ts');
  const child = spawn(process.execPath, [script, root, undoFolder], { stdio: 'inherit' });
  const exited = once(child, 'exit');
  while (!isTime() && child.exitCode === null) await wait(2);
  child.kill('SIGKILL');
  const [code] = (await exited) as [number | null];
  expect(code).toBe(null);
}

test('a clean-up of 1,000 files is undone to the exact tree', async () => {
  const journal = startFakeJournal();
  onTestFinished(() => journal.end());
  const at = (...names: string[]): string => join(journal.folder, ...names);
  mkdirSync(at('downloads'));
  for (let index = 0; index < 1000; index += 1) {
    writeFileSync(at('downloads', `file-${index}.${['txt', 'pdf', 'jpg'][index % 3]}`), `content ${index}`);
  }
  const before = snapshot(journal.folder);
  for (const name of readdirSync(at('downloads'))) {
    const [, ending = ''] = name.split('.');
    if (ending === 'jpg') await journal.remove(scope, at('downloads', name));
    else await journal.move(scope, { from: at('downloads', name), to: at('sorted', ending, name), overwrite: false });
  }
  const { restorable } = await journal.previewUndo(scope.runId);
  const report = await journal.undo(scope.runId);
  expect(report.conflicts).toEqual([]);
  expect(report.restored).toHaveLength(1003);
  expect(restorable).toHaveLength(1003);
  expect(snapshot(journal.folder)).toEqual(before);
});
