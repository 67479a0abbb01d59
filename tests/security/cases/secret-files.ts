import { linkSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { each, type Place, type SecurityCase } from '../case.ts';
import { onLinux, read, write, remove, list, denied, put, link, shared } from './file-attempts.ts';

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
        'prod.env',
        'kubeconfig',
        'id_ed25519_work',
        'server-key.pem',
        'privkey1.pem',
        'tls.key',
        'service-account-shop.json',
        'credentials.json',
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

const sensitive = { code: 'permission-denied', rule: 'sensitive file' } as const;
const move = 'async ({ value }, { files }) => { await files.move(value.from, value.to, { overwrite: true }); }';

/** A sensitive file that somebody has allowed by its name, to be read and changed. */
function allowed(place: Place, name: string): string {
  const path = put(place, name);
  place.allow({ capability: 'files.read', target: path }, { capability: 'files.write', target: path });
  return path;
}

const byName = each(
  { ...shared, attempt: read, ends: sensitive },
  {
    'a sensitive file that was allowed by its name (to compare)': {
      ends: { gives: 'secret' },
      prepare: (place) => allowed(place, '.env'),
    },
    'a sensitive file, though the disk is allowed': {
      prepare: (place) => (place.allow({ capability: 'files.read', target: '/' }), put(place, '.env')),
    },
    'another sensitive file than the one that was allowed': {
      prepare: (place) => (allowed(place, 'app/.env'), put(place, 'other/.env')),
    },
    'one that was allowed, in another case': {
      skip: onLinux,
      prepare: (place) => (allowed(place, '.env'), put(place, '.ENV')),
    },
    'one that was allowed, through a link with a harmless name': {
      prepare: (place) => link(place, allowed(place, '.env'), 'notes.txt'),
    },
    'one that was allowed, and is a link to another now': {
      prepare: (place) => {
        rmSync(allowed(place, '.env'));
        return link(place, put(place, 'other/.env'), '.env');
      },
    },
    'one that was allowed, and is a link to a key now': {
      ends: { code: 'permission-denied', rule: 'credential folder' },
      prepare: (place) => {
        rmSync(allowed(place, '.env'));
        return link(place, join(place.home, '.ssh/id_rsa'), '.env');
      },
    },
    'one that becomes a link to a key while it is asked about': {
      ends: [{ code: 'conflict' }, denied],
      prepare: (place) => {
        const path = allowed(place, '.env');
        place.whileAsking(() => {
          rmSync(path, { force: true });
          symlinkSync(join(place.home, '.ssh/id_rsa'), path);
        });
        return path;
      },
    },
    'one that was allowed, moved to a harmless name': {
      attempt: move,
      prepare: (place) => ({ from: allowed(place, '.env'), to: join(place.folder, 'plain') }),
    },
    'one that was allowed, moved over another that was': {
      attempt: move,
      prepare: (place) => ({ from: allowed(place, '.env'), to: allowed(place, 'prod.env') }),
    },
    'one that was allowed, removed': { attempt: remove, prepare: (place) => allowed(place, '.env') },
    'a key that somebody allowed as if it were one': {
      ends: { code: 'permission-denied', rule: 'credential file' },
      prepare: (place) => allowed(place, '.netrc'),
    },
    'a browser’s passwords, allowed as if they were one': {
      ends: { code: 'permission-denied', rule: 'credential folder' },
      prepare: (place) => allowed(place, '.mozilla/firefox/x/prod.env'),
    },
  },
);

export const secretFiles: SecurityCase[] = [...credentials, ...secrets, ...byName];
