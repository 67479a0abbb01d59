import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type S3Server, startS3Server } from './fixtures/s3-server.ts';
import { signer } from './fixtures/signer.ts';
import worker from './index.ts';

const { buckets, list, get, put, copy, remove, link } = worker.actions;
const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };

let s3: S3Server;
let folder: string;

beforeAll(async () => {
  s3 = await startS3Server(keys);
});
afterAll(() => s3.end());
beforeEach(() => {
  s3.objects.clear();
  s3.uploads.clear();
  s3.seen.length = 0;
  s3.refusesParts = s3.keepsParts = false;
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-cloud-')));
  return () => rmSync(folder, { recursive: true, force: true });
});

function allowed(value = `${keys.accessKeyId}:${keys.secretAccessKey}`, requests = Infinity) {
  return fakeContext({
    allow: { hosts: ['127.0.0.1'], read: [folder], write: [folder], requests },
    secrets: { 'cloud-aws': { value, hosts: ['127.0.0.1'] } },
    ...{ signer, now: Date.parse('2026-11-27T10:00:00Z') },
  });
}
const at = () => ({ endpoint: s3.origin, region: 'eu-central-1', secret: 'cloud-aws' });
const store = (name: string, text = name): void =>
  void s3.objects.set(name, { bytes: Buffer.from(text), type: 'text/plain' });
const file = (name: string, content: string | Buffer = name): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const listed = { deep: false, limit: 1000 };

describe('storage', () => {
  test('a file goes up, is listed, copied, comes down as it was, and is removed [W-12]', async () => {
    const bytes = randomBytes(1000);
    const path = file('öl & more (1).bin', bytes);
    const place = 's3://photos/2026/';
    expect(await put({ path, place, overwrite: false, ...at() }, allowed())).toEqual({
      ...{ place: 's3://photos/2026/öl & more (1).bin', bytes: 1000, parts: 1 },
    });
    const to = 's3://backup/a+b/100%.bin';
    const from = 'photos/2026/öl & more (1).bin';
    expect(await copy({ from, to, overwrite: false, ...at() }, allowed())).toEqual({ from: `s3://${from}`, to });
    const down = join(folder, 'down.bin');
    const got = await get({ place: to, path: down, overwrite: false, ...at() }, allowed());
    expect(got).toEqual({ place: to, path: down, bytes: 1000, contentType: 'application/octet-stream' });
    expect(readFileSync(down).equals(bytes)).toBe(true);
    const found = await list({ place: 's3://backup', ...listed, deep: true, ...at() }, allowed());
    expect(found.objects).toMatchObject([{ key: 'a+b/100%.bin', bytes: 1000, modifiedAt: '2026-01-02T03:04:05.000Z' }]);
    await remove({ place: to, everything: false, most: 1000, ...at() }, allowed());
    expect([...s3.objects.keys()]).toEqual([from]);
    const names = (await buckets(at(), allowed())).buckets.map(({ name }) => name);
    expect(names).toEqual(['photos', 'backup']);
  });

  test('a long list is read page by page, by folder or in whole, up to the limit', async () => {
    for (let index = 0; index < 8; index += 1) store(`photos/2026/${index}.jpg`, 'xy');
    store('photos/index.html');
    store('photos/2025/ä b.jpg');
    const top = await list({ place: 'photos', ...listed, ...at() }, allowed());
    expect(top).toMatchObject({ folders: ['2025/', '2026/'], objects: [{ key: 'index.html' }], more: false });
    const year = await list({ place: 's3://photos/2026/', ...listed, ...at() }, allowed());
    expect(year).toMatchObject({ bytes: 16, more: false });
    expect(year.objects).toHaveLength(8);
    const cut = await list({ place: 's3://photos/', deep: true, limit: 4, ...at() }, allowed());
    expect(cut.more).toBe(true);
    expect(cut.objects.map(({ key }) => key)[0]).toBe('2025/ä b.jpg');
  });

  test('a large file goes up in parts, and comes down as it was', async () => {
    const bytes = randomBytes(20 * 1024 * 1024 + 5);
    const path = file('large.bin', bytes);
    const place = 's3://backup/large.bin';
    const context = allowed();
    expect(await put({ path, place, overwrite: false, ...at() }, context)).toEqual({
      ...{ place, bytes: bytes.byteLength, parts: 3 },
    });
    expect(s3.objects.get('backup/large.bin')?.bytes.equals(bytes)).toBe(true);
    expect(context.reports.at(-1)?.percent).toBe(100);
    const down = join(folder, 'down.bin');
    await get({ place, path: down, overwrite: false, ...at() }, allowed());
    expect(readFileSync(down).equals(bytes)).toBe(true);
  });

  test('of an upload that fails nothing is left behind', async () => {
    const path = file('large.bin', Buffer.alloc(16 * 1024 * 1024));
    s3.refusesParts = true;
    const failed = put({ path, place: 's3://backup/large.bin', overwrite: false, ...at() }, allowed());
    await expect(failed).rejects.toMatchObject({ code: 'network', message: expect.stringMatching(/AccessDenied/) });
    expect([s3.uploads.size, s3.objects.size]).toEqual([0, 0]);
  });

  test('an upload that the limits of the hour have no room for is not begun, and one that fits is', async () => {
    const path = file('large.bin', Buffer.alloc(16 * 1024 * 1024 + 1));
    const wish = { path, place: 's3://backup/large.bin', overwrite: true, ...at() };
    // To begin it, three parts, to end it, and to give it up if need be.
    const key = `${keys.accessKeyId}:${keys.secretAccessKey}`;
    await expect(put(wish, allowed(key, 5))).rejects.toMatchObject({ code: 'limit-exceeded' });
    expect(s3.seen).toEqual([]);
    expect(await put(wish, allowed(key, 6))).toMatchObject({ parts: 3 });
    expect(s3.seen).toHaveLength(5);
  });

  test('parts that nobody takes back are told of', async () => {
    const path = file('large.bin', Buffer.alloc(9 * 1024 * 1024));
    s3.refusesParts = s3.keepsParts = true;
    const failed = put({ path, place: 's3://backup/large.bin', overwrite: true, ...at() }, allowed());
    await expect(failed).rejects.toMatchObject({
      ...{ code: 'network', message: expect.stringMatching(/AccessDenied.*could not be given up.*upload 1/) },
    });
  });

  test('what is there is replaced only when that is said', async () => {
    store('photos/a.txt', 'old');
    const path = file('a.txt', 'new');
    const place = 's3://photos/a.txt';
    await expect(put({ path, place, overwrite: false, ...at() }, allowed())).rejects.toMatchObject({
      ...{ code: 'already-exists', details: { field: 'overwrite' } },
    });
    await expect(copy({ from: place, to: place, overwrite: false, ...at() }, allowed())).rejects.toMatchObject({
      code: 'already-exists',
    });
    expect(s3.objects.get('photos/a.txt')?.bytes.toString()).toBe('old');
    await put({ path, place, overwrite: true, ...at() }, allowed());
    expect(s3.objects.get('photos/a.txt')).toMatchObject({ bytes: Buffer.from('new'), type: 'text/plain' });
  });

  test('everything below a name goes only when that is said, and all of it or nothing', async () => {
    for (let index = 0; index < 5; index += 1) store(`photos/old/${index} & x`);
    store('photos/old/\u0001');
    store('photos/new/1');
    const wish = { place: 's3://photos/old/', most: 1000, ...at() };
    await expect(remove({ ...wish, everything: false }, allowed())).rejects.toMatchObject({
      details: { field: 'everything' },
    });
    await expect(remove({ ...wish, everything: true, most: 4 }, allowed())).rejects.toMatchObject({
      code: 'limit-exceeded',
    });
    expect(s3.objects.size).toBe(7);
    expect((await remove({ ...wish, everything: true }, allowed())).removed).toHaveLength(6);
    expect([...s3.objects.keys()]).toEqual(['photos/new/1']);
    // Each request counts as an effect.
    expect(s3.seen.filter((line) => !line.startsWith('GET'))).toEqual([
      'POST /photos/?delete=',
      'DELETE /photos/old/%01',
    ]);
    store('photos/old/locked');
    await expect(remove({ ...wish, everything: true }, allowed())).rejects.toMatchObject({
      message: expect.stringMatching(/1 of 1 objects stayed; old\/locked: AccessDenied/),
    });
    const gone = { ...wish, place: 's3://photos/old/1', everything: false };
    await expect(remove(gone, allowed())).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a link opens its object for who has it, and nothing else', async () => {
    store('photos/2026/a b.jpg', 'the picture');
    const wish = { place: 's3://photos/2026/a b.jpg', minutes: 5, ...at() };
    const made = await link({ ...wish, method: 'GET' }, allowed());
    expect(made).toMatchObject({ place: wish.place, endsAt: '2026-11-27T10:05:00.000Z' });
    expect(await (await fetch(made.url)).text()).toBe('the picture');
    const other = await fetch(made.url.replace('2026', '2025'));
    expect(other.status).toBe(403);
    await other.body?.cancel();
    const up = await link({ ...wish, place: 's3://photos/new.txt', method: 'PUT' }, allowed());
    await fetch(up.url, { method: 'PUT', body: 'sent' });
    expect(s3.objects.get('photos/new.txt')?.bytes.toString()).toBe('sent');
  });

  test('a storage that is busy is asked again', async () => {
    s3.busy = 2;
    expect((await buckets(at(), allowed())).buckets).toHaveLength(2);
    expect(s3.seen).toEqual(['GET /', 'GET /', 'GET /']);
    s3.busy = 4;
    await expect(buckets(at(), allowed())).rejects.toMatchObject({ code: 'network', details: { status: 503 } });
  });

  test('a storage that wants to be left alone for longer is not asked again, and the failure says until when [OR-06]', async () => {
    Object.assign(s3, { busy: 1, later: '120' });
    const details = { status: 503, retryAfterMs: 120_000 };
    await expect(buckets(at(), allowed())).rejects.toMatchObject({ code: 'network', details });
    expect(s3.seen).toEqual(['GET /']);
  });

  test('what is wrong is said, with its place', async () => {
    const path = join(folder, 'x');
    const getting = (place: string, changes: object = {}) =>
      get({ place, path, overwrite: false, ...at(), ...changes }, allowed());
    await expect(getting('s3://photos/none')).rejects.toMatchObject({
      ...{ code: 'not-found', message: expect.stringMatching(/photos\/none answered with 404: NoSuchKey/) },
    });
    await expect(getting('s3://gone/x')).rejects.toMatchObject({ message: expect.stringMatching(/NoSuchBucket/) });
    await expect(getting('s3://photos/')).rejects.toMatchObject({ code: 'invalid-input', details: { field: 'place' } });
    await expect(getting('s3://photos/a/../b')).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(getting('s3://elsewhere/x')).rejects.toMatchObject({ message: expect.stringMatching(/eu-west-1/) });
    await expect(getting('s3://photos/x', { endpoint: `${s3.origin}/x` })).rejects.toMatchObject({
      details: { field: 'endpoint' },
    });
    const stranger = buckets(at(), allowed('AKIAOTHER:x'));
    await expect(stranger).rejects.toMatchObject({ message: expect.stringMatching(/403: InvalidAccessKeyId/) });
  });

  test('without the permission nothing is asked, and a call that is cancelled ends', async () => {
    const nobody = fakeContext({ secrets: { 'cloud-aws': { value: 'a:b', hosts: ['127.0.0.1'] } }, signer });
    await expect(buckets(at(), nobody)).rejects.toMatchObject({ code: 'permission-denied' });
    expect(s3.seen).toEqual([]);
    const context = allowed();
    const path = file('large.bin', Buffer.alloc(30 * 1024 * 1024));
    const { fetch } = context.net;
    context.net.fetch = (url, request) => {
      if (url.includes('partNumber=2')) context.abort('enough');
      return fetch(url, request);
    };
    await expect(put({ path, place: 's3://backup/x', overwrite: false, ...at() }, context)).rejects.toBeDefined();
    expect(s3.objects.size).toBe(0);
  });
});
