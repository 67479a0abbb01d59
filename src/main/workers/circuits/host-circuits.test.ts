import type { RequestListener } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { CircuitSettings } from '../../../contract/circuits.ts';
import { HeronError } from '../../base/errors.ts';
import { type FakeBroker, startFakeBroker } from '../broker/fake-broker.ts';
import { type FakeServer, fetchText, openUrl, startFakeServer } from '../broker/network/fake-server.ts';

const rules: Partial<CircuitSettings> = { leastCalls: 4, windowCalls: 6, openMs: 5000, probes: 1 };

let now = Date.now();

function open(circuit = rules): FakeBroker {
  const broker = startFakeBroker({
    allow: [
      { capability: 'net', target: '127.0.0.1' },
      { capability: 'net', target: 'localhost' },
    ],
    clock: () => now,
    circuit,
  });
  onTestFinished(() => broker.end());
  return broker;
}

async function serve(answer: RequestListener): Promise<FakeServer> {
  const server = await startFakeServer(answer);
  onTestFinished(() => server.end());
  return server;
}

const get = (broker: FakeBroker, url: string): Promise<string> => fetchText(broker.open(), url);
const told = (broker: FakeBroker): string[] => broker.news.map(({ type }) => type);

test('a call knows whether a host keeps it waiting, so that its worker is not blamed [OR-17]', async () => {
  const broker = open();
  const asked = Promise.withResolvers<void>();
  const server = await serve(() => asked.resolve());
  const session = broker.open();
  expect(session.awaitsHost()).toBe(false);
  const answer = fetchText(session, server.url);
  await asked.promise;
  expect(session.awaitsHost()).toBe(true);
  await session.close();
  await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
});

describe('a network host', () => {
  test('that answers 503 is left alone, tried again after its time, and then asked as before [OR-17]', async () => {
    const broker = open();
    let status = 503;
    const server = await serve((_request, response) => void response.writeHead(status).end('hello'));
    const host = `127.0.0.1:${server.port}`;
    for (let asked = 0; asked < 4; asked += 1) await get(broker, server.url);
    await expect(get(broker, server.url)).rejects.toMatchObject({
      code: 'circuit-open',
      message: `${host} is left alone for now: 4 of its last 4 calls failed. The next call is tried in 5 s. Its last error was: ${host} answered with the status 503`,
      details: { host, retryAfterMs: 5020, triesAt: now + 5000, lastError: { code: 'network' } },
    });
    expect(server.seen).toHaveLength(4);
    expect(broker.hosts.list()).toMatchObject([{ host, state: 'open', calls: 4, faults: 4, triesAt: now + 5000 }]);
    expect(broker.news).toMatchObject([
      { type: 'host.circuitOpened', payload: { host, calls: 4, faults: 4, error: { code: 'network' } } },
    ]);
    now += 5000;
    await get(broker, server.url);
    expect(broker.hosts.list()).toMatchObject([{ state: 'open', triesAt: now + 5000 }]);
    status = 200;
    now += 5000;
    expect(await get(broker, server.url)).toBe('hello');
    expect(broker.hosts.list()).toEqual([]);
    expect(told(broker)).toEqual([
      'host.circuitOpened',
      'host.circuitHalfOpened',
      'host.circuitOpened',
      'host.circuitHalfOpened',
      'host.circuitClosed',
    ]);
  });

  test('that cannot be reached is left alone, and another port of it is not', async () => {
    const broker = open();
    const gone = await startFakeServer(() => undefined);
    gone.end();
    const server = await serve((_request, response) => void response.end('hello'));
    for (let asked = 0; asked < 4; asked += 1) {
      await expect(get(broker, gone.url)).rejects.toMatchObject({ code: 'network' });
    }
    await expect(get(broker, gone.url)).rejects.toMatchObject({ code: 'circuit-open' });
    expect(await get(broker, server.url)).toBe('hello');
  });

  test('is tried at once when a person says so', async () => {
    const broker = open();
    let status = 500;
    const server = await serve((_request, response) => void response.writeHead(status).end());
    const host = `127.0.0.1:${server.port}`;
    for (let asked = 0; asked < 4; asked += 1) await get(broker, server.url);
    status = 200;
    expect(broker.hosts.tryNow(host)).toBe('half-open');
    await get(broker, server.url);
    expect(broker.hosts.tryNow(host)).toBe('closed');
    expect(broker.news).toMatchObject([{}, { type: 'host.circuitHalfOpened', payload: { host, by: 'person' } }, {}]);
    expect(broker.hosts.tryNow('example.org')).toBe('closed');
  });

  test.each([
    ['is asked for what is not there', 404],
    ['wants fewer requests', 429],
    ['refuses', 403],
    ['does not know how', 501],
  ])('that %s is not to blame', async (_name, status) => {
    const broker = open();
    const server = await serve((_request, response) => void response.writeHead(status).end());
    for (let asked = 0; asked < 8; asked += 1) await get(broker, server.url);
    expect(broker.news).toEqual([]);
  });

  test('is not to blame for who says no, for a call that is cancelled, and for a name that leads nowhere', async () => {
    const broker = open({ ...rules, leastCalls: 1, errorPercent: 1 });
    const server = await serve(() => undefined);
    const denied = server.url.replace('127.0.0.1', '127.0.0.2');
    await expect(get(broker, denied)).rejects.toMatchObject({ code: 'permission-denied' });
    const stop = new AbortController();
    const cancelled = openUrl(broker.open(stop.signal), server.url);
    while (server.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort(new HeronError('cancelled', 'enough'));
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    const lost = startFakeBroker({
      allow: [{ capability: 'net', target: 'nowhere.example' }],
      circuit: { leastCalls: 1, errorPercent: 1 },
      lookUp: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })),
    });
    onTestFinished(() => lost.end());
    await expect(get(lost, 'http://nowhere.example')).rejects.toMatchObject({ code: 'network' });
    expect([...broker.news, ...lost.news]).toEqual([]);
  });

  test('that keeps a call waiting until its time is over is at fault', async () => {
    const broker = open({ ...rules, leastCalls: 1 });
    const server = await serve(() => undefined);
    const stop = new AbortController();
    const slow = openUrl(broker.open(stop.signal), server.url);
    while (server.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    now += 60_000;
    stop.abort(new HeronError('timeout', 'was not done in time'));
    await expect(slow).rejects.toMatchObject({ code: 'timeout' });
    expect(broker.hosts.list()).toMatchObject([
      { lastError: { code: 'timeout', message: `127.0.0.1:${server.port} did not answer within 60000 ms` } },
    ]);
  });

  test('while it is tried, other requests wait for what comes of it', async () => {
    const broker = open();
    let isBroken = true;
    const server = await startFakeServer((_request, response) => {
      if (isBroken) response.writeHead(502).end();
      else setTimeout(() => response.end('hello'), 50);
    });
    onTestFinished(() => server.end());
    for (let asked = 0; asked < 4; asked += 1) await get(broker, server.url);
    isBroken = false;
    now += 5000;
    expect(await Promise.all([1, 2, 3].map(() => get(broker, server.url)))).toEqual(['hello', 'hello', 'hello']);
    expect(told(broker)).toEqual(['host.circuitOpened', 'host.circuitHalfOpened', 'host.circuitClosed']);
  });

  test('a redirect is counted where it leads', async () => {
    const broker = open();
    const broken = await serve((_request, response) => void response.writeHead(503).end());
    const server = await serve((_request, response) => void response.writeHead(302, { location: broken.url }).end());
    for (let asked = 0; asked < 4; asked += 1) await get(broker, server.url);
    await expect(get(broker, server.url)).rejects.toMatchObject({ code: 'circuit-open' });
    expect(broker.hosts.list().map(({ host }) => host)).toEqual([`127.0.0.1:${broken.port}`]);
    expect(server.seen).toHaveLength(5);
  });

  test('what is waited for with nobody there any more is given up', async () => {
    const broker = open({ ...rules, leastCalls: 1 });
    let isBroken = true;
    const server = await serve((_request, response) => {
      if (isBroken) response.writeHead(500).end();
    });
    await get(broker, server.url);
    isBroken = false;
    now += 5000;
    const session = broker.open();
    const probe = openUrl(session, server.url).catch((error: HeronError) => error.code);
    while (server.seen.length < 2) await new Promise((resolve) => setImmediate(resolve));
    const stop = new AbortController();
    const waiting = openUrl(broker.open(stop.signal), server.url);
    stop.abort(new HeronError('cancelled', 'enough'));
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await session.close();
    expect(await probe).toBe('cancelled');
    expect(broker.hosts.list()).toMatchObject([{ state: 'half-open' }]);
  });
});
