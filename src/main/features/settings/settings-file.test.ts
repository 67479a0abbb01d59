import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../base/database.ts';
import { createEventLog } from '../../base/event-log.ts';
import { createIds } from '../../base/ids.ts';
import { silentLogger } from '../../base/silent-logger.ts';
import { createSettings, defaultSettings } from './service.ts';
import { openSettingsFile, type SettingsFile } from './settings-file.ts';
import { settingsStore } from './store.ts';

let folder: string;
let path: string;
let database: Database;
let close: (() => Promise<void>)[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-settings-'));
  path = join(folder, 'settings.json');
  database = openDatabase({ file: ':memory:' });
  close = [];
});

afterEach(async () => {
  for (const each of close) await each();
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As the engine opens them. */
async function open() {
  const store = settingsStore(database);
  const log = createEventLog({ database, makeId: createIds(), clock: Date.now });
  let file: SettingsFile | undefined = undefined;
  const settings = createSettings({
    ...{ log, store, processors: 8 },
    issuesOf: ({ policy }) =>
      policy?.deny?.[0] === 'nobody' ? [{ path: 'policy.deny.0', message: 'there is no worker nobody' }] : [],
    onChange: () => file?.write(),
    file: () => ({ path, issues: [] }),
  });
  file = openSettingsFile({
    ...{ path, settings, defaults: defaultSettings(8), store, log, logger: silentLogger, everyMs: 20 },
  });
  await file.open();
  close.push(file.close);
  return { settings, file, log };
}

const written = (): string => readFileSync(path, 'utf8');

test('the file is there from the beginning and holds what is not at its default', async () => {
  const { settings } = await open();
  expect(written()).toContain('{}');
  await settings.update({ theme: 'dark', concurrency: { cpu: 2 } });
  expect(written()).toContain('"theme": "dark"');
  expect(JSON.parse(written().replaceAll(/^\/\/.*$/gm, ''))).toEqual({ theme: 'dark', concurrency: { cpu: 2 } });
  await settings.update({ theme: 'system' });
  expect(written()).not.toContain('theme');
});

test('what somebody writes into it takes effect, comments stay, and what the window sets goes beside it [GW-02]', async () => {
  const { settings, log } = await open();
  writeFileSync(path, '{\n  // I work at night\n  "theme": "dark",\n}\n');
  await expect.poll(() => settings.get().theme).toBe('dark');
  expect(log.last('settings.changed', {})?.payload.by).toBe('file');
  await settings.update({ logLevel: 'debug' });
  expect(written()).toContain('// I work at night');
  expect(written()).toContain('"logLevel": "debug"');
  writeFileSync(path, written().replace('"theme": "dark",', ''));
  await expect.poll(() => settings.get().theme).toBe('system');
  expect(settings.get().logLevel).toBe('debug');
});

test.each([
  ['{\n  "theme": "dark"\n  "logLevel": "info"\n}', 3, 3, '', 'this is no JSON: comma expected'],
  ['{\n  "theme": "pink"\n}', 2, 3, 'theme', 'Invalid option'],
  ['{\n  "theme": "dark",\n  "colour": 1\n}', 3, 3, 'colour', 'there is no such setting'],
  ['{ "concurrency": {\n    "cpu": 0 } }', 2, 5, 'concurrency.cpu', 'Too small'],
  ['{ "policy": { "deny": ["nobody"] } }', 1, 24, 'policy.deny.0', 'there is no worker nobody'],
  ['{ "theme": "dark", "theme": "light" }', 1, 20, 'theme', 'it is set twice'],
  ['[]', 1, 1, '', 'expected { … }'],
])('%j is refused with line and field, and the last good settings hold', async (text, line, column, field, message) => {
  const { settings, file, log } = await open();
  await settings.update({ theme: 'light' });
  writeFileSync(path, text);
  await expect.poll(() => file.issues()).toMatchObject([{ line, column, field }]);
  expect(file.issues()[0]?.message).toContain(message);
  expect(log.last('settings.fileRead', {})?.payload).toMatchObject({ path, issues: file.issues() });
  expect(settings.get().theme).toBe('light');
  await settings.update({ logLevel: 'debug' });
  expect(written()).toBe(text);
});

test('once it is mended it is followed, and what the window set meanwhile stands too', async () => {
  const { settings, file } = await open();
  writeFileSync(path, '{ "theme": "pink" }');
  await expect.poll(() => file.issues()).toHaveLength(1);
  await settings.update({ logLevel: 'debug' });
  writeFileSync(path, '{ "theme": "dark" }');
  await expect.poll(() => settings.get()).toMatchObject({ theme: 'dark', logLevel: 'debug' });
  expect(file.issues()).toEqual([]);
  await expect.poll(written).toContain('"logLevel": "debug"');
});

test('what was written while Heron did not run counts at the next start', async () => {
  const first = await open();
  await first.settings.update({ theme: 'dark', logLevel: 'debug' });
  await first.file.close();
  writeFileSync(path, written().replace('"dark"', '"light"'));
  const { settings } = await open();
  expect(settings.get()).toMatchObject({ theme: 'light', logLevel: 'debug' });
});

test('a file that is gone is written anew', async () => {
  const { settings } = await open();
  await settings.update({ theme: 'dark' });
  rmSync(path);
  await expect.poll(() => written()).toContain('"theme": "dark"');
});
