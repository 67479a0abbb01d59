import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../base/database.ts';
import { dataPaths } from '../../base/paths.ts';
import { acquireEngineLock } from '../../gateway/engine-lock.ts';
import { recordingTerminal } from '../recording-terminal.ts';
import { restoreData } from './restore-data.ts';

let dataFolder: string;
let file: string;
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'heron-restore-'));
  file = dataPaths(dataFolder).database;
  openDatabase({ file }).close();
});
afterEach(() => rmSync(dataFolder, { recursive: true, force: true }));

/** A copy that can be told from the database. */
function leaveCopy(): void {
  copyFileSync(file, `${file}.before-v99`);
  const copy = new Sqlite(`${file}.before-v99`);
  copy.exec('CREATE TABLE of_the_copy (a)');
  copy.close();
}

function isCopy(): boolean {
  const database = new Sqlite(file, { readonly: true });
  const found = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'of_the_copy'").get();
  database.close();
  return found !== undefined;
}

test('the copy comes back when somebody says yes, and what was there is kept', async () => {
  leaveCopy();
  const terminal = recordingTerminal({ answers: ['y'] });
  expect(await restoreData({ terminal, dataFolder }, {})).toBe(0);
  expect(isCopy()).toBe(true);
  expect(readdirSync(dataFolder).filter((name) => name.startsWith('heron.db.replaced-'))).not.toEqual([]);
  expect(terminal.outLines.at(-1)).toContain('What was there is');
});

test.each([[['n']], [['']], [undefined]])('with the answer %j nothing changes', async (answers) => {
  leaveCopy();
  const terminal = recordingTerminal(answers ? { answers } : {});
  expect(await restoreData({ terminal, dataFolder }, {})).toBe(1);
  expect(isCopy()).toBe(false);
});

test('without a copy that is said', async () => {
  const terminal = recordingTerminal({});
  expect(await restoreData({ terminal, dataFolder }, { yes: true })).toBe(1);
  expect(terminal.errLines).toEqual([`There is no copy from before an upgrade beside ${file}`]);
});

test('while Heron runs it is refused', async () => {
  leaveCopy();
  const lock = acquireEngineLock(dataPaths(dataFolder).lock);
  await expect(restoreData({ terminal: recordingTerminal({}), dataFolder }, { yes: true })).rejects.toThrow();
  lock.release();
  expect(isCopy()).toBe(false);
});
