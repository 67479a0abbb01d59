import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  request as ask,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { LocalModelEntry, LocalModelState } from '../../../contract/local-models.ts';
import { openDatabase } from '../../base/database.ts';
import { createEventLog, type EventLog } from '../../base/event-log.ts';
import { createIds } from '../../base/ids.ts';
import { silentLogger } from '../../base/silent-logger.ts';
import type { ModelUse } from './model-view.ts';
import { createLocalModels, type LocalModelParts, type LocalModelService } from './service.ts';

const bytes = randomBytes(3_000_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

type Seen = { range: string | undefined; ifRange: string | undefined };
type Server = { url: string; seen: Seen[]; answer: RequestListener };

/** A real server; what it answers can be changed while it runs. */
async function serve(answer: RequestListener): Promise<Server> {
  const place: Server = { url: '', seen: [], answer };
  const server = createServer((request, response) => {
    place.seen.push({ range: request.headers.range, ifRange: request.headers['if-range'] as string | undefined });
    place.answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  place.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return place;
}

type Ways = { etag?: string; content?: Buffer; hasRanges?: boolean };

/** As a store of files answers: with ranges, unless the file is another one by now. */
function file({ etag = '"one"', content = bytes, hasRanges = true }: Ways = {}): RequestListener {
  return (request, response) => {
    const from = rangeOf(request);
    const isSame = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
    if (!hasRanges || from === undefined || !isSame) {
      response.writeHead(200, { etag, 'content-length': content.length }).end(content);
    } else if (from >= content.length) {
      response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
    } else {
      const range = `bytes ${from}-${content.length - 1}/${content.length}`;
      response.writeHead(206, { etag, 'content-range': range, 'content-length': content.length - from });
      response.end(content.subarray(from));
    }
  };
}

function rangeOf({ headers }: IncomingMessage): number | undefined {
  const found = /^bytes=(\d+)-$/.exec(headers.range ?? '');
  return found ? Number(found[1]) : undefined;
}

/** Gives so many bytes and then nothing more, until the caller hangs up or `cut` is set. */
function partly(upTo: number, { cut = false, etag = '"one"' } = {}): RequestListener {
  return (request, response: ServerResponse) => {
    const from = rangeOf(request) ?? 0;
    const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
    const head = from === 0 ? {} : { 'content-range': range };
    response.writeHead(from === 0 ? 200 : 206, { etag, 'content-length': bytes.length - from, ...head });
    response.write(bytes.subarray(from, upTo), () => cut && setImmediate(() => response.destroy()));
  };
}

function entry(url: string, changes: Partial<LocalModelEntry['files'][number]> = {}): LocalModelEntry {
  const one = { name: 'model.gguf', address: `${url}/model.gguf`, bytes: bytes.length, sha256, ...changes };
  return { id: 'small', name: 'Small', kind: 'chat', licence: 'MIT', about: '', files: [one] };
}

const request: LocalModelParts['request'] = (address, headers, signal) =>
  new Promise((resolve, reject) => {
    const outgoing = ask(address, { headers: Object.fromEntries(headers), signal, agent: false }, resolve);
    outgoing.on('error', reject).end();
  });

type Opened = { models: LocalModelService; log: EventLog; folder: string; parts: LocalModelParts };

function open(entries: LocalModelEntry[], changes: Partial<LocalModelParts> = {}): Opened {
  const folder = changes.folder ?? mkdtempSync(join(tmpdir(), 'heron-models-'));
  const log = createEventLog({ database: openDatabase({ file: ':memory:' }), makeId: createIds(), clock: Date.now });
  const parts: LocalModelParts = {
    ...{ folder, log, request, logger: silentLogger, clock: Date.now, idleMs: 20_000 },
    ...{ catalogue: () => entries, usesOf: () => [], pause: async () => undefined, free: async () => 1e12 },
    planning: { isSetUp: () => true, use: async () => undefined },
    letGo: async () => undefined,
    ...changes,
  };
  const models = createLocalModels(parts);
  closing.push(() => rmSync(folder, { recursive: true, force: true }), models.close);
  return { models, log, folder, parts };
}

async function become({ models }: Opened, state: LocalModelState): Promise<void> {
  await vi.waitFor(async () => expect((await models.list()).models[0]?.state).toBe(state), { timeout: 20_000 });
}

/** Until so much of it lies on the disk. */
async function receive({ models }: Opened, atLeast: number): Promise<void> {
  const look = async (): Promise<void> =>
    expect((await models.list()).models[0]?.received).toBeGreaterThanOrEqual(atLeast);
  await vi.waitFor(look, { timeout: 20_000 });
}

test('a model is downloaded, checked, kept with its record, and removed', async () => {
  const server = await serve(file());
  const opened = open([entry(server.url)]);
  const { models, log, folder } = opened;
  const told: number[] = [];
  log.listen((event) => event.type === 'download.progressed' && void told.push(event.payload.received));
  await models.download('small');
  await expect(models.download('small')).rejects.toMatchObject({ code: 'conflict' });
  await become(opened, 'ready');
  expect(readFileSync(join(folder, 'small', 'model.gguf')).equals(bytes)).toBe(true);
  expect(readdirSync(join(folder, 'small')).toSorted()).toEqual(['model.gguf', 'model.json']);
  expect((await models.list()).models[0]?.found).toEqual([{ name: 'model.gguf', sha256, bytes: bytes.length }]);
  expect(told.at(-1)).toBe(bytes.length);
  await expect(models.resume('small')).rejects.toMatchObject({ code: 'conflict' });
  await models.remove('small');
  expect(readdirSync(folder)).toEqual([]);
  await expect(models.remove('nobody')).rejects.toMatchObject({ code: 'not-found' });
  const types = ['download.*'];
  expect(log.list({ types }).map(({ type }) => type)).toEqual([
    'download.started',
    'download.completed',
    'download.removed',
  ]);
});

test('the first model for the chat plans as soon as it is here; a later one, and one that only hears, do not [UI-01, UI-02]', async () => {
  const server = await serve(file());
  const used: string[] = [];
  const planning = { isSetUp: () => used.length > 0, use: async (model: string) => void used.push(model) };
  const speech: LocalModelEntry = { ...entry(server.url), id: 'ears', kind: 'speech' };
  const opened = open([speech, entry(server.url), { ...entry(server.url), id: 'second' }], { planning });
  const { models, log } = opened;
  const stateOf = async (id: string) => (await models.list()).models.find((model) => model.id === id)?.state;
  for (const id of ['ears', 'small', 'second']) {
    await expect(models.use(id)).rejects.toThrow('is not here yet');
    await models.download(id);
    await vi.waitFor(async () => expect(await stateOf(id)).toBe('ready'), { timeout: 20_000 });
  }
  await vi.waitFor(() => expect(log.list({ types: ['download.completed'] })).toHaveLength(3));
  expect(used).toEqual(['small/model']);
  const told = log.list({ types: ['download.completed'] }).map(({ payload }) => (payload as { plans?: true }).plans);
  expect(told).toEqual([undefined, true, undefined]);
  await models.use('second');
  expect(used).toEqual(['small/model', 'second/model']);
  await expect(models.use('ears')).rejects.toThrow('Small cannot be talked with');
});

test('paused it keeps what came, and goes on from there also after a restart of the engine', async () => {
  const server = await serve(partly(1_000_000));
  const opened = open([entry(server.url)]);
  const { models, log, parts } = opened;
  await models.download('small');
  await receive(opened, 1_000_000);
  const paused = await models.pause('small');
  expect(paused).toMatchObject({ state: 'paused', received: 1_000_000, size: bytes.length });
  await expect(models.pause('small')).rejects.toMatchObject({ code: 'conflict' });
  server.answer = partly(2_000_000);
  await models.resume('small');
  await receive(opened, 2_000_000);
  expect(server.seen.at(-1)).toEqual({ range: 'bytes=1000000-', ifRange: '"one"' });
  // The engine ends in the middle; the next one goes on by itself.
  await models.close();
  server.answer = file();
  const next = open([entry(server.url)], { folder: parts.folder });
  next.models.start();
  await become(next, 'ready');
  expect(server.seen.at(-1)).toEqual({ range: 'bytes=2000000-', ifRange: '"one"' });
  expect(readFileSync(join(parts.folder, 'small', 'model.gguf')).equals(bytes)).toBe(true);
  expect(log.list({ types: ['download.paused'] })).toHaveLength(1);
});

test('a connection that is cut or falls silent is made again, from where it broke', async () => {
  const server = await serve(partly(1_000_000, { cut: true }));
  const pauses: number[] = [];
  const pause: LocalModelParts['pause'] = async (ms) => {
    pauses.push(ms);
    server.answer = pauses.length === 1 ? partly(2_000_000) : file();
  };
  const opened = open([entry(server.url)], { pause, idleMs: 500 });
  await opened.models.download('small');
  await become(opened, 'ready');
  // A connection that is cut may take the last bytes with it.
  expect(server.seen[1]?.range).toMatch(/^bytes=[1-9]\d+-$/);
  expect(server.seen.some(({ range }) => range === 'bytes=2000000-')).toBe(true);
  expect(readFileSync(join(opened.folder, 'small', 'model.gguf')).equals(bytes)).toBe(true);
  expect(pauses[0]).toBe(1000);
});

test('a server that does not answer is given up after some tries, says why, and can be tried again', async () => {
  const server = await serve((_, response) => void response.writeHead(503).end());
  const opened = open([entry(server.url)]);
  await opened.models.download('small');
  await become(opened, 'failed');
  expect(server.seen).toHaveLength(5);
  const { failure } = (await opened.models.list()).models[0] ?? {};
  expect(failure).toMatchObject({ code: 'network', message: expect.stringContaining('answered with status 503') });
  server.answer = (_, response) => void response.writeHead(404).end();
  await opened.models.resume('small');
  await vi.waitFor(() => expect(server.seen).toHaveLength(6));
  await become(opened, 'failed');
  server.answer = file();
  await opened.models.resume('small');
  await become(opened, 'ready');
});

test('another version on the server, or one without ranges, is fetched from its beginning', async () => {
  const other = randomBytes(bytes.length);
  const server = await serve(partly(1_000_000));
  const hash = createHash('sha256').update(other).digest('hex');
  const opened = open([entry(server.url, { sha256: hash })]);
  await opened.models.download('small');
  await receive(opened, 1_000_000);
  await opened.models.pause('small');
  server.answer = file({ etag: '"two"', content: other });
  await opened.models.resume('small');
  await become(opened, 'ready');
  expect(readFileSync(join(opened.folder, 'small', 'model.gguf')).equals(other)).toBe(true);

  const plain = await serve(partly(1_000_000));
  const second = open([entry(plain.url)]);
  await second.models.download('small');
  await receive(second, 1_000_000);
  await second.models.pause('small');
  plain.answer = file({ hasRanges: false });
  await second.models.resume('small');
  await become(second, 'ready');
  expect(readFileSync(join(second.folder, 'small', 'model.gguf')).equals(bytes)).toBe(true);
});

test('another hash is refused with both, and what came is kept apart; another size is not even fetched', async () => {
  const server = await serve(file());
  const wrong = 'ab'.repeat(32);
  const opened = open([entry(server.url, { sha256: wrong })]);
  await opened.models.download('small');
  await become(opened, 'refused');
  const [model] = (await opened.models.list()).models;
  expect(model?.failure).toMatchObject({ details: { expected: wrong, found: sha256 } });
  expect(readdirSync(join(opened.folder, 'small')).toSorted()).toEqual(['model.gguf.refused', 'model.json']);

  const larger = open([entry(server.url, { bytes: bytes.length + 1 })]);
  await larger.models.download('small');
  await become(larger, 'failed');
  expect((await larger.models.list()).models[0]).toMatchObject({ received: 0, failure: { code: 'conflict' } });
});

test('without room on the disk nothing is fetched; cancelled, the part is gone; the second waits for the first', async () => {
  const server = await serve(partly(1_000_000));
  const full = open([entry(server.url)], { free: async () => 1_000_000 });
  await full.models.download('small');
  await become(full, 'failed');
  expect((await full.models.list()).models[0]?.failure).toMatchObject({
    code: 'storage',
    message: expect.stringMatching(/no room for it: \d+ MB more are needed/),
  });
  const opened = open([entry(server.url), { ...entry(server.url), id: 'second' }]);
  await opened.models.download('small');
  await receive(opened, 1_000_000);
  expect((await opened.models.download('second')).state).toBe('waiting');
  await opened.models.remove('second');
  await opened.models.remove('small');
  expect(readdirSync(opened.folder)).toEqual([]);
});

test('one of your own: by its address, with or without a hash; in use it is not removed, unless Heron runs it and is told to let it go', async () => {
  const server = await serve(file());
  const uses: ModelUse[] = [];
  const letGo = vi.fn(async () => void uses.splice(0));
  const opened = open([], { usesOf: () => uses, letGo });
  const { models } = opened;
  await expect(models.add({ address: `${server.url}/`, kind: 'chat' })).rejects.toMatchObject({
    code: 'invalid-input',
  });
  const own = await models.add({ address: `${server.url}/files/My%20Model-Q4.GGUF?download=true`, kind: 'chat' });
  expect(own).toMatchObject({ id: 'my-model-q4', isOwn: true, state: 'absent', files: [{ name: 'My_Model-Q4.GGUF' }] });
  await expect(models.add({ address: `${server.url}/my-model-q4.gguf`, kind: 'chat' })).rejects.toMatchObject({
    code: 'already-exists',
  });
  const several = await models.add({
    ...{ address: `${server.url}/en/encoder.onnx`, kind: 'wake-word' as const },
    others: [`${server.url}/en/decoder.onnx`, `${server.url}/en/tokens.txt`],
  });
  expect(several.files.map(({ name }) => name)).toEqual(['encoder.onnx', 'decoder.onnx', 'tokens.txt']);
  const twice = { address: `${server.url}/a/x.onnx`, kind: 'wake-word' as const, others: [`${server.url}/b/x.onnx`] };
  await expect(models.add(twice)).rejects.toThrow('called x.onnx');
  await expect(models.add({ ...twice, others: [`${server.url}/b/`] })).rejects.toThrow('/b/ does not end');
  await models.remove(several.id);
  expect(opened.log.list({ types: ['download.added'] })[0]?.payload).toMatchObject({ modelId: 'my-model-q4' });
  await models.download(own.id);
  await become(opened, 'ready');
  // Nobody vouched for it: what came is what it is from now on.
  expect((await models.list()).models[0]?.found).toEqual([{ name: 'My_Model-Q4.GGUF', sha256, bytes: bytes.length }]);
  uses.push({ words: 'ollama/my-model-q4 in Settings, Models', canLetGo: false });
  const refused = { code: 'conflict', details: { usedBy: ['ollama/my-model-q4 in Settings, Models'] } };
  await expect(models.remove(own.id)).rejects.toMatchObject(refused);
  await expect(models.remove(own.id, true)).rejects.toMatchObject(refused);
  expect((await models.list()).models[0]).not.toHaveProperty('canLetGo');
  uses.splice(0, 1, { words: 'local/my-model-q4/My_Model-Q4 in Settings, Models', canLetGo: true });
  expect((await models.list()).models[0]).toMatchObject({ canLetGo: true });
  await expect(models.remove(own.id)).rejects.toMatchObject({ code: 'conflict' });
  await models.remove(own.id, true);
  expect(letGo).toHaveBeenCalledExactlyOnceWith([join(opened.folder, own.id, 'My_Model-Q4.GGUF')]);
  expect((await models.list()).models).toEqual([]);
});
