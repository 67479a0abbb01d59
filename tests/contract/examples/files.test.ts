import { appendFileSync, mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { hasSshServer, type SshServer, startSshServer } from '../../../workers/sync/fixtures/ssh-server.ts';
import { without } from './programs.ts';
import { type Example, save, testExamples } from './run-examples.ts';

const notes = {
  'notes/birds.md': '# Birds\n\nThe colour of a heron is grey. Ask anna@example.org.\n',
  'notes/storks.md': '# Storks\n',
};
const before = (home: string): void => save(home, notes);

const archive: Record<string, Example> = {
  create: { before, gives: { format: 'zip', files: 2 } },
  extract: { before, first: ['archive.create'], gives: { files: 2 } },
  list: { before, first: ['archive.create'], gives: { format: 'zip', files: 2, truncated: false } },
};

const files: Record<string, Example> = {
  list: { before, gives: { entries: [{ name: 'birds.md' }, { name: 'storks.md' }] } },
  read: { before, gives: { text: notes['notes/birds.md'] } },
  write: { before, gives: { bytes: 20 } },
  makeFolder: { before, gives: {} },
  copy: { before, gives: {} },
  move: { before, gives: {} },
  find: { before, gives: {} },
  remove: { before, gives: {} },
};

const text: Record<string, Example> = {
  count: { before, gives: { lines: 3, words: 11 } },
  replace: { gives: { text: 'A grey color', replacements: 1 } },
  replaceInFile: { before, gives: { replacements: 1 } },
  extract: { before, gives: { values: ['anna@example.org'], truncated: false } },
};

const iso = (home: string): void => save(home, { 'heron.iso': 'test' });
const checksum: Record<string, Example> = {
  hash: { before: iso, gives: { algorithm: 'sha256', bytes: 4 } },
  verify: { before: iso, gives: { algorithm: 'sha256' } },
};

function downloads(home: string): void {
  const of = (name: string): string => `Downloads/${name}`;
  save(home, {
    ...{ [of('a.jpg')]: 'one picture', [of('b.jpg')]: 'one picture' },
    ...{ [of('bill.pdf')]: 'a bill', [of('left.tmp')]: 'x' },
  });
  mkdirSync(join(home, 'Downloads/empty'));
  const longAgo = new Date('2020-01-01');
  utimesSync(join(home, 'Downloads/bill.pdf'), longAgo, longAgo);
}

const cleanup: Record<string, Example> = {
  duplicates: { before: downloads, gives: { total: 1, extra: 1, wastedBytes: 11 } },
  removeDuplicates: { before: downloads, gives: { applied: false, total: 1, freedBytes: 11 } },
  organise: { before: downloads, gives: { applied: false } },
  emptyFolders: { before: downloads, gives: { applied: false, total: 1 } },
  oldFiles: { before: downloads, gives: { applied: false, total: 1 } },
  gather: { before: downloads, gives: { applied: false, total: 1 } },
  discard: { before: downloads, gives: { applied: false, total: 1 } },
  largest: { before: downloads, gives: { total: 4 } },
};

const syslog = [
  'Nov 27 09:00:00 nest sshd[7]: error: no such bird',
  'Nov 27 09:00:01 nest cron[8]: the nightly work is done',
];
const logged = (home: string): void => save(home, { 'log/syslog': `${syslog.join('\n')}\n` });

/** Somebody writes into it all the time. */
function growing(home: string): () => void {
  logged(home);
  const timer = setInterval(() => appendFileSync(join(home, 'log/syslog'), `${syslog[0]}\n`), 200);
  return () => clearInterval(timer);
}

const log: Record<string, Example> = {
  tail: { before: logged, gives: { lines: syslog } },
  grep: { before: logged, gives: { total: 1, matches: [{ line: 1, text: syslog[0] }] } },
  follow: { before: growing, gives: { rotations: 0, truncated: false } },
  parse: { before: logged, gives: { format: 'syslog', total: 2, unread: 0 } },
  recent: { before: logged, gives: { lines: [{ at: 0, text: syslog[0] }] } },
  journal: { missing: without('journalctl'), gives: { isCut: false } },
  alert: { before: growing, gives: { found: true, lines: [syslog[0]] } },
};

const readme = (home: string): void =>
  save(home, {
    'notes/README.md': '# Herons\n\n## Nests\n\nSee [the storks](storks.md).\n',
    'notes/storks.md': '# Storks\n',
  });
const markdown: Record<string, Example> = {
  lint: { before: readme, gives: { files: 1, total: 0 } },
  fix: { before: readme, gives: { files: 1, fixed: 0 } },
  contents: { before: readme, gives: { headings: 1, changed: true } },
  html: { before: readme, gives: { title: 'Herons' } },
  docx: { before: readme, gives: { title: 'Herons', missing: [] } },
  links: { before: readme, gives: { links: 1, broken: [] } },
};

function documents(home: string): () => void {
  save(home, { 'Documents/list.txt': 'Milk\n' });
  const timer = setInterval(() => appendFileSync(join(home, 'Documents/list.txt'), 'Bread\n'), 1500);
  return () => clearInterval(timer);
}
const watch: Record<string, Example> = {
  wait: { before: documents, gives: { isTimeUp: false, changes: [{ name: 'list.txt', what: 'changed' }] } },
  follow: { before: documents, gives: { truncated: false } },
  look: { before: documents, gives: { total: 1, files: [{ name: 'list.txt' }] } },
};

const kept = { before, missing: without('restic', 'version') };
const backup: Record<string, Example> = {
  create: { ...kept, gives: {} },
  snapshot: { ...kept, first: ['backup.create'], gives: { isNew: 2, unread: [] } },
  list: { ...kept, first: ['backup.create', 'backup.snapshot'], gives: { total: 1 } },
  contents: { ...kept, first: ['backup.create', 'backup.snapshot'], gives: { total: expect.any(Number) } },
  verify: { ...kept, first: ['backup.create'], gives: { isSound: true, problems: [] } },
  restore: { ...kept, first: ['backup.create', 'backup.snapshot'], gives: { same: 0, replaced: [] } },
  prune: { ...kept, first: ['backup.create', 'backup.snapshot'], gives: { dryRun: true } },
};

const photos = (home: string): void =>
  save(home, { 'photos/a.jpg': 'a', 'photos/b.jpg': 'b', 'srv/photos/c.jpg': 'c' });
let server: SshServer | undefined;
const remote = {
  before: photos,
  besides: () => ({ port: server?.port ?? 22 }),
  missing: hasSshServer ? undefined : 'sshd, ssh-agent and rsync are not here, or not as root',
};
const sync: Record<string, Example> = {
  plan: { before: photos, gives: { copy: 2, remove: 0, same: 0 } },
  run: { before: photos, gives: { copy: 2, remove: 0, same: 0 } },
  planRemote: { ...remote, gives: { copy: 2 } },
  push: { ...remote, gives: { copy: 2 } },
  pull: { ...remote, gives: { copy: 1 } },
};

testExamples(
  'files',
  { archive, files, text, checksum, cleanup, log, markdown, watch, backup, sync },
  {
    here: (home) => [
      ['/var/log', join(home, 'log')],
      ['/srv/photos', join(home, 'srv/photos')],
      ['nas.local', '127.0.0.1'],
    ],
    begin: async (folder) => {
      if (hasSshServer) server = await startSshServer(join(folder, 'ssh'));
    },
    environment: () => ({ PATH: process.env['PATH'], SSH_AUTH_SOCK: server?.environment['SSH_AUTH_SOCK'] }),
    prepare: async ({ client }) => {
      await client.secrets.set({ name: 'backup-password', value: 'corr3ct horse', hosts: ['localhost'] });
    },
    end: () => server?.end(),
  },
);
