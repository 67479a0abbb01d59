import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type StoredBlob, uploadPath } from '../../src/contract/blobs.ts';
import { type Database, openDatabase } from '../../src/main/base/database.ts';
import { createIds } from '../../src/main/base/ids.ts';
import { createAttachedFiles } from '../../src/main/features/blobs/attached-files.ts';
import type { Gateway } from '../../src/main/gateway/gateway.ts';
import { type BlobStore, createBlobStore } from '../../src/main/workers/broker/blobs/blob-store.ts';
import { type Answer, httpRequest } from './http-request.ts';
import { createTestEngine, type TestEngine } from './test-engine.ts';
import { testGateway } from './transports.ts';

const day = 86_400_000;
const megabyte = 1024 * 1024;

let engine: TestEngine;
let database: Database;
let gateway: Gateway;
let blobs: BlobStore;
let files: ReturnType<typeof createAttachedFiles>;
let now: number;
let ask: (path: string, options?: { method?: string; type?: string; body?: string | string[] }) => Promise<Answer>;

beforeEach(async () => {
  engine = createTestEngine();
  database = openDatabase({ file: ':memory:' });
  now = day;
  blobs = createBlobStore({
    database,
    logger: engine.logger,
    folder: join(engine.folder, 'blobs'),
    clock: () => now,
    makeId: createIds(),
    settings: () => ({ blobsPerRunMb: 1, blobsKeptDays: 30 }),
    isUnderWay: () => false,
  });
  files = createAttachedFiles({
    blobs,
    homeFolder: join(engine.folder, 'home'),
    settings: () => ({ attachmentMb: 1, attachmentsPerMessage: 2 }),
  });
  const started = testGateway(engine, { blobs: { ...blobs, receive: files.receive } });
  gateway = started.gateway;
  const port = await gateway.listenOnPort(0);
  ask = (path, { method = 'GET', type = 'text/plain', body } = {}) => {
    const headers = { authorization: `Bearer ${started.tokens.apiToken}`, 'content-type': type };
    return httpRequest({ port }, { path, method, headers, ...(body === undefined ? {} : { body }) });
  };
});
afterEach(async () => {
  await gateway.close();
  database.close();
  await engine.close();
});

async function handIn(name: string, body: string | string[], type?: string): Promise<StoredBlob> {
  const answer = await ask(uploadPath(name), { method: 'POST', body, ...(type ? { type } : {}) });
  expect(answer.status).toBe(200);
  return answer.json as unknown as StoredBlob;
}

/** Everything below the folder of blobs that is a file. */
function onDisk(): string[] {
  const folder = join(engine.folder, 'blobs');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}

test('a file is handed in piece by piece and comes back as it was, of no run', async () => {
  const blob = await handIn('Grüße & more.txt', ['alpha ', 'beta']);
  expect(blob).toMatchObject({ name: 'Grüße & more.txt', mediaType: 'text/plain', bytes: 10 });
  expect(blob.runId).toBeUndefined();
  expect((await ask(`/blobs/${blob.id}`)).text).toBe('alpha beta');
  expect(files.findAll([blob.id])).toEqual([
    { id: blob.id, name: 'Grüße & more.txt', bytes: 10, mediaType: 'text/plain' },
  ]);
});

test('an empty file is one, and what no media type is becomes plain bytes', async () => {
  expect(await handIn('empty', '', 'no type')).toMatchObject({ bytes: 0, mediaType: 'application/octet-stream' });
});

test.each(['', '../../etc/passwd', 'a\\b', 'a\nb', 'x'.repeat(256)])('a file named %j is refused', async (name) => {
  const answer = await ask(uploadPath(name), { method: 'POST', body: 'alpha' });
  expect(answer.status).toBe(400);
  expect(answer.json?.data).toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('name:') as unknown,
  });
  expect(onDisk()).toEqual([]);
});

test('a file that is too large is refused with the limit, and nothing of it stays', async () => {
  const piece = 'x'.repeat(megabyte / 2);
  const answer = await ask(uploadPath('film.mp4'), { method: 'POST', body: [piece, piece, 'x'] });
  expect(answer.status).toBe(413);
  expect(answer.json?.data).toEqual({
    code: 'limit-exceeded',
    message: 'film.mp4 is larger than 1 MB, the most an attached file may have; Settings can allow more',
    details: { limit: 'attachmentMb', value: 1 },
  });
  expect(onDisk()).toEqual([]);
});

test('nobody hands a file in without being let in', async () => {
  const port = await gateway.listenOnPort(0);
  const path = uploadPath('a.txt');
  expect((await httpRequest({ port }, { path, method: 'POST', body: 'alpha' })).status).toBe(401);
  const foreign = { origin: 'https://example.org' };
  expect((await httpRequest({ port }, { path, method: 'POST', body: 'alpha', headers: foreign })).status).toBe(403);
  expect(onDisk()).toEqual([]);
});

test('what a conversation has stays, however old it is; what nobody sent goes with age', async () => {
  const [kept, unsent] = [await handIn('kept.txt', 'kept'), await handIn('unsent.txt', 'unsent')];
  blobs.attach('cnv_1', [kept.id]);
  blobs.attach('cnv_2', [kept.id]);
  now += 31 * day;
  await blobs.sweep();
  expect(onDisk()).toEqual([kept.sha256]);
  expect(() => blobs.get(unsent.id)).toThrow('There is no blob');
  blobs.detach('cnv_1');
  await blobs.sweep();
  expect(blobs.get(kept.id).name).toBe('kept.txt');
  blobs.detach('cnv_2');
  await blobs.sweep();
  expect(onDisk()).toEqual([]);
});

test('a message takes only so many files, and no blob that a run made', async () => {
  const ids = await Promise.all(['a', 'b', 'c'].map(async (name) => (await handIn(name, name)).id));
  expect(() => files.findAll(ids)).toThrow('A message takes at most 2 files; Settings can allow more');
  expect(() => files.findAll(['blb_x'])).toThrow('There is no blob blb_x');
  const made = await blobs.create({ runId: 'run_1', taskId: 't1' }, { mediaType: 'text/plain', name: 'x' }, megabyte);
  await made.append(Buffer.from('x'));
  const { id } = await made.finish();
  expect(() => files.findAll([id])).toThrow('was made by a run');
});

test('a file is laid out below the home folder for who wants a path, apart from others of its name', async () => {
  const [first, second] = files.findAll([
    (await handIn('..a?.txt', 'first')).id,
    (await handIn('..a?.txt', 'second')).id,
  ]);
  if (!first || !second) throw new Error('Two files were handed in');
  const places = [first, second].map(files.placeOf);
  expect(places.every((place) => place.startsWith(join(engine.folder, 'home', 'Heron', 'Attachments')))).toBe(true);
  expect(places[0]).not.toBe(places[1]);
  await Promise.all([files.layOut(first), files.layOut(first), files.layOut(second)]);
  expect(places.map((place) => readFileSync(place, 'utf8'))).toEqual(['first', 'second']);
  expect(places.map((place) => place.split('/').at(-1))).toEqual(['a_.txt', 'a_.txt']);
  expect(statSync(String(places[0])).mode & 0o077).toBe(0);
  writeFileSync(String(places[0]), 'changed by hand');
  await files.layOut(first);
  expect(readFileSync(String(places[0]), 'utf8')).toBe('changed by hand');
});
