import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { HeronError } from '../../base/errors.ts';
import { type FakeBroker, startFakeBroker } from './fake-broker.ts';
import { methods } from './methods.ts';

let broker: FakeBroker;
beforeEach(() => {
  const started = startFakeBroker();
  onTestFinished(() => started.end());
  broker = started;
});

test('every method of the protocol is there, and no other', () => {
  const protocol = readFileSync(join(import.meta.dirname, '../../../worker-kit/broker-methods.ts'), 'utf8');
  const declared = [...protocol.matchAll(/^ {2}'([a-z]+\.[a-zA-Z]+)':/gm)].map(([, name = '']) => name);
  expect([...methods.keys()].toSorted()).toEqual(declared.toSorted());
});

describe('methods that are not', () => {
  test.for(['files.destroy', '', 'files', 'constructor', '__proto__', 'toString', 'files.open ', 'FILES.OPEN'])(
    '%j',
    async (name) => {
      await expect(broker.open().raw(name, {}, undefined)).rejects.toMatchObject({ code: 'invalid-input' });
    },
  );
});

const somebody = 'prc_01ARZ3NDEKTSV4RRFFQ69G5FAV';

/** Parameters that are right, to be spoilt. */
const right: Record<string, Record<string, unknown>> = {
  'files.status': { path: '/x' },
  'files.list': { path: '/x', recursive: true, cursor: null },
  'files.open': { path: '/x', start: 0, end: null },
  'files.next': { handle: 1 },
  'files.write': { path: '/x', overwrite: true, mode: null },
  'files.create': { path: '/x', overwrite: true, mode: null },
  'files.append': { handle: 1 },
  'files.search': { path: '/x', text: 'x', most: 1 },
  'files.found': { handle: 1 },
  'files.commit': { handle: 1 },
  'files.close': { handle: 1 },
  'files.makeFolder': { path: '/x' },
  'files.move': { from: '/x', to: '/y', overwrite: true },
  'files.remove': { path: '/x' },
  'blobs.status': { blob: 'x' },
  'blobs.create': { mediaType: 'image/png', name: null },
  'blobs.append': { handle: 1 },
  'blobs.finish': { handle: 1 },
  'blobs.open': { blob: 'x', start: 0, end: null },
  'net.open': { url: 'http://127.0.0.1/', method: 'GET', headers: {}, maxRedirects: 1 },
  'net.next': { handle: 1 },
  'net.close': { handle: 1 },
  'sockets.begin': { path: '/x', method: 'GET', target: '/', headers: {} },
  'sockets.append': { handle: 1 },
  'sockets.answer': { handle: 1 },
  'sockets.leave': { path: '/x', method: 'DELETE', target: '/' },
  'sockets.drop': { handle: 1 },
  'secrets.handle': { name: 'token' },
  'secrets.link': {
    ...{
      handle: `heron-secret-${'0'.repeat(48)}`,
      url: 'http://127.0.0.1/',
      method: 'GET',
      region: 'us-east-1',
      service: 's3',
      seconds: 60,
    },
  },
  'shell.open': { program: 'sh', args: [], cwd: null, input: null, environment: {} },
  'shell.next': { handle: 1 },
  'shell.kill': { handle: 1 },
  'shell.detach': { handle: 1, name: null, maxMs: null, keep: true },
  'processes.list': {},
  'processes.read': { process: somebody, place: 'head', maxBytes: 1000 },
  'processes.poll': { process: somebody, maxBytes: 1000 },
  'processes.write': { process: somebody, text: 'x', end: true },
  'processes.signal': { process: somebody, signal: 'SIGTERM' },
  'processes.stop': { process: somebody, graceMs: null },
  'processes.clear': { process: null },
  'code.run': {
    ...{ language: 'javascript', code: '1', input: '', files: [] },
    limits: { wallMs: 1000, cpuMs: 1000, memoryMb: 64, keptOutputBytes: 1000 },
  },
  'code.read': { handle: 1, name: 'a', start: 0 },
  'browser.step': { session: 'main', step: { kind: 'close', forget: false } },
  'browser.read': { session: 'main' },
  'code.close': { handle: 1 },
  'queries.open': {
    source: { kind: 'files', tables: [{ path: '/x', name: 'x', format: 'csv' }] },
    ...{ sql: 'SELECT 1', parameters: [], changes: false, timeMs: 1000 },
  },
  'queries.next': { handle: 1 },
  'queries.close': { handle: 1 },
  'remotes.meet': { host: 'nas', port: 22 },
  'remotes.sync': {
    ...{ place: { host: 'nas', port: 22 }, direction: 'to', folder: '/x', remoteFolder: 'x' },
    ...{ exclude: [], delete: false, checksum: false, dryRun: true },
  },
  'speech.transcribe': { path: '/x', language: '' },
  'speech.written': { handle: 1 },
  'speech.speak': { text: 'x', voice: '', rate: 1, pitch: 1 },
  'speech.read': { handle: 1, start: 0 },
  'speech.close': { handle: 1 },
  'mcp.call': { action: 'say', input: {} },
};
const wrongValues = [undefined, 12.5, -1, Number.NaN, 'no', [1], { a: 1 }, Symbol('no'), () => 1, 2n ** 70n];
/** Wrong values that are right for the field after all. */
const isRight = (method: string, field: string, value: unknown): boolean => {
  if (method === 'secrets.link' && (field === 'region' || field === 'service')) return value === 'no';
  if (method === 'mcp.call' && field === 'input') return typeof value === 'object' && !Array.isArray(value);
  if (method === 'queries.open' && field === 'parameters') return Array.isArray(value);
  if (typeof value !== 'string') return false;
  if (field === 'action') return true;
  return [
    'path',
    'from',
    'to',
    'url',
    'program',
    'cwd',
    'input',
    'cursor',
    'blob',
    'code',
    'name',
    'text',
    'sql',
    'language',
    'voice',
    'session',
    'host',
    'folder',
    'remoteFolder',
  ].includes(field);
};

describe('wrong parameters', () => {
  test('there is a right set for each method', () => {
    expect(Object.keys(right).toSorted()).toEqual([...methods.keys()].toSorted());
  });

  test.for(Object.entries(right))('%s refuses every wrong field, naming it', async ([name, parameters]) => {
    const session = broker.open();
    const bytes = name.endsWith('.append') ? Buffer.from('x') : undefined;
    for (const field of Object.keys(parameters)) {
      for (const value of wrongValues.filter((wrong) => !isRight(name, field, wrong))) {
        const attempt = session.raw(name, { ...parameters, [field]: value }, bytes);
        await expect(attempt, `${field} as ${typeof value}`).rejects.toMatchObject({
          code: 'invalid-input',
          message: expect.stringContaining(`parameters.${field}`),
        });
      }
    }
    expect(broker.record).toEqual([]);
  });

  test.for([...methods.keys()])('%s refuses unknown fields, and what is no object', async (name) => {
    const session = broker.open();
    const bytes = name.endsWith('.append') ? Buffer.from('x') : undefined;
    for (const parameters of [{ ...right[name], extra: 1 }, null, undefined, 'text', 1, [], [right[name]]]) {
      await expect(session.raw(name, parameters, bytes)).rejects.toMatchObject({ code: 'invalid-input' });
    }
    expect(broker.record).toEqual([]);
  });

  test.for(
    [...methods.keys()].filter(
      (name) => !['sockets.append', 'files.append', 'files.write', 'blobs.append', 'net.open'].includes(name),
    ),
  )('%s refuses bytes', async (name) => {
    await expect(broker.open().raw(name, right[name], Buffer.from('x'))).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });
});

describe('handles', () => {
  /** More than the first reply carries. */
  const large = Buffer.alloc(300 * 1024);

  test.for(['files.next', 'files.commit', 'files.append', 'files.close', 'net.next', 'net.close', 'shell.next'])(
    '%s of a handle that was never given is not found',
    async (name) => {
      const bytes = name.endsWith('.append') ? Buffer.from('x') : undefined;
      await expect(broker.open().raw(name, { handle: 1 }, bytes)).rejects.toMatchObject({ code: 'not-found' });
    },
  );

  test('a handle of another session is not found', async () => {
    const path = join(broker.folder, 'file');
    writeFileSync(path, large);
    const [mine, theirs] = [broker.open(), broker.open()];
    const { handle } = await theirs.ask('files.open', { path, start: 0, end: null });
    await expect(mine.ask('files.next', { handle })).rejects.toMatchObject({ code: 'not-found' });
    await expect(mine.raw('files.close', { handle }, undefined)).rejects.toMatchObject({ code: 'not-found' });
    expect(await theirs.ask('files.next', { handle })).toMatchObject({ done: true });
  });

  test('a handle of one kind is none of another', async () => {
    const path = join(broker.folder, 'file');
    writeFileSync(path, large);
    const session = broker.open();
    const { handle } = await session.ask('files.open', { path, start: 0, end: null });
    for (const name of ['net.next', 'net.close', 'shell.next', 'shell.kill', 'files.commit']) {
      await expect(session.raw(name, { handle }, undefined)).rejects.toMatchObject({ code: 'not-found' });
    }
    expect(await session.ask('files.next', { handle })).toMatchObject({ done: true });
  });

  test('requests for one handle at the same time are answered one after the other', async () => {
    const path = join(broker.folder, 'file');
    writeFileSync(path, Buffer.alloc(700_000, 'abc'));
    const session = broker.open();
    const { handle, bytes: first } = await session.ask('files.open', { path, start: 0, end: null });
    const replies = [{ bytes: first }, ...(await Promise.all([1, 2].map(() => session.ask('files.next', { handle }))))];
    expect(Buffer.concat(replies.map(({ bytes }) => bytes!)).equals(readFileSync(path))).toBe(true);
  });

  test('pieces appended at the same time are kept in order', async () => {
    const path = join(broker.folder, 'file');
    const session = broker.open();
    const { handle } = await session.ask('files.create', { path, overwrite: false, mode: null });
    const parts = Array.from({ length: 50 }, (_, index) => `${index},`);
    const appended = parts.map((part) => session.raw('files.append', { handle }, Buffer.from(part)));
    await session.ask('files.commit', { handle });
    await Promise.all(appended);
    expect(readFileSync(path, 'utf8')).toBe(parts.join(''));
  });
});

describe('ending', () => {
  test('after closing every request is refused as cancelled, and closing again is fine', async () => {
    const session = broker.open();
    await session.close();
    await session.close();
    await expect(session.ask('files.status', { path: broker.folder })).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('a session of a call that was cancelled before it began answers nothing', async () => {
    const session = broker.open(AbortSignal.abort());
    await expect(session.ask('files.status', { path: broker.folder })).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('the reason of a cancellation reaches the worker when the engine gave one', async () => {
    const session = broker.open(AbortSignal.abort(new HeronError('timeout', 'It took longer than 5 s')));
    await expect(session.ask('files.status', { path: broker.folder })).rejects.toMatchObject({
      code: 'timeout',
      message: 'It took longer than 5 s',
    });
  });

  test('what is being opened while the session closes is closed with it', async () => {
    const session = broker.open();
    const path = join(broker.folder, 'file');
    const opening = session.ask('files.create', { path, overwrite: false, mode: null });
    await Promise.all([session.close(), opening.catch((error: HeronError) => expect(error.code).toBe('cancelled'))]);
    await expect(session.ask('files.commit', { handle: 1 })).rejects.toMatchObject({ code: 'cancelled' });
    const { entries } = await broker.open().ask('files.list', { path: broker.folder, recursive: true, cursor: null });
    expect(entries.names).toEqual([]);
  });
});
