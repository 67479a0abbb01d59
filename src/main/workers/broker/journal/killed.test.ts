import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../base/database.ts';
import { createLogger } from '../../../base/logger.ts';
import { changeRows } from './change-rows.ts';
import { isHiddenName } from './entry.ts';
import { fakeScope as scope, snapshot } from './fake-journal.ts';
import { disks } from './fixtures/disks.ts';
import { createFileJournal } from './file-journal.ts';

describe('killed in the middle of things', () => {
  for (const { disk, isThere, parent } of disks) {
    test.skipIf(!isThere)(
      `with what is kept on ${disk} (where there is one), a run is undone to the exact tree`,
      { timeout: 120_000 },
      async () => {
        for (let seed = 1; seed <= 4; seed += 1) await killAndUndo(seed, parent);
      },
    );
  }

  async function killAndUndo(seed: number, undoParent: string): Promise<void> {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'heron-killed-')));
    const undoFolder = realpathSync(mkdtempSync(join(undoParent, 'heron-killed-undo-')));
    onTestFinished(() => {
      for (const folder of [root, undoFolder]) rmSync(folder, { recursive: true, force: true });
    });
    const folder = join(root, 'files');
    mkdirSync(join(folder, 'deep', 'deeper'), { recursive: true });
    for (let index = 0; index < 40; index += 1) {
      writeFileSync(join(folder, ...(index % 3 === 0 ? ['deep'] : []), `file-${index}`), `first ${index}`);
    }
    renameSync(join(folder, 'file-1'), join(folder, 'deep', 'deeper', 'file-1'));
    const before = snapshot(folder);

    const script = join(import.meta.dirname, 'fixtures', 'change-files.ts');
    const child = spawn(process.execPath, [script, root, String(seed), undoFolder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let steps = 0;
    for await (const dots of child.stdout) {
      steps += String(dots).length;
      if (steps > 10 + 7 * seed) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');

    const database = openDatabase({ file: join(root, 'heron.db') });
    const logger = createLogger(join(root, 'log'), 'debug');
    const again = createFileJournal({ database, clock: Date.now, logger, undoFolder });
    await again.recover();
    const rows = changeRows(database);
    expect(rows.unsettled()).toEqual([]);
    expect(rows.ofRun(scope.runId).length).toBeGreaterThan(5);
    expect(readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => isHiddenName(name))).toEqual([]);
    const preview = await again.previewUndo(scope.runId);
    const report = await again.undo(scope.runId);
    expect(report.conflicts).toEqual([]);
    expect(preview.conflicts).toEqual([]);
    expect(preview.restorable.map(({ path }) => path).toSorted()).toEqual(report.restored.toSorted());
    expect(snapshot(folder)).toEqual(before);
    expect(readdirSync(undoFolder)).toEqual([]);
    database.close();
  }
});
