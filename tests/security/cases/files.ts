import { execFileSync } from 'node:child_process';
import { linkSync, lstatSync, mkdirSync, readFileSync, symlinkSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect } from 'vitest';
import { each, type Place, type SecurityCase } from '../case.ts';
import { onLinux, onPosix, read, write, remove, list, denied, invalid, put, link, shared } from './file-attempts.ts';

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
  ...names,
  ...kinds,
  ...races,
  ...handles,
];
