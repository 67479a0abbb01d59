import { execFileSync } from 'node:child_process';
import { linkSync, lstatSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect } from 'vitest';
import { each, everyTier, type Place, type SecurityCase } from '../case.ts';

const onLinux = process.platform === 'linux' ? undefined : 'only Linux has these places';
const onPosix = process.platform === 'win32' ? 'Windows has no such files' : undefined;

const read = '({ value }, { files }) => files.readText(value)';
const write =
  "async ({ value }, { files }) => { await files.write(value, 'evil', { overwrite: true }); return 'written'; }";
const remove = "async ({ value }, { files }) => { await files.remove(value); return 'removed'; }";
const list = `async ({ value }, { files }) => { const names = []; for await (const { name } of files.list(value, { recursive: true })) names.push(name); return names; }`;

const denied = { code: 'permission-denied' } as const;
const invalid = { code: 'invalid-input' } as const;
const shared = { class: 'files', tiers: everyTier } as const;

/** A file in the case's own folder, with all that lies above it. */
function put({ folder }: Place, name: string, text = 'secret'): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function link(place: Place, target: string, name = 'link'): string {
  const path = join(place.folder, name);
  symlinkSync(target, path);
  return path;
}

const up = ({ folder, outside }: Place): string => `${folder}/../../${outside.split('/').at(-1)}/secret`;

type Way = Pick<SecurityCase, 'skip'> & { prepare: (place: Place) => string; ends?: SecurityCase['ends'] };

/** Paths that begin in the allowed folder and end outside. */
const waysOut: Record<string, Way> = {
  'two dots': { prepare: up },
  'two dots behind folders that are not there': {
    prepare: ({ folder, outside }) => `${folder}/a/b/../../../../${outside.split('/').at(-1)}/secret`,
  },
  'dots and doubled slashes': { prepare: (place) => up(place).replaceAll('/', '//./') },
  'a link to a file': { prepare: (place) => link(place, join(place.outside, 'secret')) },
  'a relative link': { prepare: (place) => link(place, '../../outside/secret') },
  'a link to a folder': { prepare: (place) => join(link(place, place.outside), 'secret') },
  'a link to a link to a folder': {
    prepare: (place) => {
      link(place, place.outside, 'one');
      return join(link(place, 'one', 'two'), 'secret');
    },
  },
  'two dots behind a link': {
    prepare: (place) => {
      mkdirSync(join(place.folder, 'inner'));
      return `${link(place, '/usr/lib')}/../../${place.outside}/secret`;
    },
  },
  'a link that leads nowhere yet': {
    prepare: (place) => link(place, join(place.outside, 'new')),
    ends: [denied, { code: 'conflict' }, { code: 'unsupported' }],
  },
  'a link to the root': { prepare: (place) => join(link(place, '/'), place.outside, 'secret') },
  'a link to the own process': {
    prepare: (place) => `${link(place, '/proc/self/root')}${place.outside}/secret`,
    skip: onLinux,
  },
  'the name of the allowed folder, and more': { prepare: ({ folder }) => `${folder}-not/secret` },
  'the folder above': { prepare: ({ folder }) => `${folder}/..` },
};

const ways = (attempt: string, verb: string): SecurityCase[] =>
  Object.entries(waysOut).map(([name, way]) => ({
    ...shared,
    ends: denied,
    ...way,
    name: `${verb} by ${name}`,
    attempt,
  }));

/** Taking away a link is no way out: it is the link that goes. */
const removing = ways(remove, 'removing').filter(
  ({ name }) => !/ (a link to a file|a relative link|nowhere yet)$/.test(name),
);

const places = each(
  { ...shared, attempt: read, ends: { code: 'permission-denied', rule: 'system path' }, skip: onLinux },
  Object.fromEntries(
    [
      ...[
        '/proc/self/environ',
        '/proc/self/root/etc/passwd',
        '/proc/self/cwd/package.json',
        '/proc/self/fd/0',
        '/proc/1/mem',
      ],
      ...[
        '/proc/kcore',
        '/sys/kernel/notes',
        '/dev/zero',
        '/dev/mem',
        '/dev/stdin',
        '/dev/fd/3',
        '/dev/tty',
        '/etc/shadow',
      ],
      ...['/etc/sudoers', '/etc/ssl/private/key.pem', '/run/secrets/token'],
    ].map((path) => [
      `the system's ${path}`,
      { prepare: (place: Place) => (place.allow({ capability: 'files.read', target: '/' }), path) },
    ]),
  ),
);

const credentials = each(
  { ...shared, attempt: read, ends: denied },
  Object.fromEntries(
    [
      ...[
        '.ssh/id_ed25519',
        '.SSH/id',
        '.ſsh/id',
        '．ssh/id',
        '.ssh/../.ssh/id',
        'deep/.aws/credentials',
        '.gnupg/key',
      ],
      ...[
        '.env',
        '.ENV',
        '.env.local',
        'app/.env.production',
        '.netrc',
        '.npmrc',
        '.git-credentials',
        'id_rsa',
        'a.kdbx',
      ],
      ...['.config/gh/hosts.yml', '.docker/config.json', '.kube/config', '.config/google-chrome/Default/Login Data'],
      ...['.mozilla/firefox/x/key4.db', 'Library/Keychains/login.keychain-db', 'AppData/Local/Google/Chrome/User Data'],
      ...['.local/share/keyrings/login.keyring', '.password-store/mail.gpg', '.bitcoin/wallet.dat', 'logins.json'],
    ].map((name) => [`the credential ${name}`, { prepare: (place: Place) => put(place, name) }]),
  ),
);

const secrets = each(
  { ...shared, ends: denied },
  {
    'the key in the home folder, though the home folder is allowed': {
      attempt: read,
      prepare: ({ home, allow }) => (allow({ capability: 'files.read', target: home }), join(home, '.ssh/id_rsa')),
    },
    'the cookies of a browser, though the home folder is allowed': {
      attempt: read,
      prepare: ({ home, allow }) => (
        allow({ capability: 'files.read', target: home }),
        join(home, '.config/google-chrome/Default/Cookies')
      ),
    },
    'a second name of a key (hard link)': {
      attempt: read,
      ends: { code: 'permission-denied', rule: 'credential file' },
      prepare: (place) => {
        const path = join(place.folder, 'notes.txt');
        linkSync(join(place.home, '.ssh/id_rsa'), path);
        return path;
      },
    },
    'a second name of a password file (hard link)': {
      attempt: read,
      ends: { code: 'permission-denied', rule: 'credential file' },
      prepare: (place) => {
        const path = join(place.folder, 'notes.txt');
        linkSync(join(place.home, '.netrc'), path);
        return path;
      },
    },
    "a second name of Heron's database (hard link)": {
      attempt: read,
      ends: { code: 'permission-denied', rule: 'credential file' },
      prepare: (place) => {
        const path = join(place.folder, 'notes.txt');
        linkSync(join(place.dataFolder, 'heron.db'), path);
        return path;
      },
    },
    "Heron's own data, though everything is allowed": {
      attempt: read,
      ends: { code: 'permission-denied', rule: 'protected path' },
      prepare: ({ dataFolder, allow }) => (
        allow({ capability: 'files.read', target: '/' }),
        join(dataFolder, 'heron.db')
      ),
    },
    "Heron's own data, written": {
      attempt: write,
      ends: { code: 'permission-denied', rule: 'protected path' },
      prepare: ({ dataFolder, allow }) => (
        allow({ capability: 'files.write', target: '/' }),
        join(dataFolder, 'secrets.json')
      ),
    },
    "Heron's own data, listed through a link": {
      attempt: list,
      prepare: (place) => link(place, place.dataFolder),
    },
    'a folder that holds credentials, moved to a harmless name': {
      attempt: "async ({ value }, { files }) => { await files.move(value, value + '-plain'); return 'moved'; }",
      prepare: (place) => (put(place, 'person/.ssh/id'), join(place.folder, 'person')),
    },
    'a credential, moved to a harmless name': {
      attempt: "async ({ value }, { files }) => { await files.move(value, value + '.txt'); return 'moved'; }",
      prepare: (place) => put(place, '.env'),
    },
    'a harmless file, moved to the name of a credential': {
      attempt:
        "async ({ value }, { files }) => { await files.move(value, value.replace('plain', '.netrc')); return 'moved'; }",
      prepare: (place) => put(place, 'plain'),
    },
    'the home folder, removed': {
      attempt: remove,
      prepare: ({ home, allow }) => (allow({ capability: 'files.write', target: dirname(home) }), home),
    },
    'a program it moves out of the allowed folder': {
      attempt: "async ({ value }, { files }) => { await files.move(value.from, value.to); return 'moved'; }",
      prepare: (place) => ({ from: put(place, 'tool'), to: join(place.outside, 'tool') }),
    },
    'a file it moves in from outside': {
      attempt: "async ({ value }, { files }) => { await files.move(value.from, value.to); return 'moved'; }",
      prepare: (place) => ({ from: join(place.outside, 'secret'), to: join(place.folder, 'loot') }),
    },
    'a folder made outside': {
      attempt: "async ({ value }, { files }) => { await files.makeFolder(value); return 'made'; }",
      prepare: ({ outside }) => join(outside, 'new/deep'),
    },
  },
);

const names = each(
  { ...shared, attempt: read, ends: invalid },
  {
    'a zero byte in a path': { prepare: ({ folder }) => `${folder}/a\0/../../outside/secret` },
    'a relative path': { prepare: () => '../outside/secret' },
    'a tilde': { prepare: () => '~/.ssh/id_rsa' },
    'a file URL': { prepare: ({ outside }) => `file://${outside}/secret` },
    'an empty path': { prepare: () => '' },
    'a path that is a list': { prepare: ({ outside }) => [outside, 'secret'] },
    'a path that is a buffer': { prepare: () => ({ type: 'Buffer', data: [47] }) },
    'a path longer than any': {
      ends: [invalid, { code: 'storage' }],
      prepare: ({ folder }) => `${folder}/${'x'.repeat(5000)}`,
    },
    'a path of ten thousand folders': {
      ends: [invalid, denied],
      prepare: ({ folder }) => `${folder}${'/x'.repeat(10_000)}`,
    },
    'a range that ends before it starts': {
      attempt:
        "async ({ value }, { files }) => { for await (const _ of files.read(value, { start: 5, end: 1 })) return 'read'; }",
      prepare: (place) => put(place, 'file'),
    },
    'a range before the beginning': {
      attempt:
        "async ({ value }, { files }) => { for await (const _ of files.read(value, { start: -5 })) return 'read'; }",
      prepare: (place) => put(place, 'file'),
    },
  },
);

const kinds = each(
  { ...shared, attempt: read, ends: { code: 'unsupported' }, skip: onPosix },
  {
    'a pipe, which would wait for ever': {
      prepare: ({ folder }) => (execFileSync('mkfifo', [join(folder, 'pipe')]), join(folder, 'pipe')),
    },
    'a pipe, written': {
      attempt: write,
      prepare: ({ folder }) => (execFileSync('mkfifo', [join(folder, 'pipe')]), join(folder, 'pipe')),
    },
    'a socket': {
      ends: [{ code: 'unsupported' }, { code: 'storage' }],
      prepare: async ({ folder, onEnd }) => {
        const path = join(folder, 's');
        const server = createServer().listen(path);
        await new Promise((resolve) => server.once('listening', resolve));
        onEnd(() => server.close());
        return path;
      },
    },
    'a file of a terabyte': {
      ends: { code: 'limit-exceeded' },
      prepare: (place) => (truncateSync(put(place, 'large'), 2 ** 40), join(place.folder, 'large')),
    },
    'a link to itself': {
      ends: [{ code: 'storage' }, denied, invalid],
      prepare: (place) => link(place, 'link'),
    },
    'the right to run as somebody else': {
      attempt: "async ({ value }, { files }) => (await files.write(value, 'x', { mode: 0o6755 })).mode.toString(8)",
      ends: { gives: '755' },
      prepare: ({ folder }) => join(folder, 'tool'),
      afterwards: ({ folder }) => expect(lstatSync(join(folder, 'tool')).mode & 0o7000).toBe(0),
    },
    'a link of its own making': {
      attempt:
        "async ({ value }, { files }) => { await files.move(value, value + '-2'); return files.readText(value + '-2'); }",
      ends: denied,
      prepare: (place) => link(place, join(place.outside, 'secret')),
    },
    'a folder behind a link, listed': {
      attempt: list,
      ends: { gives: ['link'] },
      prepare: (place) => (link(place, place.outside), place.folder),
    },
    'a file with a second name outside, replaced': {
      attempt: write,
      ends: { gives: 'written' },
      prepare: (place) => {
        const path = join(place.folder, 'twin');
        linkSync(join(place.outside, 'secret'), path);
        return path;
      },
      afterwards: ({ outside }) => expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('the secret outside'),
    },
  },
);

/** Puts a link to the outside where a folder was and back, as fast as it can, while the attempt goes on. */
function race(place: Place): string {
  const at = (name: string): string => join(place.folder, name);
  put(place, 'sub/secret', 'harmless');
  symlinkSync(place.outside, at('evil'));
  const swap = `
    const { renameSync } = require('node:fs');
    const { workerData: at } = require('node:worker_threads');
    const move = (from, to) => { try { renameSync(from, to); } catch {} };
    for (;;) {
      move(at.sub, at.aside); move(at.evil, at.sub);
      move(at.sub, at.evil); move(at.aside, at.sub);
    }`;
  const thread = new Worker(swap, {
    eval: true,
    workerData: { sub: at('sub'), evil: at('evil'), aside: at('aside') },
  });
  place.onEnd(() => thread.terminate());
  return at('sub');
}

const races = each(
  { ...shared, prepare: race, timeoutMs: 30_000, ends: { gives: null }, skip: onPosix },
  {
    'a folder that becomes a link between check and use, read': `async ({ value }, { files }) => {
      for (let i = 0; i < 300; i += 1) {
        let text = 'harmless';
        try { text = await files.readText(value + '/secret'); } catch {}
        if (text !== 'harmless') return text;
      }
      return null;
    }`,
    'a folder that becomes a link between check and use, written': `async ({ value }, { files }) => {
      for (let i = 0; i < 150; i += 1) { try { await files.write(value + '/new-' + i, 'evil'); } catch {} }
      return null;
    }`,
    'a folder that becomes a link between check and use, removed': `async ({ value }, { files }) => {
      for (let i = 0; i < 100; i += 1) { try { await files.remove(value + '/secret'); } catch {} }
      return null;
    }`,
    'a folder that becomes a link between check and use, listed': `async ({ value }, { files }) => {
      for (let i = 0; i < 100; i += 1) {
        try { for await (const { name, size } of files.list(value)) if (name === 'secret' && size !== 8) return size; } catch {}
      }
      return null;
    }`,
  },
);

const handles = each(
  { ...shared, tiers: ['node'], isAlone: true, ends: 'empty-handed', skip: onPosix },
  {
    'handles it has not opened': `async (_input, { files }) => {
      const got = [];
      for (let handle = 0; handle < 50; handle += 1) {
        try { for await (const chunk of files.read({ toJSON: () => handle })) got.push(chunk.length); } catch {}
      }
      return got.length > 0 ? got : null;
    }`,
    'a path that is another when it is read again': {
      prepare: (place) => ({ good: put(place, 'good', 'harmless'), bad: join(place.outside, 'secret') }),
      attempt: `async ({ value }, { files }) => {
        let reads = 0;
        try { return await files.readText({ toString: () => value.bad, toJSON: () => ((reads += 1) > 1 ? value.bad : value.good), [Symbol.toPrimitive]: () => value.bad }) === 'harmless' ? null : 'read'; }
        catch { return null; }
      }`,
    },
  },
);

export const fileCases: SecurityCase[] = [
  ...ways(read, 'reading'),
  ...ways(write, 'writing'),
  ...removing,
  ...places,
  ...credentials,
  ...secrets,
  ...names,
  ...kinds,
  ...races,
  ...handles,
];
