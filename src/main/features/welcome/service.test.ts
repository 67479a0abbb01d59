import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openDatabase } from '../../base/database.ts';
import { createEventLog } from '../../base/event-log.ts';
import { createIds } from '../../base/ids.ts';
import { createWelcome, noteFirstStart, type WelcomeParts } from './service.ts';
import { welcomeStore } from './store.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function open(changes: Partial<WelcomeParts> = {}) {
  const homeFolder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-welcome-')));
  folders.push(homeFolder);
  const database = openDatabase({ file: ':memory:' });
  const log = createEventLog({ database, makeId: createIds(), clock: Date.now });
  const parts: WelcomeParts = {
    ...{ log, store: welcomeStore(database), homeFolder, environment: {} },
    readers: () => ['Files'],
    isAllowed: () => false,
    allowedFolders: () => [],
    mayWrite: () => true,
    canPlan: async () => true,
    ...changes,
  };
  return { homeFolder, log, parts, note: () => noteFirstStart(parts), welcome: createWelcome(parts) };
}

test('only a data folder in which nothing has happened gets a first start, and only once', async () => {
  const fresh = open();
  fresh.note();
  expect(fresh.welcome.get()).toEqual({ isOpen: true, step: 'heron' });
  await fresh.welcome.move({ isOpen: false });
  fresh.note();
  expect(fresh.welcome.get().isOpen).toBe(false);
  const old = open();
  await old.log.append([{ type: 'vault.unlocked', payload: {} }]);
  old.note();
  expect(old.welcome.get().isOpen).toBe(false);
  const managed = open({ environment: { HERON_WELCOME: 'off' } });
  managed.note();
  expect(managed.welcome.get().isOpen).toBe(false);
});

test('moves come one after the other, and what changes nothing is no news', async () => {
  const { welcome, note, log } = open();
  note();
  await Promise.all([
    welcome.move({ step: 'model' }),
    welcome.move({ step: 'model' }),
    welcome.move({ isOpen: false }),
  ]);
  expect(welcome.get()).toEqual({ isOpen: false, step: 'model' });
  expect(log.list({ types: ['welcome.moved'] }).map(({ payload }) => payload)).toEqual([
    { isOpen: true, step: 'model' },
    { isOpen: false, step: 'model' },
  ]);
});

test('folders are those that are there, also where the system has other names for them', () => {
  const { welcome, homeFolder } = open({ isAllowed: (path) => path.endsWith('Downloads') });
  for (const name of ['Downloads', 'Dokumente', '.config']) mkdirSync(join(homeFolder, name));
  writeFileSync(
    join(homeFolder, '.config', 'user-dirs.dirs'),
    '# places\nXDG_DOCUMENTS_DIR="$HOME/Dokumente"\nXDG_DESKTOP_DIR="$HOME/"\n',
  );
  expect(welcome.folders()).toEqual({
    folders: [
      { name: 'Dokumente', path: join(homeFolder, 'Dokumente'), isAllowed: false },
      { name: 'Downloads', path: join(homeFolder, 'Downloads'), isAllowed: true },
    ],
    readers: ['Files'],
  });
});

test('what is suggested fits what is allowed and what the rules can plan [X-15]', async () => {
  const { parts, homeFolder, welcome } = open();
  expect((await welcome.suggestion()).sentence).toContain('to the file ~/hello-from-heron.txt');
  writeFileSync(join(homeFolder, 'hello-from-heron.txt'), 'is there');
  expect((await welcome.suggestion()).sentence).toContain('~/hello-from-heron-2.txt');
  const letters = join(homeFolder, 'My letters');
  mkdirSync(letters);
  const reading = createWelcome({ ...parts, allowedFolders: () => [letters] });
  expect((await reading.suggestion()).sentence).toContain('to the file');
  writeFileSync(join(letters, 'a.txt'), 'a');
  expect((await reading.suggestion()).sentence).toBe('Show me what is in the folder "~/My letters"');
  const closed = createWelcome({ ...parts, mayWrite: () => false });
  expect((await closed.suggestion()).sentence).toBe('What time is it in Tokyo?');
  const deaf = createWelcome({ ...parts, canPlan: async () => false });
  expect((await deaf.suggestion()).sentence).toBe('What time is it in Tokyo?');
});
