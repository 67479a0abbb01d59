import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { contract } from '../../contract/index.ts';
import type { AnyEvent } from '../../contract/events.ts';
import { EngineGone, EntryRefused } from './channel.ts';
import { type Connection, createConnection } from './connection.ts';
import { failureOf } from './failure.ts';
import { followEvents } from './follow-events.ts';
import { isLoopback, socketChannel, whyNoSocket } from './socket-channel.ts';

/** An engine with a log and nothing else, on a port it keeps over restarts. */
function createLogServer() {
  const log: AnyEvent[] = [];
  const watchers = new Set<(event: AnyEvent) => void>();
  const os = implement(contract);
  const router = {
    events: {
      list: os.events.list.handler(({ input }) => ({
        events: log.filter((event) => Number(event.seq) > input.after).slice(0, input.limit),
        lastSeq: log.length,
      })),
      watchGathered: os.events.watchGathered.handler(async function* ({ input, signal }) {
        const queue = log.filter((event) => Number(event.seq) > (input.after ?? log.length));
        let wake = (): void => {};
        const add = (event: AnyEvent): void => {
          queue.push(event);
          wake();
        };
        watchers.add(add);
        signal?.addEventListener('abort', () => wake());
        for (;;) {
          if (signal?.aborted) break;
          const events = queue.splice(0);
          if (events.length > 0) yield events;
          else await new Promise<void>((resolve) => (wake = resolve));
        }
        watchers.delete(add);
      }),
    },
    settings: {
      get: os.settings.get.handler(({ errors }) => {
        throw errors.FAILURE({ data: { code: 'storage', message: 'The disk is full' } });
      }),
    },
  };
  let server: WebSocketServer | undefined;
  let port = 0;
  return {
    log,
    url: () => `ws://127.0.0.1:${port}/rpc`,
    watching: () => watchers.size,
    append(type: 'run.started' | 'worker.unloaded'): void {
      const event: AnyEvent = {
        id: `evt_${String(log.length + 1).padStart(26, '0')}`,
        seq: log.length + 1,
        at: 0,
        type,
        version: 1,
        scope: {},
        traceId: 'test',
        payload: {},
      };
      log.push(event);
      for (const watcher of watchers) watcher(event);
    },
    async start(): Promise<void> {
      const handler = new RPCHandler(router);
      server = new WebSocketServer({ host: '127.0.0.1', port });
      server.on('connection', (socket) => void handler.upgrade(socket));
      await new Promise((resolve) => server?.once('listening', resolve));
      const address = server.address();
      if (typeof address === 'object' && address) port = address.port;
    },
    cut(): void {
      for (const socket of server?.clients ?? []) socket.terminate();
    },
    /** As an engine does that is closed, or, with no code, one that is killed. */
    async stop(code?: number): Promise<void> {
      for (const socket of server?.clients ?? []) {
        if (code === undefined) socket.terminate();
        else socket.close(code);
      }
      await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
      server = undefined;
    },
  };
}

const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function startServer() {
  const server = createLogServer();
  await server.start();
  closing.push(server.stop);
  return server;
}

function open(url: string, patienceMs?: number): Connection {
  const connection = createConnection({ open: socketChannel({ url }), pause: { first: 5, longest: 20 }, patienceMs });
  closing.push(connection.close);
  return connection;
}

function follow(connection: Connection, onOtherLog = () => {}): AnyEvent[] {
  const seen: AnyEvent[] = [];
  const { client, whenOnline } = connection;
  const following = new AbortController();
  closing.push(() => following.abort());
  const onEvent = (event: AnyEvent): void => void seen.push(event);
  followEvents({ client, whenOnline, onEvent, onOtherLog, signal: following.signal }).catch(() => {});
  return seen;
}

const seqs = (events: AnyEvent[]) => events.map((event) => event.seq);

test('what happened before the window opened is not followed, what happens after is', async () => {
  const server = await startServer();
  server.append('run.started');
  const seen = follow(open(server.url()));
  await expect.poll(server.watching).toBe(1);
  server.append('run.started');
  await expect.poll(() => seqs(seen)).toEqual([2]);
});

test('events of the time without a connection arrive after it, once each and in order', async () => {
  const server = await startServer();
  const connection = open(server.url());
  const seen = follow(connection);
  await expect.poll(server.watching).toBe(1);
  server.append('run.started');
  await expect.poll(() => seqs(seen)).toEqual([1]);
  for (let round = 0; round < 3; round += 1) {
    await server.stop();
    await expect.poll(() => connection.state.getState().phase).toBe('offline');
    server.append('run.started');
    server.append('run.started');
    await server.start();
    await expect.poll(() => connection.state.getState().phase).toBe('online');
    server.append('worker.unloaded');
  }
  await expect.poll(() => seen.length).toBe(10);
  expect(seqs(seen)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(connection.state.getState().opened).toBe(4);
});

test('a call made while offline is answered once the engine is back', async () => {
  const server = await startServer();
  const connection = open(server.url());
  await connection.whenOnline();
  await server.stop();
  await expect.poll(() => connection.state.getState().phase).toBe('offline');
  const answer = connection.client.events.list({});
  await server.start();
  expect((await answer).lastSeq).toBe(0);
});

test('a call that waits too long fails and says that nothing was sent', async () => {
  const server = await startServer();
  const url = server.url();
  await server.stop();
  const error: unknown = await open(url, 30)
    .client.events.list({})
    .catch((reason: unknown) => reason);
  expect(failureOf(error)).toEqual({ code: 'network', message: expect.stringContaining('Nothing was sent') });
});

test("the engine's own words reach the screen", async () => {
  const server = await startServer();
  const error: unknown = await open(server.url())
    .client.settings.get({})
    .catch((reason: unknown) => reason);
  expect(failureOf(error)).toEqual({ code: 'storage', message: 'The disk is full' });
});

test('a call under way when the connection breaks fails instead of hanging', async () => {
  const server = await startServer();
  const connection = open(server.url());
  const stream = await connection.client.events.watchGathered({});
  const next = stream.next().catch((reason: unknown) => reason);
  await expect.poll(server.watching).toBe(1);
  await server.stop();
  expect(failureOf(await next)).toEqual({ code: 'network', message: expect.stringContaining('lost') });
});

test('an engine that refuses this page says why', async () => {
  const refused = socketChannel({
    url: 'ws://127.0.0.1:1/rpc',
    askWhy: async () => new EntryRefused('The session has ended'),
  });
  const connection = createConnection({ open: refused, pause: { first: 5, longest: 5 } });
  closing.push(connection.close);
  await expect.poll(() => connection.state.getState().refusal).toBe('The session has ended');
  expect(connection.state.getState().phase).toBe('offline');
});

test('an engine that comes back with a shorter log is told apart from the one that went', async () => {
  const server = await startServer();
  server.append('run.started');
  server.append('run.started');
  const connection = open(server.url());
  let others = 0;
  follow(connection, () => (others += 1));
  await expect.poll(server.watching).toBe(1);
  await server.stop();
  server.log.length = 1;
  await server.start();
  await expect.poll(() => others).toBe(1);
});

test('a socket that is cut, an engine that was closed and one that ended without a word are told apart', async () => {
  const server = await startServer();
  const here = server.url().replace('ws:', 'http:');
  const askWhy = () => whyNoSocket(here, true);
  const connection = createConnection({
    open: socketChannel({ url: server.url(), askWhy }),
    pause: { first: 5, longest: 20 },
  });
  closing.push(connection.close);
  const { getState } = connection.state;
  const seen = new Set<unknown>();
  connection.state.subscribe(({ gone }) => seen.add(gone));
  await connection.whenOnline();
  server.cut();
  await expect.poll(() => getState().opened).toBe(2);
  expect([...seen]).toEqual([undefined]);
  await server.stop(1001);
  await expect.poll(() => getState()).toMatchObject({ phase: 'offline', gone: 'closed' });
  await expect.poll(() => getState().tries).toBeGreaterThan(2);
  expect(getState().gone).toBe('closed');
  await server.start();
  await expect.poll(() => getState()).toMatchObject({ phase: 'online', tries: 0, isBackFromCrash: false });
  await server.stop();
  await expect.poll(() => getState()).toMatchObject({ phase: 'offline', gone: 'crashed' });
  // From another machine nobody can tell an engine that ended from a network that is gone.
  expect(await whyNoSocket(here, false)).toBeUndefined();
  await server.start();
  await expect.poll(() => getState()).toMatchObject({ phase: 'online', gone: undefined, isBackFromCrash: true });
  connection.forgetCrash();
  expect(getState().isBackFromCrash).toBe(false);
});

test('a crash is still known after a try that failed in another way, as when the engine comes back between two questions', async () => {
  const tries: (Error | undefined)[] = [undefined, new EngineGone(), new Error('No answer'), undefined];
  let cut = (): void => {};
  const connection = createConnection({
    open: () => {
      const failure = tries.shift();
      if (failure) return Promise.reject(failure);
      const closed = new Promise<'cut'>((resolve) => (cut = () => resolve('cut')));
      return Promise.resolve({
        link: { call: () => Promise.reject(new Error('Nobody is there')) },
        closed,
        close: cut,
      });
    },
    pause: { first: 5, longest: 5 },
  });
  closing.push(connection.close);
  await connection.whenOnline();
  cut();
  await expect.poll(() => connection.state.getState()).toMatchObject({ opened: 2, gone: undefined });
  expect(connection.state.getState().isBackFromCrash).toBe(true);
});

test('only names and addresses of this machine are of this machine', () => {
  expect(['localhost', '127.0.0.1', '127.1.2.3', '[::1]'].every(isLoopback)).toBe(true);
  expect(['localhost.example.com', '192.168.1.2', '127.0.0.1.nip.io'].some(isLoopback)).toBe(false);
});
