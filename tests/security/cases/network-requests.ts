import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { expect } from 'vitest';
import type { Json } from '../../../src/contract/json.ts';
import { each, type Place } from '../case.ts';
import { shared, denied, invalid, hello, net } from './network-attempts.ts';

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

const guessed = `heron-secret-${'0'.repeat(48)}`;

/** What is signed is named by a handle that the call was given. */
const signed = each(
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
  {
    'a signature by a handle that nobody gave': {
      attempt: `({ value }, { net }) => net.fetch(value.url, { sign: { kind: 'aws-sigv4', handle: '${guessed}', region: 'us-east-1', service: 's3' } }).then(({ body }) => textOf(body))`,
    },
    'a signature for a region with a line break': {
      attempt: `({ value }, { net }) => net.fetch(value.url, { sign: { kind: 'aws-sigv4', handle: '${guessed}', region: 'x\\ny', service: 's3' } }).then(({ body }) => textOf(body))`,
    },
    'a link signed by a handle that nobody gave': {
      attempt: `({ value }, { secrets }) => secrets.link('${guessed}', { url: value.url, method: 'GET', region: 'us-east-1', service: 's3', seconds: 60 })`,
    },
  },
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

/** Of a worker whose manifest says nothing of browsers, and in words that mean more than they say. */
const inBrowser = each(
  {
    ...shared,
    attempt: "({ value }, { browser }) => browser.step(value.session ?? 'main', value.step).then(({ url }) => url)",
  },
  {
    'a browser that the manifest says nothing of': {
      ends: { code: 'not-declared' },
      prepare: async (place) => {
        const { url } = await place.serve(hello);
        place.allow(net('127.0.0.1'));
        return { step: { kind: 'open', url, hosts: [] } };
      },
    },
    'a browser session with a path for a name': {
      ends: invalid,
      prepare: () => ({ session: '../../profile', step: { kind: 'read', as: 'html' } }),
    },
    'a script for the browser': {
      ends: invalid,
      prepare: () => ({ step: { kind: 'evaluate', script: 'fetch("http://127.0.0.1/")' } }),
    },
  },
);

export const networkRequests = [...requests, ...signed, ...other, ...inBrowser];
