import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeContext } from './fake-context.ts';

let folder: string;
let server: Server;
let origin: string;

beforeEach(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-fake-')));
  server = createServer((request, response) => {
    if (request.url === '/moved') return void response.writeHead(302, { location: '/here' }).end();
    if (request.url === '/away') return void response.writeHead(302, { location: 'http://elsewhere.example/' }).end();
    if (request.url?.startsWith('/key')) return void response.end([request.url, request.headers['x-key']].join(' '));
    response.writeHead(200, { 'X-Method': request.method }).end('hello');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  return Buffer.concat(await Array.fromAsync(chunks)).toString();
}

test('nothing is allowed unless a test says so', async () => {
  const { files, net, shell } = fakeContext();
  const path = join(folder, 'note.txt');
  const refused = { code: 'permission-denied' };
  await expect(files.readText(path)).rejects.toMatchObject(refused);
  await expect(files.status(path)).rejects.toMatchObject(refused);
  await expect(files.write(path, 'x')).rejects.toMatchObject(refused);
  await expect(files.move(path, `${path}.old`)).rejects.toMatchObject(refused);
  await expect(files.remove(path)).rejects.toMatchObject(refused);
  await expect(files.makeFolder(join(folder, 'a'))).rejects.toMatchObject(refused);
  await expect(Array.fromAsync(files.list(folder))).rejects.toMatchObject(refused);
  await expect(net.fetch(origin)).rejects.toMatchObject(refused);
  await expect(shell.run('true', [])).rejects.toMatchObject(refused);
  expect(readdirSync(folder)).toEqual([]);
});

test('reading is not writing, and a neighbour of an allowed folder is not allowed', async () => {
  mkdirSync(join(folder, 'a'));
  mkdirSync(join(folder, 'ab'));
  writeFileSync(join(folder, 'ab/secret'), 'x');
  const { files } = fakeContext({ allow: { read: [join(folder, 'a')] } });
  await expect(files.write(join(folder, 'a/new'), 'x')).rejects.toMatchObject({ code: 'permission-denied' });
  await expect(files.readText(join(folder, 'ab/secret'))).rejects.toMatchObject({ code: 'permission-denied' });
});

test('what the worker made itself it may read and change', async () => {
  const { files } = fakeContext({ allow: { write: [join(folder, 'new/note.txt')] } });
  await files.write(join(folder, 'new/note.txt'), 'mine');
  expect(await files.readText(join(folder, 'new/note.txt'))).toBe('mine');
  await files.write(join(folder, 'new/other.txt'), 'mine too');
  await expect(files.write(join(folder, 'third.txt'), 'x')).rejects.toMatchObject({ code: 'permission-denied' });
  await expect(files.status(join(folder, 'third.txt'))).rejects.toMatchObject({ code: 'permission-denied' });
});

test('a link in an allowed folder is no way out of it', async () => {
  mkdirSync(join(folder, 'a'));
  writeFileSync(join(folder, 'secret'), 'x');
  symlinkSync(join(folder, 'secret'), join(folder, 'a/link'));
  const { files } = fakeContext({ allow: { read: [join(folder, 'a')] } });
  await expect(files.readText(join(folder, 'a/link'))).rejects.toMatchObject({ code: 'permission-denied' });
});

test('folders are listed by name, with what is below them when asked', async () => {
  mkdirSync(join(folder, 'b'));
  writeFileSync(join(folder, 'b/inner.txt'), 'inner');
  writeFileSync(join(folder, 'c.txt'), 'see');
  writeFileSync(join(folder, 'a.txt'), 'a');
  const { files } = fakeContext({ allow: { read: [folder] } });
  const flat = await Array.fromAsync(files.list(folder));
  expect(flat.map(({ name, kind, size }) => [name, kind, kind === 'file' ? size : 0])).toEqual([
    ['a.txt', 'file', 1],
    ['b', 'folder', 0],
    ['c.txt', 'file', 3],
  ]);
  const deep = await Array.fromAsync(files.list(folder, { recursive: true }));
  expect(deep.map((entry) => entry.name)).toEqual(['a.txt', 'b', 'b/inner.txt', 'c.txt']);
});

test('a range is read, and a text over its limit is refused', async () => {
  const path = join(folder, 'note.txt');
  writeFileSync(path, '0123456789');
  const { files } = fakeContext({ allow: { read: [folder] } });
  expect(await textOf(files.read(path, { start: 2, end: 5 }))).toBe('234');
  expect(await textOf(files.read(path, { start: 5, end: 5 }))).toBe('');
  expect(await files.readText(path)).toBe('0123456789');
  await expect(files.readText(path, { maxBytes: 9 })).rejects.toMatchObject({ code: 'limit-exceeded' });
  await expect(files.readText(join(folder, 'gone'))).rejects.toMatchObject({ code: 'not-found' });
});

test('a file is written whole or not at all, and replaced only when asked', async () => {
  const path = join(folder, 'deep/note.txt');
  const { files } = fakeContext({ allow: { write: [folder] } });
  async function* broken(): AsyncGenerator<string> {
    yield 'half';
    throw new Error('the source broke');
  }
  await expect(files.write(path, broken())).rejects.toThrow('the source broke');
  expect(readdirSync(join(folder, 'deep'))).toEqual([]);
  expect(await files.write(path, 'one', { mode: 0o755 })).toMatchObject({ path, size: 3, mode: 0o755 });
  await expect(files.write(path, 'two')).rejects.toMatchObject({ code: 'already-exists' });
  await files.write(path, 'three', { overwrite: true });
  expect(readFileSync(path, 'utf8')).toBe('three');
  expect(readdirSync(join(folder, 'deep'))).toEqual(['note.txt']);
});

test('moving makes folders, keeps an existing target, and removing takes what is below', async () => {
  const { files } = fakeContext({ allow: { write: [folder] } });
  await files.write(join(folder, 'a'), 'a');
  await files.write(join(folder, 'b'), 'b');
  await expect(files.move(join(folder, 'a'), join(folder, 'b'))).rejects.toMatchObject({ code: 'already-exists' });
  await files.move(join(folder, 'a'), join(folder, 'c/d/a'));
  await files.remove(join(folder, 'c'));
  expect(readdirSync(folder)).toEqual(['b']);
  await expect(files.remove(join(folder, 'c'))).rejects.toMatchObject({ code: 'not-found' });
});

test('an allowed host answers; where it sends on to must be allowed too', async () => {
  const { net } = fakeContext({ allow: { hosts: ['127.0.0.1'] } });
  const response = await net.fetch(`${origin}/moved`, { method: 'HEAD' });
  expect(response).toMatchObject({ status: 200, url: `${origin}/here`, headers: { 'x-method': 'HEAD' } });
  const body = await net.fetch(origin);
  expect(await textOf(body.body)).toBe('hello');
  await expect(net.fetch(`${origin}/away`)).rejects.toMatchObject({ code: 'permission-denied' });
  await expect(net.fetch(`${origin}/moved`, { maxRedirects: 0 })).rejects.toMatchObject({ code: 'network' });
  await expect(net.fetch('file:///etc/hosts')).rejects.toMatchObject({ code: 'invalid-input' });
});

test('a host that does not listen is a network error', async () => {
  await new Promise((resolve) => void server.close(resolve));
  const { net } = fakeContext({ allow: { hosts: ['127.0.0.1'] } });
  await expect(net.fetch(origin)).rejects.toMatchObject({ code: 'network' });
});

test('an allowed program runs with its arguments as they are', async () => {
  const program = process.execPath;
  const { shell } = fakeContext({ allow: { programs: [program] } });
  const script = 'process.stdin.pipe(process.stdout); console.error(process.argv[1]); process.exitCode = 3';
  const started = await shell.run(program, ['-e', script, '$HOME *'], { input: 'in' });
  const output = await Array.fromAsync(started.output);
  const text = (stream: string): string =>
    Buffer.concat(output.filter((chunk) => chunk.stream === stream).map((chunk) => chunk.bytes)).toString();
  expect([text('stdout'), text('stderr')]).toEqual(['in', '$HOME *\n']);
  expect(await started.exit).toEqual({ code: 3, signal: null });
});

test('a program that is not there is named', async () => {
  const { shell } = fakeContext({ allow: { programs: ['no-such-program'] } });
  await expect(shell.run('no-such-program', [])).rejects.toMatchObject({ code: 'not-found' });
});

test('aborting ends programs and sleep', async () => {
  const context = fakeContext({ allow: { programs: [process.execPath] } });
  const started = await context.shell.run(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const sleeping = context.sleep(60_000);
  context.abort('enough');
  await expect(sleeping).rejects.toThrow('enough');
  expect((await started.exit).code).toBeNull();
  expect(context.signal.aborted).toBe(true);
});

test('time given to the context moves only by sleeping', async () => {
  const context = fakeContext({ now: 1000 });
  await context.sleep(60_000);
  expect(context.now()).toBe(61_000);
});

test('a secret is a handle, filled in for its hosts and refused elsewhere', async () => {
  const context = fakeContext({
    allow: { hosts: ['127.0.0.1', 'localhost'] },
    secrets: { 'api-key': { value: 'p&ss', hosts: ['127.0.0.1'] } },
  });
  const handle = await context.secrets.handle('api-key');
  expect(handle).toMatch(/^heron-secret-[0-9a-f]{48}$/);
  const request = { headers: { 'x-key': handle } };
  const response = await context.net.fetch(`${origin}/key?k=${handle}`, request);
  expect(await textOf(response.body)).toBe('/key?k=p%26ss p&ss');
  expect(response.url).toBe(`${origin}/key?k=${handle}`);
  await expect(context.net.fetch(origin.replace('127.0.0.1', 'localhost'), request)).rejects.toMatchObject({
    code: 'permission-denied',
    details: { rule: 'secret for another host' },
  });
  await expect(context.secrets.handle('other')).rejects.toMatchObject({ code: 'not-declared' });
});

test('what a worker says it used is added up; what is no amount throws', () => {
  const context = fakeContext();
  expect(context.usage()).toBeUndefined();
  context.used({ tokens: 100, money: 0.01 });
  context.used({ tokens: 20 });
  expect(context.usage()).toEqual({ tokens: 120, money: 0.01 });
  expect(() => context.used({ money: Number.NaN })).toThrow(/^used: money: expected an amount of US dollars/);
  expect(() => context.used({ tokens: 0.5 })).toThrow(/^used: tokens: expected a whole number/);
});
