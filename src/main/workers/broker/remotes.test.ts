import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RemoteSync } from '../../../worker-kit/context.ts';
import { protectedBelow } from '../remotes/protected-below.ts';
import { rsyncCommand } from '../remotes/rsync-command.ts';
import { type FakeBroker, startFakeBroker } from './fake-broker.ts';
import { createPathRules } from './paths/path-rules.ts';

let broker: FakeBroker;
const place = { host: 'nas', port: 22 };

beforeEach(() => {
  broker = startFakeBroker({ allow: [{ capability: 'net', target: 'nas' }] });
  writeFileSync(join(broker.dataFolder, 'known-hosts'), 'nas:22 ssh-ed25519 AAAA\n');
});
afterEach(() => broker.end());

const wish = (changes: Partial<RemoteSync> = {}): RemoteSync => ({
  ...{ place, direction: 'to', folder: broker.folder, remoteFolder: 'docs', exclude: [] },
  ...{ delete: false, checksum: false, dryRun: true },
  ...changes,
});

test.each<[string, () => Partial<RemoteSync>, string]>([
  ['another host', () => ({ place: { host: 'other', port: 22 } }), 'permission-denied'],
  ['a host whose key is not known', () => ({ place: { host: 'nas', port: 2222 } }), 'conflict'],
  ['a folder that may not be read', () => ({ folder: broker.outside }), 'permission-denied'],
  ['a folder that may not be compared with', () => ({ compare: broker.outside }), 'permission-denied'],
  [
    'a fetch into where nothing may be written',
    () => ({ direction: 'from', folder: broker.outside }),
    'permission-denied',
  ],
  ['Heron’s own data', () => ({ folder: broker.dataFolder }), 'permission-denied'],
  ['an option as a host', () => ({ place: { host: '-oProxyCommand=x', port: 22 } }), 'invalid-input'],
  ['an option as a user', () => ({ place: { ...place, user: '-x' } }), 'invalid-input'],
  ['a pattern of two lines', () => ({ exclude: ['a\nb'] }), 'invalid-input'],
])('%s is refused before anything is started', async (_, changes, code) => {
  await expect(broker.open().ask('remotes.sync', wish(changes()))).rejects.toMatchObject({ code });
});

test('a host that may not be reached is not met, and no key is kept', async () => {
  const call = broker.open().ask('remotes.meet', { host: 'other', port: 22 });
  await expect(call).rejects.toMatchObject({ code: 'permission-denied' });
});

test('a folder is searched for what no worker may touch, below it too', async () => {
  mkdirSync(join(broker.folder, 'home/.ssh/deeper'), { recursive: true });
  for (const name of ['home/.env', 'home/.ssh/id_rsa', 'home/notes.txt']) writeFileSync(join(broker.folder, name), '');
  const rules = createPathRules({ protectedFolders: [broker.dataFolder], homeFolder: broker.folder });
  const found = await protectedBelow(broker.folder, rules, new AbortController().signal);
  expect(found.toSorted()).toEqual(['home/.env', 'home/.ssh']);
  expect(existsSync(join(broker.folder, 'home/notes.txt'))).toBe(true);
});

test('what rsync is told: pinned words, names as they are, and no path that could be taken for something else', () => {
  const { args, input } = rsyncCommand(
    wish({ place: { host: '::1', port: 22, user: 'me' }, remoteFolder: ':x', exclude: ['build/**', '*.tmp'] }),
    ['a[1]', String.raw`b\c`],
    '/known',
  );
  expect(args.slice(-3)).toEqual(['--', `${broker.folder}/`, 'me@[::1]:./:x/']);
  expect(args[1]).toContain('-oStrictHostKeyChecking=yes');
  const patterns = (input ?? '').split('\0');
  expect(patterns.slice(0, 2)).toEqual([String.raw`/a\[1]`, String.raw`/b\c`]);
  expect(patterns).toEqual(expect.arrayContaining(['/build/**', '*.tmp', '.ssh', '.env']));
  const home = rsyncCommand(wish({ remoteFolder: '~/docs', direction: 'from' }), [], '/known');
  expect(home.args.slice(-2)).toEqual(['nas:./docs/', `${broker.folder}/`]);
});
