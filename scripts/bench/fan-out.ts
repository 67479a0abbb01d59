import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { WebSocket, WebSocketServer } from 'ws';
import { createAccessTokens } from '../../src/main/gateway/access-tokens.ts';
import { createGateway } from '../../src/main/gateway/gateway.ts';
import { createRemoteEngine, type RemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { type BenchEngine, openBenchEngine } from './bench-engine.ts';
import { type Figure, figure } from './figure.ts';

const rounds = 5;

/** Durable events to 1, 10 and 100 watching clients over WebSockets, against the same bytes over bare WebSockets. */
export async function measureFanOut(): Promise<Figure[]> {
  const bench = await openBenchEngine();
  const { engine } = bench;
  const gateway = createGateway({
    router: engine.handlers,
    tokens: createAccessTokens({ clock: Date.now, randomToken: () => randomBytes(32).toString('base64url') }),
    clock: Date.now,
    logger: engine.logger,
    version: '0.1.0',
  });
  const socket = join(bench.folder, 'bench.sock');
  await gateway.listenOnSocket(socket);
  try {
    const figures: Figure[] = [];
    for (const clients of [1, 10, 100]) {
      const count = clients === 100 ? 500 : 2000;
      const rates = await engineRates(bench, socket, clients, count);
      const floor = await bareRates(clients, count);
      figures.push(
        figure(`events to ${clients} client${clients === 1 ? '' : 's'}`, 'events/s', rates, {
          isRate: true,
          floor: { name: 'bare WebSocket', values: floor },
        }),
      );
    }
    return figures;
  } finally {
    await gateway.close();
    await bench.close();
  }
}

async function engineRates(bench: BenchEngine, socket: string, clients: number, count: number): Promise<number[]> {
  const remotes = Array.from({ length: clients }, () => createRemoteEngine(socket));
  const rates: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const after = bench.engine.events.lastSeq();
    const watching = remotes.map((remote) => receive(remote, after, count));
    await Promise.all(watching.map(({ isWatching }) => isWatching));
    const begun = performance.now();
    for (let sent = 0; sent < count; sent += 50) {
      await bench.engine.events.append(
        Array.from({ length: 50 }, () => ({
          type: 'worker.stopped',
          scope: { workerId: 'echo-node' },
          payload: { reason: 'bench' },
        })),
      );
    }
    await Promise.all(watching.map(({ done }) => done));
    rates.push((count / (performance.now() - begun)) * 1000);
  }
  for (const remote of remotes) remote.close();
  return rates;
}

function receive(
  remote: RemoteEngine,
  after: number,
  count: number,
): { isWatching: Promise<void>; done: Promise<void> } {
  const opened = remote.client().then((client) => client.events.watch({ after, types: ['worker.stopped'] }));
  const done = opened.then(async (events) => {
    let received = 0;
    for await (const event of events) {
      received += event.type === 'worker.stopped' ? 1 : 0;
      if (received === count) return;
    }
  });
  return { isWatching: opened.then(() => {}), done };
}

/** The same number of messages of the same size, written by a loop. */
async function bareRates(clients: number, count: number): Promise<number[]> {
  const server = createServer();
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const open = await Promise.all(Array.from({ length: clients }, () => connect(port)));
  const message = JSON.stringify({
    i: '1',
    t: 1,
    p: {
      d: {
        json: {
          id: `evt_${'0'.repeat(26)}`,
          seq: 1,
          at: Date.now(),
          type: 'worker.stopped',
          version: 1,
          scope: { workerId: 'echo-node' },
          traceId: 'engine',
          payload: { reason: 'bench' },
        },
      },
    },
  });
  const rates: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const received = Promise.all(open.map((socket) => countMessages(socket, count)));
    const begun = performance.now();
    for (let sent = 0; sent < count; sent += 1) {
      for (const socket of sockets.clients) socket.send(message);
      if (sent % 50 === 49) await new Promise((resolve) => setImmediate(resolve));
    }
    await received;
    rates.push((count / (performance.now() - begun)) * 1000);
  }
  for (const socket of open) socket.terminate();
  sockets.close();
  server.close();
  return rates;
}

function connect(port: number): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Reads each message as JSON, as a client must. */
function countMessages(socket: WebSocket, count: number): Promise<void> {
  return new Promise((resolve) => {
    let received = 0;
    const listen = (data: Buffer): void => {
      JSON.parse(data.toString());
      received += 1;
      if (received < count) return;
      socket.off('message', listen);
      resolve();
    };
    socket.on('message', listen);
  });
}
