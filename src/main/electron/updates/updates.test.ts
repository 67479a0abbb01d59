import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Fetch, findUpdate, type Update } from './find-update.ts';
import { createKeepUp } from './keep-up.ts';
import { parseReleasePlace, readReleasePlace } from './release-place.ts';
import { putBackAppImage, replaceAppImage } from './replace-app-image.ts';
import { stageUpdate } from './stage-update.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const place = {
  url: 'https://releases.example/heron',
  publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
};
const program = Buffer.from('#!/bin/sh\necho two\n');
const file = {
  name: 'heron-2.0.0-linux-x64.AppImage',
  bytes: program.length,
  sha512: createHash('sha512').update(program).digest('hex'),
};

/** What the release's server has, by path. */
let files: Map<string, Buffer>;
let server: Server;
let folder: string;
/** The names are of a place that is not there; the bytes come from a server that is. */
let fetchThere: Fetch;

beforeEach(async () => {
  files = new Map();
  server = createServer((request, response) => {
    const body = files.get(request.url ?? '');
    response.writeHead(body ? 200 : 404).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  fetchThere = (address, options) => fetch(`http://127.0.0.1:${port}${new URL(address).pathname}`, options);
  folder = mkdtempSync(join(tmpdir(), 'heron-update-'));
  publish({ version: '2.0.0', files: { 'linux-x64': file } });
  files.set(`/heron/${file.name}`, program);
});
afterEach(async () => {
  server.close();
  await once(server, 'close');
  rmSync(folder, { recursive: true, force: true });
});

function publish(list: unknown, key = privateKey): void {
  const text = Buffer.from(JSON.stringify(list));
  files.set('/heron/release.json', text);
  files.set('/heron/release.json.sig', Buffer.from(sign(undefined, text, key).toString('base64')));
}
const find = (current: string, target = 'linux-x64'): Promise<Update | undefined> =>
  findUpdate({ place, current, target, fetch: fetchThere });
const stage = (update: Update): Promise<string> =>
  stageUpdate(update, { folder: join(folder, 'updates'), fetch: fetchThere, signal: AbortSignal.timeout(60_000) });

describe('looking for one', () => {
  test('finds a newer version for this machine', async () => {
    expect(await find('1.9.9')).toEqual({
      version: '2.0.0',
      file,
      address: `https://releases.example/heron/${file.name}`,
    });
  });

  test.each(['2.0.0', '2.0.1', '3.0.0'])('offers %s nothing: never the same, never an older one', async (current) => {
    expect(await find(current)).toBeUndefined();
  });

  test('offers nothing that is made for other machines', async () => {
    expect(await find('1.0.0', 'mac-arm64')).toBeUndefined();
  });

  test('refuses a list that another key has signed, or that was changed after it was signed', async () => {
    publish({ version: '2.0.0', files: {} }, generateKeyPairSync('ed25519').privateKey);
    await expect(find('1.0.0')).rejects.toThrow('is not signed by whom this Heron came from');
    publish({ version: '2.0.0', files: {} });
    files.set('/heron/release.json', Buffer.from('{"version":"9.0.0","files":{}}'));
    await expect(find('1.0.0')).rejects.toThrow('is not signed by whom this Heron came from');
  });

  test.each(['../../etc/passwd', 'https://evil.example/a', '.hidden', 'a/b', ''])(
    'refuses a file called %j',
    async (name) => {
      publish({ version: '2.0.0', files: { 'linux-x64': { ...file, name } } });
      await expect(find('1.0.0')).rejects.toThrow(/name/);
    },
  );

  test('says what does not answer', async () => {
    files.delete('/heron/release.json.sig');
    await expect(find('1.0.0')).rejects.toThrow('https://releases.example/heron/release.json.sig answered 404');
  });
});

describe('staging one', () => {
  test('leaves the file whole, and asks for it once', async () => {
    const update = (await find('1.0.0'))!;
    const staged = await stage(update);
    expect(readFileSync(staged)).toEqual(program);
    files.delete(`/heron/${file.name}`);
    expect(await stage(update)).toBe(staged);
  });

  test.each([
    ['something else of that length', Buffer.alloc(program.length, 'x'), 'is not what the list of releases says'],
    ['something longer', Buffer.alloc(program.length + 1), 'is longer than the list of releases says'],
    ['a part of it', program.subarray(1), 'is not what the list of releases says'],
  ])('throws %s away', async (_, bytes, message) => {
    files.set(`/heron/${file.name}`, bytes);
    await expect(stage((await find('1.0.0'))!)).rejects.toThrow(message);
    expect(readdirSync(join(folder, 'updates'))).toEqual([]);
  });

  test('fetches again what was changed on the disk', async () => {
    const update = (await find('1.0.0'))!;
    const staged = await stage(update);
    writeFileSync(staged, Buffer.alloc(program.length, 'x'));
    await stage(update);
    expect(readFileSync(staged)).toEqual(program);
  });
});

test.skipIf(process.platform === 'win32')(
  'a new version takes the place of the old one in one step, and can be taken back',
  async () => {
    const installed = join(folder, 'Heron.AppImage');
    writeFileSync(installed, 'one');
    chmodSync(installed, 0o755);
    await replaceAppImage(installed, await stage((await find('1.0.0'))!));
    expect(readFileSync(installed)).toEqual(program);
    expect(statSync(installed).mode & 0o777).toBe(0o755);
    expect(putBackAppImage(installed)).toBe(true);
    expect(readFileSync(installed, 'utf8')).toBe('one');
    expect(putBackAppImage(installed)).toBe(false);
    await expect(replaceAppImage(installed, join(folder, 'none'))).rejects.toThrow('ENOENT');
    expect(readFileSync(installed, 'utf8')).toBe('one');
    expect(readdirSync(folder).filter((name) => name.endsWith('.ready'))).toEqual([]);
  },
);

test('a place that makes no sense is told by its file and field', () => {
  expect(parseReleasePlace(JSON.stringify(place), 'release.json')).toEqual(place);
  const plain = JSON.stringify({ ...place, url: 'http://releases.example' });
  expect(() => parseReleasePlace(plain, 'release.json')).toThrow(/^release\.json makes no sense \(url: /);
  expect(() => parseReleasePlace('{', 'release.json')).toThrow('it is not JSON');
});

test('a Heron that names no place for releases has none to ask', () => {
  expect(readReleasePlace(join(import.meta.dirname, '../../../..'))).toBeUndefined();
  expect(existsSync(join(folder, 'updates'))).toBe(false);
});

test('nothing is asked of anybody until it is switched on, nor after it is switched off', async () => {
  const asked: string[] = [];
  const told: string[] = [];
  const installed = join(folder, 'Heron.AppImage');
  writeFileSync(installed, 'one');
  const { promise: isTold, resolve } = Promise.withResolvers<void>();
  const keepUp = createKeepUp({
    ...{ place, current: '1.0.0', target: 'linux-x64', folder: join(folder, 'updates'), program: installed },
    fetch: (address, options) => {
      asked.push(new URL(address).pathname);
      return fetchThere(address, options);
    },
    ask: async (version) => version === '2.0.0',
    tell: (text) => {
      told.push(text);
      resolve();
    },
    show: () => expect.fail('an AppImage is put in place'),
    logger: { warn: (message, details) => expect.fail(`${message} ${JSON.stringify(details)}`) },
  });
  keepUp.heed(false);
  expect(asked).toEqual([]);
  keepUp.heed(true);
  keepUp.heed(true);
  await isTold;
  expect(asked).toEqual(['/heron/release.json', '/heron/release.json.sig', `/heron/${file.name}`]);
  expect(told).toEqual(['Heron 2.0.0 is in place and is used from the next start on.']);
  expect(readFileSync(installed)).toEqual(program);
  keepUp.heed(false);
  keepUp.close();
  expect(asked).toHaveLength(3);
});
