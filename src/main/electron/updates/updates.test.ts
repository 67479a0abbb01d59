import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { putBackAppImage } from './earlier-app-image.ts';
import { type Fetch, findUpdate, type Update } from './find-update.ts';
import { passOver, readPassedOver } from './passed-over.ts';
import { parseReleasePlace, readReleasePlace } from './release-place.ts';
import { replaceAppImage } from './replace-app-image.ts';
import { clearStaged, stageUpdate } from './stage-update.ts';

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
const stage = (update: Update, onProgress: (fraction: number) => void = () => undefined): Promise<string> =>
  stageUpdate(update, {
    ...{ folder: join(folder, 'updates'), fetch: fetchThere },
    ...{ signal: AbortSignal.timeout(60_000), onProgress },
  });

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
    expect(readdirSync(join(folder, 'updates/2.0.0'))).toEqual([]);
  });

  test('fetches again what was changed on the disk', async () => {
    const update = (await find('1.0.0'))!;
    const staged = await stage(update);
    writeFileSync(staged, Buffer.alloc(program.length, 'x'));
    await stage(update);
    expect(readFileSync(staged)).toEqual(program);
  });
});

test('how much of it has come is told, and the end once', async () => {
  const large = Buffer.alloc(1_000_000, 'x');
  const told: number[] = [];
  const sha512 = createHash('sha512').update(large).digest('hex');
  publish({ version: '2.0.0', files: { 'linux-x64': { ...file, bytes: large.length, sha512 } } });
  files.set(`/heron/${file.name}`, large);
  await stage((await find('1.0.0'))!, (fraction) => told.push(fraction));
  expect(told.length).toBeGreaterThan(1);
  expect(told).toEqual([...new Set(told)].toSorted((one, other) => one - other));
  expect(told.at(-1)).toBe(1);
});

test('what was fetched of other versions is removed, and what is passed over is still known', async () => {
  const staged = await stage((await find('1.0.0'))!);
  const updates = join(folder, 'updates');
  passOver(updates, '1.5.0', 'declined');
  writeFileSync(join(updates, '1.9.0-heron.AppImage'), 'old');
  clearStaged(updates, '2.0.0');
  expect(readdirSync(updates).toSorted()).toEqual(['2.0.0', 'passed-over.json']);
  expect(existsSync(staged)).toBe(true);
  clearStaged(updates, undefined);
  expect(readdirSync(updates)).toEqual(['passed-over.json']);
  expect(readPassedOver(updates)).toEqual({ '1.5.0': 'declined' });
  writeFileSync(join(updates, 'passed-over.json'), '{');
  expect(readPassedOver(updates)).toEqual({});
});

describe.skipIf(process.platform === 'win32')('an AppImage', () => {
  let installed: string;
  const beside = (): string[] => readdirSync(folder).filter((name) => name.startsWith('.'));
  const here = (name: string): string => readFileSync(join(folder, name), 'utf8');
  beforeEach(() => {
    installed = join(folder, 'Heron.AppImage');
    writeFileSync(installed, 'one', { mode: 0o755 });
  });
  function fetched(text: string): string {
    const staged = join(folder, 'staged');
    writeFileSync(staged, text);
    return staged;
  }

  test('is replaced in one step, and gone back from without losing either', async () => {
    await replaceAppImage(installed, await stage((await find('1.0.0'))!));
    expect(readFileSync(installed)).toEqual(program);
    expect(statSync(installed).mode & 0o777).toBe(0o755);
    const failed = putBackAppImage(installed)!;
    expect(readFileSync(installed, 'utf8')).toBe('one');
    expect(readFileSync(failed)).toEqual(program);
    expect(putBackAppImage(installed)).toBeUndefined();
    expect(beside()).toEqual(['.Heron.AppImage.failed']);
    await replaceAppImage(installed, fetched('three'));
    expect(beside()).toEqual(['.Heron.AppImage.earlier']);
    expect(here('.Heron.AppImage.earlier')).toBe('one');
  });

  test('that was put in place and never started is nothing to go back to', async () => {
    await replaceAppImage(installed, fetched('two'));
    await replaceAppImage(installed, fetched('three'), false);
    expect([here('Heron.AppImage'), here('.Heron.AppImage.earlier')]).toEqual(['three', 'one']);
  });

  test('stays as it is where what was fetched is gone', async () => {
    await expect(replaceAppImage(installed, join(folder, 'none'))).rejects.toThrow('ENOENT');
    expect(here('Heron.AppImage')).toBe('one');
    expect(beside()).toEqual([]);
  });
});

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
