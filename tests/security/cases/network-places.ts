import { expect } from 'vitest';
import type { Json } from '../../../src/contract/json.ts';
import { each, type Place } from '../case.ts';
import { shared, denied, isPrivate, invalid, hello, net } from './network-attempts.ts';

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

export const networkPlaces = [...inside, ...names, ...rebinding, ...redirects];
