import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import {
  type FakeBroker,
  type FakeBrokerOptions,
  fakeRunId,
  type FakeSession,
  startFakeBroker,
} from './fake-broker.ts';

let broker: FakeBroker;
function start(options: FakeBrokerOptions = {}): void {
  const started = startFakeBroker(options);
  onTestFinished(() => started.end());
  broker = started;
}
beforeEach(() => start());

const otherRun = 'run_01JD0000000000000000000001';
const inOtherRun = (): FakeSession => broker.open(undefined, otherRun);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function make(bytes: Uint8Array, facts: { mediaType?: string; name?: string } = {}, session = broker.open()) {
  const { mediaType = 'image/png', name = null } = facts;
  const { handle } = await session.ask('blobs.create', { mediaType, name });
  for (let at = 0; at < bytes.byteLength; at += 100_000) {
    await session.raw('blobs.append', { handle }, bytes.subarray(at, at + 100_000));
  }
  return session.ask('blobs.finish', { handle });
}

async function readAll(blob: string, session = broker.open(), range: { start?: number; end?: number } = {}) {
  const opened = await session.ask('blobs.open', { blob, start: range.start ?? 0, end: range.end ?? null });
  const chunks: Uint8Array[] = [];
  for (let reply: { done: boolean; bytes?: Uint8Array } = opened; ;) {
    if (reply.bytes) chunks.push(reply.bytes);
    if (reply.done) return Buffer.concat(chunks);
    reply = await session.ask('files.next', { handle: opened.handle });
  }
}

/** Everything below the folder of blobs that is a file. */
function onDisk(): string[] {
  const folder = join(broker.dataFolder, 'blobs');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}

test('bytes go in by pieces and come out whole, by any later call of the run, without a permission [RT-28]', async () => {
  const bytes = Buffer.alloc(700_000, 'pixels');
  const made = await make(bytes, { name: 'spring.png' });
  expect(made).toEqual({
    blob: expect.stringMatching(/^blb_/),
    bytes: 700_000,
    mediaType: 'image/png',
    name: 'spring.png',
    sha256: sha256(bytes),
  });
  expect((await readAll(made.blob)).equals(bytes)).toBe(true);
  expect((await readAll(made.blob, broker.open(), { start: 5, end: 11 })).toString()).toBe('spixel');
  expect(await broker.open().ask('blobs.status', { blob: made.blob })).toEqual(made);
  expect(broker.record).toEqual([]);
});

test('the same content is kept once, under its hash', async () => {
  const bytes = Buffer.from('the same');
  const [one, two] = [await make(bytes), await make(bytes, { mediaType: 'text/plain' })];
  expect(one.blob).not.toBe(two.blob);
  expect(onDisk()).toEqual([sha256(bytes)]);
  expect(readFileSync(join(broker.dataFolder, 'blobs/content', one.sha256.slice(0, 2), one.sha256))).toEqual(bytes);
});

test('of a blob of another run a worker hears what it hears of none, until the plan of its run names it', async () => {
  const { blob } = await make(Buffer.from('private'));
  const none = 'blb_00000000000000000000000000';
  for (const id of [blob, none, '../../heron.db', 'x']) {
    for (const method of ['blobs.open', 'blobs.status'] as const) {
      const parameters = method === 'blobs.open' ? { blob: id, start: 0, end: null } : { blob: id };
      await expect(inOtherRun().raw(method, parameters, undefined)).rejects.toMatchObject({
        code: 'not-found',
        message: `There is no blob ${id} in this run`,
      });
    }
  }
  expect(broker.blobs.passOn(otherRun, [blob, none])).toEqual([fakeRunId]);
  expect(broker.blobs.passOn(fakeRunId, [blob])).toEqual([]);
  expect((await readAll(blob, inOtherRun())).toString()).toBe('private');
  expect([broker.blobs.mayRead(otherRun, blob), broker.blobs.mayRead(otherRun, none)]).toEqual([true, false]);
});

test('a blob that is not finished cannot be read, and goes with its call', async () => {
  const session = broker.open();
  const { handle } = await session.ask('blobs.create', { mediaType: 'image/png', name: null });
  await session.raw('blobs.append', { handle }, Buffer.from('half'));
  expect(onDisk()).toHaveLength(1);
  await session.close();
  expect(onDisk()).toEqual([]);
  expect(broker.blobs.ofRun(fakeRunId)).toEqual([]);
  const again = broker.open();
  const second = await again.ask('blobs.create', { mediaType: 'image/png', name: null });
  await again.raw('files.close', { handle: second.handle }, undefined);
  expect(onDisk()).toEqual([]);
});

test('too large a blob, and too much for a run, are refused with the limit and leave nothing behind', async () => {
  const megabyte = Buffer.alloc(1024 * 1024);
  await expect(make(Buffer.concat([megabyte, Buffer.from('x')]))).rejects.toMatchObject({
    code: 'limit-exceeded',
    message: 'A blob of this worker may have at most 1 MB, its limit blobMb',
  });
  await make(megabyte);
  await make(megabyte);
  await expect(make(Buffer.from('x'))).rejects.toMatchObject({
    code: 'limit-exceeded',
    details: { limit: 'blobsPerRunMb', value: 2 },
  });
  await make(Buffer.from('x'), {}, inOtherRun());
  expect(broker.blobs.ofRun(fakeRunId)).toHaveLength(2);
  expect(onDisk()).toHaveLength(2);
});

test('what two calls write at the same time counts together', async () => {
  const sessions = [broker.open(), broker.open(), broker.open()];
  const outcomes = await Promise.allSettled(sessions.map((session) => make(Buffer.alloc(1024 * 1024), {}, session)));
  expect(outcomes.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
  await make(Buffer.alloc(1024), {}, inOtherRun());
  expect(broker.blobs.ofRun(fakeRunId).reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(2 * 1024 * 1024);
});

test.for([
  [{ mediaType: 'png', name: null }, 'mediaType'],
  [{ mediaType: 'image/png\r\nx: y', name: null }, 'mediaType'],
  [{ mediaType: 'image/png', name: '../x' }, 'name'],
  [{ mediaType: 'image/png', name: 'a\nb' }, 'name'],
] as const)('a blob of %j is refused, naming the field', async ([parameters, field]) => {
  await expect(broker.open().raw('blobs.create', parameters, undefined)).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining(`parameters.${field}`),
  });
});

test('what a killed engine left half-written is removed at the start', async () => {
  const { sha256: kept } = await make(Buffer.from('whole'));
  mkdirSync(join(broker.dataFolder, 'blobs/unfinished'), { recursive: true });
  writeFileSync(join(broker.dataFolder, 'blobs/unfinished/left'), 'half');
  await broker.blobs.recover();
  expect(onDisk()).toEqual([kept]);
});

test('blobs are removed with age, unless their run goes on; content goes with the last of them', async () => {
  let now = Date.now();
  start({ clock: () => now, isUnderWay: (runId) => runId === otherRun });
  const [shared, own] = [Buffer.from('shared'), Buffer.from('own')];
  const [old, , going] = [await make(shared), await make(own), await make(shared, {}, inOtherRun())];
  await broker.blobs.sweep();
  expect(onDisk()).toHaveLength(2);
  now += 31 * 86_400_000;
  const fresh = await make(Buffer.from('fresh'));
  mkdirSync(join(broker.dataFolder, 'blobs/content/aa'), { recursive: true });
  writeFileSync(join(broker.dataFolder, 'blobs/content/aa', 'a'.repeat(64)), 'nobody’s');
  await broker.blobs.sweep();
  expect(onDisk().toSorted()).toEqual([sha256(shared), fresh.sha256].toSorted());
  expect(() => broker.blobs.get(old.blob)).toThrow('it may have been removed with age');
  expect((await readAll(going.blob, inOtherRun())).toString()).toBe('shared');
});
