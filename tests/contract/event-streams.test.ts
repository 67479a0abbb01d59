import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket, type RawData } from 'ws';
import { watchEvents } from '../../src/contract/watch-events.ts';
import type { Gateway } from '../../src/main/gateway/gateway.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { createTestEngine, type TestEngine } from './test-engine.ts';
import { testGateway } from './transports.ts';

let engine: TestEngine;
let gateway: Gateway;
let path: string;

beforeEach(() => {
  engine = createTestEngine();
  path = join(engine.folder, 'engine.sock');
});
afterEach(async () => {
  await gateway.close();
  await engine.close();
});

const text = (data: RawData): string => (data as Buffer).toString();

/** A wire in front of the engine that can be cut in the middle of a message. */
function cuttableWire(target: string) {
  const open = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connect(target);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      socket.on('error', () => socket.destroy());
    }
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  return {
    listen: (at: string) => new Promise<void>((resolve) => server.listen(at, resolve)),
    cut: () => open.forEach((socket) => socket.destroy()),
    close: () => new Promise<unknown>((resolve) => (open.forEach((socket) => socket.destroy()), server.close(resolve))),
  };
}

test('a connection cut fifty times in a stream of events loses none and repeats none [GW-06]', async () => {
  const total = 4000;
  const cuts = 50;
  ({ gateway } = testGateway(engine));
  await gateway.listenOnSocket(path);
  const wire = cuttableWire(path);
  const wirePath = join(engine.folder, 'wire.sock');
  await wire.listen(wirePath);
  const remote = createRemoteEngine(wirePath);
  const stopped = new AbortController();
  let made = 0;
  const breaks: unknown[] = [];

  const events = watchEvents({
    open: async (after) => (await remote.client()).events.watch({ after }, { signal: stopped.signal }),
    after: 0,
    sleep: () => sleep(1),
    signal: stopped.signal,
    onBreak: (error) => breaks.push(error),
  });
  const seen: number[] = [];
  const appending = (async () => {
    while (breaks.length < cuts || seen.length < total) {
      await engine.append(20);
      // So that there is something left to send after every cut.
      while (engine.log.lastSeq() - seen.length > 40) await sleep(1);
    }
    stopped.abort();
  })();

  for await (const event of events) {
    seen.push(event.seq ?? 0);
    // What was received before a cut is still given out after it, so a cut counts when the break has been noticed.
    if (made < cuts && made === breaks.length) {
      made += 1;
      wire.cut();
    }
  }
  await appending;
  remote.close();
  await wire.close();
  expect(breaks.length).toBe(cuts);
  expect(seen.length).toBeGreaterThanOrEqual(total);
  expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => index + 1));
});

test('a reader that stands still and goes on later loses nothing', async () => {
  const bufferedBytes = 64 * 1024;
  ({ gateway } = testGateway(engine, { webSockets: { bufferedBytes } }));
  await gateway.listenOnSocket(path);
  const socket = new WebSocket('ws://heron/rpc', { createConnection: () => connect(path) });
  await new Promise((resolve) => socket.once('open', resolve));
  const seen: number[] = [];
  socket.on('message', (data) => {
    const event = (JSON.parse(text(data)) as { p?: { d?: { json?: { seq?: number } } } }).p?.d?.json;
    if (event?.seq !== undefined) seen.push(event.seq);
  });
  socket.send(JSON.stringify({ i: '1', p: { u: '/events/watch', b: { json: { after: 0 } } } }));
  await expect.poll(engine.watchers).toBe(1);

  socket.pause();
  for (let page = 0; page < 20; page += 1) await engine.append(500);
  const standing = seen.length;
  expect(standing).toBeLessThan(10_000);
  socket.resume();
  await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(10_000);
  socket.close();
  expect(seen).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 1));
});

test('a caller that answers no ping is cut off', async () => {
  ({ gateway } = testGateway(engine, { webSockets: { pingMs: 20 } }));
  await gateway.listenOnSocket(path);
  const socket = new WebSocket('ws://heron/rpc', { createConnection: () => connect(path), autoPong: false });
  await new Promise((resolve) => socket.once('close', resolve));
  await gateway.idle();
  expect(gateway.connectionCount()).toBe(0);
});

test('a lost connection ends its streams in the engine', async () => {
  ({ gateway } = testGateway(engine));
  await gateway.listenOnSocket(path);
  const remote = createRemoteEngine(path);
  const stream = await (await remote.client()).events.watch({ after: 0 });
  const reading = stream[Symbol.asyncIterator]().next();
  await expect.poll(engine.watchers).toBe(1);
  remote.close();
  await expect(reading).rejects.toThrow(/closed/);
  await expect.poll(engine.watchers).toBe(0);
  await gateway.idle();
});

test('server-sent events carry their place in the log, and a returning reader goes on after it', async () => {
  const started = testGateway(engine);
  gateway = started.gateway;
  const port = await gateway.listenOnPort(0);
  await engine.append(6);
  const read = async (lastEventId: string | undefined, count: number): Promise<string[]> => {
    const headers: Record<string, string> = { authorization: `Bearer ${started.tokens.apiToken}` };
    if (lastEventId) headers['last-event-id'] = lastEventId;
    const response = await fetch(`http://127.0.0.1:${port}/api/events/watch?after=0`, { headers });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const ids: string[] = [];
    let received = '';
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
      received += piece;
      ids.splice(0, ids.length, ...[...received.matchAll(/^id: (.+)$/gm)].map((match) => match[1]!));
      if (ids.length >= count) break;
    }
    return ids.slice(0, count);
  };
  expect(await read(undefined, 4)).toEqual(['1', '2', '3', '4']);
  expect(await read('4', 2)).toEqual(['5', '6']);
});

test('a message nobody can read is dropped and the connection goes on', async () => {
  ({ gateway } = testGateway(engine));
  await gateway.listenOnSocket(path);
  const socket = new WebSocket('ws://heron/rpc', { createConnection: () => connect(path) });
  await new Promise((resolve) => socket.once('open', resolve));
  const answers: string[] = [];
  socket.on('message', (data) => answers.push(text(data)));
  for (const nonsense of ['', '{', '[]', '{"i":"7"}', '{"i":"8","p":{"u":5}}', '{"t":3,"p":null}'])
    socket.send(nonsense);
  socket.send(Buffer.from([255, 254, 0]));
  socket.send(JSON.stringify({ i: '9', p: { u: '/settings/get', b: { json: {} } } }));
  await expect.poll(() => answers.some((answer) => answer.includes('"i":"9"'))).toBe(true);
  socket.close();
});
