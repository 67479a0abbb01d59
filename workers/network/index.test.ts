import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createServer as createWeb, type Server } from 'node:http';
import { type AddressInfo, createServer as createPort } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createSecure } from 'node:tls';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import worker from './index.ts';
import { contains, isPrivate, networkIn, networksHere, ownNetworks } from './own-networks.ts';

const { addresses: ownAddresses, resolve, ping, trace, ports, scan, timing, certificate } = worker.actions;
const has = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;
const hasPing = has('ping', '-V') && has('ping', '-n', '-c', '1', '-W', '2', '127.0.0.1');
const hasSs = has('ss', '-H', '-t', '-l', '-n');
const [hasCurl, hasOpenssl] = [has('curl', '--version'), has('openssl', 'version')];
const hasNmap = has('nmap', '--version') && has('ip', '-j', '-4', 'address');
const hasGetent = has('getent', 'ahosts', 'localhost');

const all = ['getent', 'ping', 'tracepath', 'ss', 'ip', 'curl', 'openssl', 'nmap'];
const allowed = (programs = all) => fakeContext({ allow: { programs } });
const denied = { code: 'permission-denied' };

let web: Server;
let port: number;

beforeAll(async () => {
  web = createWeb((request, response) => {
    if (request.url === '/large') return void response.end(Buffer.alloc(3_000_000));
    response.writeHead(request.url === '/gone' ? 404 : 200).end('hello');
  });
  await new Promise<void>((done) => void web.listen(0, '127.0.0.1', done));
  port = (web.address() as AddressInfo).port;
});
afterAll(() => void web.close());

test.skipIf(!has('ip', '-j', 'address'))(
  'this machine has at least the address that is its own alone [W-08] (skipped without ip)',
  async () => {
    const own = (await ownAddresses({}, allowed())).addresses;
    expect(own).toContainEqual({ address: '127.0.0.1', link: 'lo', version: 4, scope: 'host' });
    const hosts = own.filter(({ scope }) => scope === 'host');
    expect(own.slice(-hosts.length)).toEqual(hosts);
    await expect(ownAddresses({}, allowed([]))).rejects.toMatchObject(denied);
  },
);

describe('resolve', () => {
  test.skipIf(!hasGetent)(
    'a name has addresses, one that nobody has is told [W-08] (skipped without getent)',
    async () => {
      const { addresses } = await resolve({ host: 'localhost' }, allowed());
      expect(addresses.some((address) => address === '127.0.0.1' || address === '::1')).toBe(true);
      await expect(resolve({ host: 'no-such-host.invalid' }, allowed())).rejects.toMatchObject({
        code: expect.stringMatching(/not-found|network/) as string,
      });
    },
  );

  test.each(['-x', '--help', 'a b', '$(id)', '', 'a/b', 'file:///etc/passwd'])(
    '%j is no host, and no program is run',
    async (host) => {
      for (const act of [
        resolve({ host }, allowed([])),
        ping({ host, count: 1 }, allowed([])),
        trace({ host, maxHops: 1 }, allowed([])),
        certificate({ host, port: 1 }, allowed([])),
      ])
        await expect(act).rejects.toMatchObject({ code: 'invalid-input', details: { field: 'host' } });
    },
  );

  test('a program that is not allowed is not run', async () => {
    await expect(resolve({ host: 'localhost' }, allowed([]))).rejects.toMatchObject(denied);
    await expect(ports({}, allowed([]))).rejects.toMatchObject(denied);
    await expect(timing({ url: 'http://localhost/' }, allowed([]))).rejects.toMatchObject(denied);
    await expect(scan({ network: '127.0.0.1', ports: '80' }, allowed([]))).rejects.toMatchObject(denied);
  });
});

const hasTracepath = has('tracepath', '-V');

test.skipIf(!hasTracepath)('the way to a host is traced [W-08] (skipped without tracepath)', async () => {
  const output = await trace({ host: '127.0.0.1', maxHops: 5 }, allowed());
  expect(output).toMatchObject({ host: '127.0.0.1', reached: true, hops: [{ hop: 1, address: '127.0.0.1' }] });
  const nowhere = trace({ host: 'no-such-host.invalid', maxHops: 2 }, allowed());
  await expect(nowhere).rejects.toMatchObject({ code: 'not-found' });
});

test.skipIf(!hasPing)('a host that answers is timed [W-08] (skipped where ping cannot)', async () => {
  const output = await ping({ host: '127.0.0.1', count: 2 }, allowed());
  expect(output).toMatchObject({ address: '127.0.0.1', sent: 2, received: 2 });
  expect(output.meanMs).toBeGreaterThan(0);
  await expect(ping({ host: 'no-such-host.invalid', count: 1 }, allowed())).rejects.toMatchObject({
    details: { host: 'no-such-host.invalid' },
  });
  const context = allowed();
  const { run } = context.shell;
  context.shell.run = async (...given) => {
    const child = await run(...given);
    context.abort();
    return child;
  };
  await expect(ping({ host: '127.0.0.1', count: 20 }, context)).rejects.toThrow();
});

test.skipIf(!hasSs)('what listens is listed, by address, port and program [W-08] (skipped without ss)', async () => {
  const open = createPort();
  await new Promise<void>((done) => void open.listen(0, '0.0.0.0', done));
  const { port: openPort } = open.address() as AddressInfo;
  try {
    const { ports: found } = await ports({}, allowed());
    expect(found.find((one) => one.port === port)).toMatchObject({
      protocol: 'tcp',
      address: '127.0.0.1',
      isPublic: false,
    });
    expect((await ports({ port: openPort }, allowed())).ports).toMatchObject([{ port: openPort, isPublic: true }]);
  } finally {
    await new Promise((done) => open.close(done));
  }
  expect((await ports({ port: openPort }, allowed())).ports).toEqual([]);
});

describe.skipIf(!hasCurl)('timing (skipped without curl)', () => {
  test('each part is counted from the beginning, in order [W-08]', async () => {
    const output = await timing({ url: `http://127.0.0.1:${port}/large` }, allowed());
    expect(output).toMatchObject({
      status: 200,
      address: '127.0.0.1',
      version: 'HTTP/1.1',
      bytes: 3_000_000,
      securedMs: 0,
    });
    expect(output.totalMs).toBeGreaterThanOrEqual(output.firstByteMs);
    expect(output.firstByteMs).toBeGreaterThanOrEqual(output.connectedMs);
    expect((await timing({ url: `http://127.0.0.1:${port}/gone` }, allowed())).status).toBe(404);
  });

  test('what does not answer says why, and files are no web pages', async () => {
    await expect(timing({ url: 'http://127.0.0.1:1/' }, allowed())).rejects.toMatchObject({
      code: 'network',
      message: expect.stringMatching(/connect/i) as string,
    });
    await expect(timing({ url: 'file:///etc/passwd' }, allowed())).rejects.toMatchObject({ code: 'network' });
  });
});

describe.skipIf(!hasOpenssl)('certificate (skipped without openssl)', () => {
  test('whose it is, for which names, until when, and why it is not trusted [W-08]', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-network-')));
    try {
      const files = ['-keyout', join(folder, 'key'), '-out', join(folder, 'cert')];
      const names = ['-subj', '/CN=heron.test/O=Birds', '-addext', 'subjectAltName=DNS:heron.test,IP:127.0.0.1'];
      execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', ...files, ...names], {
        stdio: 'ignore',
      });
      const server = createSecure({ key: readFileSync(join(folder, 'key')), cert: readFileSync(join(folder, 'cert')) });
      await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
      const place = { host: 'localhost', port: (server.address() as AddressInfo).port };
      const output = await certificate(place, allowed());
      server.close();
      expect(output).toMatchObject({ names: ['heron.test', '127.0.0.1'], chain: 1, isTrusted: false });
      expect(output.subject).toBe('CN=heron.test, O=Birds');
      expect(output.daysLeft).toBeGreaterThan(28);
      expect(output.problem).toMatch(/self.signed|mismatch/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('a port without one, and one without anybody', async () => {
    await expect(certificate({ host: '127.0.0.1', port }, allowed())).rejects.toMatchObject({ code: 'network' });
    await expect(certificate({ host: '127.0.0.1', port: 1 }, allowed())).rejects.toMatchObject({ code: 'network' });
  });
});

describe('scan', () => {
  test.skipIf(!hasNmap)('open ports of an own address are found [W-08] (skipped without nmap)', async () => {
    const output = await scan({ network: '127.0.0.1', ports: `1,${port}` }, allowed());
    expect(output.hosts).toMatchObject([{ address: '127.0.0.1', ports: [{ port }] }]);
    const away = scan({ network: '10.255.254.0/24', ports: '80' }, allowed());
    await expect(away).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('not in') as string,
    });
    await expect(scan({ network: '127.0.0.1', ports: '80 --script x' }, allowed())).rejects.toMatchObject({
      details: { field: 'ports' },
    });
  });

  test.each([
    '8.8.8.8',
    '192.168.0.0/16',
    '10.0.0.0/8',
    '172.32.0.1',
    'example.org',
    '-iL /etc/passwd',
    '300.1.1.1',
    '127.0.0.1/33',
  ])('%s is refused before anything is run', async (network) => {
    await expect(scan({ network, ports: '80' }, allowed([]))).rejects.toMatchObject({
      code: 'invalid-input',
      details: { field: 'network' },
    });
  });

  test('where no network is named, it is those the machine is in, each once, and no large or foreign one', () => {
    const told = [
      '192.168.7.20/24',
      '192.168.7.21/24',
      '127.0.0.1/8',
      '172.17.0.1/16',
      '203.0.113.5/24',
      '10.1.2.3/32',
    ];
    const links = told.map((text) => ({ local: text.split('/')[0], prefixlen: Number(text.split('/')[1]) }));
    expect(networksHere(ownNetworks(JSON.stringify([{ addr_info: links }])))).toEqual(['192.168.7.0/24']);
  });

  test('a network is in another, or not', () => {
    const own = ownNetworks('[{"addr_info":[{"family":"inet","local":"192.168.7.20","prefixlen":24}]},{}]');
    const isOwn = (text: string): boolean => own.some((one) => contains(one, networkIn(text)));
    expect(['192.168.7.255', '192.168.7.0/24', '192.168.7.128/25', '192.168.8.1', '192.168.6.0/23'].map(isOwn)).toEqual(
      [true, true, true, false, false],
    );
    expect(['172.31.255.1', '172.15.0.1', '169.254.1.1', '11.0.0.1'].map((text) => isPrivate(networkIn(text)))).toEqual(
      [true, false, true, false],
    );
  });
});
