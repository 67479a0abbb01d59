import type { RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import type { Json } from '../../../src/contract/json.ts';
import { each, everyTier, type Place } from '../case.ts';

const fetchText = '({ value }, { net }) => net.fetch(value.url, value.request).then(({ body }) => textOf(body))';
const shared = { class: 'network', tiers: everyTier, attempt: fetchText, timeoutMs: 8000 } as const;
const denied = { code: 'permission-denied' } as const;
const isPrivate = { code: 'permission-denied', rule: 'private address' } as const;
const invalid = { code: 'invalid-input' } as const;

const hello: RequestListener = (_request, response) => void response.end('hello');
const net = (target: string) => ({ capability: 'net', target }) as const;

/** Every way to write an address that leads inside, though only a host of the outside is allowed. */
const inside = each(
  { ...shared, ends: denied },
  Object.fromEntries(
    [
      ...[
        '127.0.0.1',
        '127.1',
        '2130706433',
        '0x7f000001',
        '0177.0.0.1',
        '0',
        '0.0.0.0',
        'localhost',
        'LOCALHOST.',
        '127.0.0.1.',
      ],
      ...['[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[0:0:0:0:0:ffff:127.0.0.1]', '[64:ff9b::7f00:1]'],
      ...['10.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1', '[fc00::1]', '[fe80::1]', '[fec0::1]', '198.18.0.1'],
      ...[
        '169.254.169.254',
        '2852039166',
        '0xa9fea9fe',
        '0251.0376.0251.0376',
        '169.254.43518',
        '[::ffff:169.254.169.254]',
      ],
      ...[
        '[fd00:ec2::254]',
        '[::ffff:a9fe:a9fe]',
        '169.254.170.2',
        '100.100.100.200',
        '１６９.２５４.１６９.２５４',
        '①②⑦.0.0.1',
      ],
    ].map((host) => [
      `the address ${host}`,
      {
        prepare: (place: Place): Json => (place.allow(net('example.com')), { url: `http://${host}/latest/meta-data/` }),
      },
    ]),
  ),
);

/** Names that are allowed, and lead inside. */
const names = each(
  { ...shared, ends: isPrivate },
  Object.fromEntries(
    [
      ...['127.0.0.1', '10.1.2.3', '169.254.169.254', '0.0.0.0', '::1', 'fd00::1', '::ffff:10.0.0.1', '64:ff9b::a00:1'],
      ...['2002:7f00:1::', 'fe80::1%1', '192.0.0.192', '100.100.100.200'],
    ].map((address) => [
      `a name that leads to ${address}`,
      {
        prepare: (place: Place): Json => {
          place.allow(net('metadata.example.com'));
          place.lookUp(async () => [{ address, family: address.includes(':') ? 6 : 4 }]);
          return { url: 'http://metadata.example.com/' };
        },
      },
    ]),
  ),
);

/** Answers differ from one look-up to the next. */
const rebinding = each(shared, {
  'a name that leads inside from the second look-up on': {
    ends: [{ code: 'network' }, { code: 'timeout' }],
    timeoutMs: 1500,
    prepare: async (place) => {
      const server = await place.serve(hello);
      let looks = 0;
      place.allow(net('rebind.example.com'));
      place.lookUp(async () => {
        looks += 1;
        return [{ address: looks === 1 ? '2606:2800:21f::1' : '127.0.0.1', family: looks === 1 ? 6 : 4 }];
      });
      place.onEnd(() => {
        expect(looks).toBe(1);
        expect(server.seen).toEqual([]);
      });
      return { url: `http://rebind.example.com:${server.port}/` };
    },
  },
  'a name that leads inside and outside at once': {
    ends: [{ code: 'network' }, { code: 'timeout' }],
    timeoutMs: 1500,
    prepare: async (place) => {
      const server = await place.serve(hello);
      place.allow(net('both.example.com'));
      place.lookUp(async () => [
        { address: '127.0.0.1', family: 4 },
        { address: '2606:2800:21f::1', family: 6 },
      ]);
      place.onEnd(() => expect(server.seen).toEqual([]));
      return { url: `http://both.example.com:${server.port}/` };
    },
  },
  'a local name that leads out of this machine': {
    ends: isPrivate,
    prepare: (place) => {
      place.allow(net('app.localhost'));
      place.lookUp(async () => [{ address: '10.0.0.1', family: 4 }]);
      return { url: 'http://app.localhost/' };
    },
  },
  'a name that gives another address for each connection': {
    ends: { gives: 'hello' },
    prepare: async (place) => {
      const server = await place.serve(hello);
      let looks = 0;
      place.allow(net('app.localhost'));
      place.lookUp(async () => [{ address: (looks += 1) === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]);
      place.onEnd(() => expect(looks).toBe(1));
      return { url: `http://app.localhost:${server.port}/` };
    },
  },
});

/** A server that is allowed sends the worker on. */
function redirecting(location: string, status = 302) {
  return async (place: Place): Promise<Json> => {
    const other = await place.serve(hello);
    const server = await place.serve((_request, response) => {
      response.writeHead(status, { location: location.replace('PORT', String(other.port)) }).end();
    });
    place.allow(net('127.0.0.1'));
    place.onEnd(() => expect(other.seen).toEqual([]));
    return { url: server.url };
  };
}

const redirects = each(shared, {
  'a redirect to another name of this machine': { ends: denied, prepare: redirecting('http://localhost:PORT/') },
  'a redirect to this machine by IPv6': { ends: denied, prepare: redirecting('http://[::1]:PORT/') },
  'a redirect to this machine as a number': { ends: denied, prepare: redirecting('http://[::ffff:127.0.0.1]:PORT/') },
  'a redirect into the cloud': { ends: denied, prepare: redirecting('http://169.254.169.254/latest/', 307) },
  'a redirect without a scheme': { ends: denied, prepare: redirecting('//localhost:PORT/', 308) },
  'a redirect to a file': { ends: invalid, prepare: redirecting('file:///etc/passwd') },
  'a redirect to gopher': { ends: invalid, prepare: redirecting('gopher://127.0.0.1:PORT/_x') },
  'a redirect to data': { ends: invalid, prepare: redirecting('data:text/plain,x') },
  'a redirect with a password': { ends: invalid, prepare: redirecting('http://user:secret@127.0.0.1:PORT/') },
  'a redirect to a port that is not for the web': {
    ends: { code: 'permission-denied', rule: 'closed port' },
    prepare: redirecting('http://127.0.0.1:25/'),
  },
  'a redirect with a line break in it': {
    ends: [{ code: 'network' }, denied, invalid],
    prepare: redirecting('http://localhost:PORT/%0d%0aHost:%20x'),
  },
  'redirects without end': {
    ends: { code: 'network' },
    prepare: async (place) => {
      const server = await place.serve((_request, response) => response.writeHead(302, { location: '/again' }).end());
      place.allow(net('127.0.0.1'));
      return { url: server.url };
    },
  },
});

/** What a request may carry. */
const requests = each(
  {
    ...shared,
    ends: invalid,
    prepare: async (place) => {
      const server = await place.serve(hello);
      place.allow(net('127.0.0.1'));
      place.onEnd(() => expect(server.seen).toEqual([]));
      return { url: server.url };
    },
  },
  Object.fromEntries(
    Object.entries({
      'a line break in a header': { 'x-a': 'b\r\nHost: evil' },
      'a line break in the name of a header': { 'x-a\r\nHost': 'evil' },
      'a zero byte in a header': { 'x-a': 'b\0' },
      'a header beyond bytes': { 'x-a': '\u{10d0d}\u0a0d' },
      'another host in the header': { Host: 'internal.example.com' },
      'a length of its own': { 'Content-Length': '0' },
      'a way of transfer of its own': { 'transfer-encoding': 'chunked' },
      'an upgrade to another protocol': { Upgrade: 'websocket', Connection: 'upgrade' },
      'a password for a proxy': { 'proxy-authorization': 'x' },
      'one header twice': { 'X-A': '1', 'x-a': '2' },
    }).map(([name, headers]) => [
      name,
      {
        attempt: `({ value }, { net }) => net.fetch(value.url, { headers: ${JSON.stringify(headers)} }).then(({ body }) => textOf(body))`,
      },
    ]),
  ),
);

const other = each(shared, {
  'a file': { ends: invalid, prepare: ({ outside }) => ({ url: `file://${outside}/secret` }) },
  ftp: { ends: invalid, prepare: () => ({ url: 'ftp://127.0.0.1/x' }) },
  'a WebSocket': { ends: invalid, prepare: () => ({ url: 'ws://127.0.0.1/x' }) },
  'a password in the address': { ends: invalid, prepare: () => ({ url: 'http://user:secret@127.0.0.1/' }) },
  'a host hidden before an @': {
    ends: invalid,
    prepare: (place) => (place.allow(net('example.com')), { url: 'http://example.com@127.0.0.1/' }),
  },
  'a host hidden behind a backslash': {
    ends: denied,
    prepare: (place) => (place.allow(net('example.com')), { url: 'http://127.0.0.1\\@example.com/' }),
  },
  'the method CONNECT': {
    ends: invalid,
    attempt: "({ value }, { net }) => net.fetch(value.url, { method: 'CONNECT' }).then(({ status }) => status)",
    prepare: async (place) => (place.allow(net('127.0.0.1')), { url: (await place.serve(hello)).url }),
  },
  'the method TRACE': {
    ends: invalid,
    attempt: "({ value }, { net }) => net.fetch(value.url, { method: 'TRACE' }).then(({ status }) => status)",
    prepare: async (place) => (place.allow(net('127.0.0.1')), { url: (await place.serve(hello)).url }),
  },
  'a proxy behind the host that is allowed': {
    ends: { gives: '/http://169.254.169.254/latest' },
    prepare: async (place) => {
      const server = await place.serve((request, response) => response.end(request.url));
      place.allow(net('127.0.0.1'));
      return { url: `${server.url}/http://169.254.169.254/latest` };
    },
  },
  'a subdomain of the host that is allowed': {
    ends: denied,
    prepare: (place) => (place.allow(net('example.com')), { url: 'http://evil.example.com/' }),
  },
  'a host that ends like the one that is allowed': {
    ends: denied,
    prepare: (place) => (place.allow(net('example.com')), { url: 'http://notexample.com/' }),
  },
  'a host that looks like the one that is allowed': {
    ends: denied,
    prepare: (place) => (place.allow(net('example.com')), { url: 'http://ехample.com/' }),
  },
  ...Object.fromEntries(
    [22, 25, 6667, 110, 2049, 6000].map((port) => [
      `port ${port}, which is not for the web`,
      {
        ends: { code: 'permission-denied', rule: 'closed port' } as const,
        prepare: (place: Place): Json => (place.allow(net('127.0.0.1')), { url: `http://127.0.0.1:${port}/` }),
      },
    ]),
  ),
  'a mail in the body of a request': {
    ends: { code: 'network' },
    prepare: async (place) => {
      let heard = '';
      const server = createTcpServer((socket) => {
        socket.on('data', (bytes) => {
          heard += bytes.toString();
          socket.end('220 mail\r\n');
        });
        socket.on('error', () => undefined);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      place.allow(net('127.0.0.1'));
      place.onEnd(() => {
        server.close();
        expect(heard.startsWith('GET / HTTP/1.1\r\n')).toBe(true);
      });
      return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
    },
  },
  'an answer without end': {
    attempt: `async ({ value }, { net }) => {
      const { body } = await net.fetch(value.url);
      let read = 0;
      for await (const chunk of body) { read += chunk.length; if (read > 20_000_000) return 'enough'; }
    }`,
    ends: { gives: 'enough' },
    prepare: async (place) => {
      const server = await place.serve((_request, response) => {
        const part = Buffer.alloc(256 * 1024);
        const send = (): void => {
          while (!response.destroyed && response.write(part));
          if (!response.destroyed) response.once('drain', send);
        };
        send();
      });
      place.allow(net('127.0.0.1'));
      return { url: server.url };
    },
  },
  'an answer that never comes': {
    ends: { code: 'timeout' },
    timeoutMs: 400,
    prepare: async (place) => (place.allow(net('127.0.0.1')), { url: (await place.serve(() => undefined)).url }),
  },
  'an answer with a head of megabytes': {
    ends: { code: 'network' },
    prepare: async (place) => {
      const server = await place.serve((_request, response) =>
        response.writeHead(200, { x: 'y'.repeat(2_000_000) }).end(),
      );
      place.allow(net('127.0.0.1'));
      return { url: server.url };
    },
  },
  'a secret header carried to another host by a redirect': {
    attempt:
      "({ value }, { net }) => net.fetch(value.url, { headers: { authorization: 'Bearer x', cookie: 'a=b', 'x-api-key': 'k' } }).then(({ body }) => textOf(body))",
    ends: { gives: '' },
    prepare: async (place) => {
      const second = await place.serve(({ headers }, response) => {
        response.end(`${headers.authorization ?? ''}${headers.cookie ?? ''}${String(headers['x-api-key'] ?? '')}`);
      });
      const first = await place.serve((_request, response) => response.writeHead(302, { location: second.url }).end());
      place.allow(net('127.0.0.1'));
      return { url: first.url };
    },
  },
});

export const networkCases = [...inside, ...names, ...rebinding, ...redirects, ...requests, ...other];
