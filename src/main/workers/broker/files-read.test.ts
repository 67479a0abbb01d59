import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type FakeBroker, startFakeBroker } from './fake-broker.ts';

let broker: FakeBroker;
beforeEach(() => {
  const started = startFakeBroker();
  onTestFinished(() => started.end());
  broker = started;
});

function put(name: string, content: string | Uint8Array = 'content'): string {
  const path = join(broker.folder, name);
  writeFileSync(path, content);
  return path;
}

async function readAll(
  path: string,
  range: { start?: number; end?: number | null } = {},
  session = broker.open(),
): Promise<Buffer[]> {
  const opened = await session.ask('files.open', { path, start: 0, end: null, ...range });
  const chunks: Buffer[] = [];
  for (let reply: { done: boolean; bytes?: Uint8Array } = opened; ;) {
    if (reply.bytes) chunks.push(Buffer.from(reply.bytes));
    if (reply.done) return chunks;
    reply = await session.ask('files.next', { handle: opened.handle });
  }
}

test('a file is read in chunks of at most 256 KiB', async () => {
  const content = Buffer.alloc(600 * 1024, 'abcdefg');
  const chunks = await readAll(put('large', content));
  expect(chunks.map(({ byteLength }) => byteLength)).toEqual([262_144, 262_144, 90_112]);
  expect(Buffer.concat(chunks).equals(content)).toBe(true);
});

test('a file that was read to its end is held open no longer, whatever its size', async () => {
  const session = broker.open();
  const path = put('large', Buffer.alloc(300 * 1024));
  for (let time = 0; time < 70; time += 1) expect(await readAll(path, {}, session)).toHaveLength(2);
});

test.for([
  { start: 0, end: 4, text: '0123' },
  { start: 3, end: null, text: '3456789' },
  { start: 3, end: 5, text: '34' },
  { start: 8, end: 99, text: '89' },
  { start: 99, end: null, text: '' },
  { start: 5, end: 5, text: '' },
])('bytes $start to $end of ten are "$text"', async ({ start, end, text }) => {
  const chunks = await readAll(put('digits', '0123456789'), { start, end });
  expect(Buffer.concat(chunks).toString()).toBe(text);
});

test('opening says how large the file is, and reading goes on although it shrinks', async () => {
  const path = put('shrinking', Buffer.alloc(300 * 1024));
  const session = broker.open();
  const { handle, size } = await session.ask('files.open', { path, start: 0, end: null });
  expect(size).toBe(300 * 1024);
  truncateSync(path, 262_144 + 10);
  const { done, bytes } = await session.ask('files.next', { handle });
  expect([done, bytes?.byteLength]).toEqual([true, 10]);
});

test('a small file comes with the opening, which closes it again', async () => {
  const session = broker.open();
  const { handle, size, done, bytes } = await session.ask('files.open', { path: put('file'), start: 0, end: null });
  expect([size, done, Buffer.from(bytes!).toString()]).toEqual([7, true, 'content']);
  await expect(session.ask('files.next', { handle })).rejects.toMatchObject({ code: 'not-found' });
});

test('a file that grows while it is read is read to its end', async () => {
  const path = put('growing', Buffer.alloc(262_143, 'a'));
  const session = broker.open();
  const opened = await session.ask('files.open', { path, start: 0, end: 262_146 });
  expect(opened).toMatchObject({ size: 262_143, done: true });
  truncateSync(path, 300_000);
  const { handle } = await session.ask('files.open', { path, start: 0, end: null });
  truncateSync(path, 400_000);
  let rest = 0;
  for (let isDone = false; !isDone;) {
    const { done, bytes } = await session.ask('files.next', { handle });
    rest += bytes?.byteLength ?? 0;
    isDone = done;
  }
  expect(rest).toBe(400_000 - 262_144);
});

test('the status of a file and of a folder', async () => {
  const path = put('file', 'four');
  mkdirSync(join(broker.folder, 'sub'));
  const session = broker.open();
  expect(await session.ask('files.status', { path })).toMatchObject({ path, kind: 'file', size: 4 });
  expect(await session.ask('files.status', { path: join(broker.folder, 'sub') })).toMatchObject({ kind: 'folder' });
});

test('the status of nothing is null, and so is that of a link to nothing', async () => {
  symlinkSync(join(broker.folder, 'gone'), join(broker.folder, 'link'));
  const session = broker.open();
  for (const name of ['gone', 'link', 'gone/deeper']) {
    const reply = await session.raw('files.status', { path: join(broker.folder, name) }, undefined);
    expect(reply.value).toBeNull();
  }
});

test('a link inside the allowed folder is followed to what it means', async () => {
  const target = put('real', 'hello');
  symlinkSync(target, join(broker.folder, 'link'));
  const chunks = await readAll(join(broker.folder, 'link'));
  expect(Buffer.concat(chunks).toString()).toBe('hello');
  expect(broker.record.at(-1)).toMatchObject({ operation: 'files.open', target });
});

test.for([
  { name: 'nothing', code: 'not-found' },
  { name: 'file/below', code: 'invalid-input' },
  { name: 'sub', code: 'invalid-input' },
  { name: 'dangling', code: 'conflict' },
])('opening $name is refused with $code', async ({ name, code }) => {
  put('file');
  mkdirSync(join(broker.folder, 'sub'));
  symlinkSync(join(broker.folder, 'absent'), join(broker.folder, 'dangling'));
  const path = join(broker.folder, name);
  await expect(broker.open().ask('files.open', { path, start: 0, end: null })).rejects.toMatchObject({ code });
});

test('a file is named in the error that says it is missing', async () => {
  const path = join(broker.folder, 'missing.txt');
  await expect(broker.open().ask('files.open', { path, start: 0, end: null })).rejects.toThrow(
    `There is nothing at ${path}`,
  );
});

test('the 65th open file is refused, and closing one makes room', async () => {
  const path = put('file', Buffer.alloc(300 * 1024));
  const session = broker.open();
  const opened = await Promise.all(
    Array.from({ length: 64 }, () => session.ask('files.open', { path, start: 0, end: null })),
  );
  await expect(session.ask('files.open', { path, start: 0, end: null })).rejects.toMatchObject({
    code: 'limit-exceeded',
  });
  await session.raw('files.close', { handle: opened[0]!.handle }, undefined);
  await expect(session.ask('files.open', { path, start: 0, end: null })).resolves.toMatchObject({ handle: 65 });
});

test('closing twice is fine, reading after closing is not', async () => {
  const session = broker.open();
  const { handle } = await session.ask('files.open', { path: put('file'), start: 0, end: null });
  await session.raw('files.close', { handle }, undefined);
  await session.raw('files.close', { handle }, undefined);
  await expect(session.ask('files.next', { handle })).rejects.toMatchObject({ code: 'not-found' });
});

test('a loop over one file asks for permission once, another file asks again', async () => {
  const [first, second] = [put('first'), put('second')];
  const session = broker.open();
  for (let turn = 0; turn < 50; turn += 1) {
    const { handle } = await session.ask('files.open', { path: first, start: 0, end: null });
    await session.raw('files.close', { handle }, undefined);
  }
  await session.ask('files.open', { path: second, start: 0, end: null });
  expect(broker.record.map(({ operation, target }) => [operation, target])).toEqual([
    ['files.open', first],
    ['files.open', second],
  ]);
});

test('what a session was allowed is asked again in the next', async () => {
  const path = put('file');
  for (const session of [broker.open(), broker.open()]) await session.ask('files.status', { path });
  expect(broker.record).toHaveLength(2);
});
