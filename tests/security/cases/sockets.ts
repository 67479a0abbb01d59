import { renameSync, symlinkSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { Json } from '../../../src/contract/json.ts';
import { each, everyTier, type Place } from '../case.ts';
import { denied } from './network-attempts.ts';

const attempt =
  '({ value }, { sockets }) => sockets.request(value.path, { target: "/", ...value.request }).then(({ body }) => textOf(body))';
const skip = process.platform === 'win32' ? 'Windows has no such sockets' : undefined;
const onlyLinux = process.platform === 'linux' ? undefined : 'only Linux can hold a socket fast';
const shared = { class: 'network', tiers: everyTier, attempt, skip, timeoutMs: 8000 } as const;

/** A service that counts who asks it. */
async function serve(place: Place, path: string, says = 'hello'): Promise<{ path: string; asked: () => number }> {
  let asked = 0;
  mkdirSync(dirname(path), { recursive: true });
  const server = createServer((_request, response) => {
    asked += 1;
    response.end(says);
  });
  await new Promise<void>((done) => void server.listen(path, done));
  place.onEnd(() => void (server.closeAllConnections(), server.close()));
  return { path, asked: () => asked };
}

const socket = (target: string) => ({ capability: 'socket', target }) as const;

/** A service that nothing may reach, whatever leads there. */
async function unreached(place: Place, path: string): Promise<string> {
  const service = await serve(place, path, 'the keys');
  place.onEnd(() => expect(service.asked()).toBe(0));
  return path;
}

/** The worker may talk to one service, and tries another. */
const others = each(
  { ...shared, ends: denied },
  Object.fromEntries(
    (
      [
        ['another socket beside the one that is allowed', (path) => path],
        ['the same by a detour', (path) => `${dirname(path)}/../${dirname(path).split('/').at(-1)}/other.sock`],
        ['a link of its own to it', (path, { folder }) => (symlinkSync(path, join(folder, 'l')), join(folder, 'l'))],
      ] as [string, (path: string, place: Place) => string][]
    ).map(([name, lead]) => [
      name,
      {
        prepare: async (place: Place): Promise<Json> => {
          const { path } = await serve(place, join(place.outside, 'service.sock'));
          place.allow(socket(path));
          return { path: lead(await unreached(place, join(place.outside, 'other.sock')), place) };
        },
      },
    ]),
  ),
);

const refusals: [name: string, rule: string, at: (place: Place) => string][] = [
  ['the agent of ssh', 'socket with keys', ({ folder }) => join(folder, 'ssh-x', 'agent.7')],
  ['the keys of GnuPG', 'credential folder', ({ home }) => join(home, '.gnupg', 'S.gpg-agent')],
  ['a keyring', 'socket with keys', ({ folder }) => join(folder, 'keyring', 'control')],
  ['the socket of Heron’s engine', 'protected path', ({ dataFolder }) => join(dataFolder, 'engine.sock')],
  ['one in a folder with keys', 'credential folder', ({ home }) => join(home, '.ssh', 'service.sock')],
];

const always = each(
  shared,
  Object.fromEntries(
    refusals.map(([name, rule, at]) => [
      `${name}, though it is allowed`,
      {
        ends: { code: 'permission-denied', rule },
        prepare: async (place: Place): Promise<Json> => {
          const path = await unreached(place, at(place));
          place.allow(socket(path));
          return { path };
        },
      },
    ]),
  ),
);

const places = each(
  { ...shared, ends: { code: 'permission-denied' } },
  Object.fromEntries(
    [
      ...['/run/dbus/system_bus_socket', '/run/user/1000/bus', '/run/systemd/private', '/tmp/.X11-unix/X0'],
      ...['/proc/self/root/run/docker.sock', '/proc/1/root/run/podman/podman.sock', '/run/user/0/wayland-0'],
    ].map((path) => [
      `${path}, though it is allowed`,
      { prepare: (place: Place): Json => (place.allow(socket(path)), { path }) },
    ]),
  ),
);

const races = each(shared, {
  'a link that is put in the place of the socket while it is asked for': {
    ends: { code: 'conflict' },
    skip: onlyLinux,
    prepare: async (place) => {
      const { path } = await serve(place, join(place.folder, 'service.sock'));
      const keys = await unreached(place, join(place.outside, 'keys.sock'));
      place.allow(socket(path));
      place.whileAsking(() => (renameSync(path, `${path}.old`), symlinkSync(keys, path)));
      return { path };
    },
  },
  'a link that is put in the place of its folder while it is asked for': {
    ends: [{ code: 'conflict' }, { code: 'invalid-input' }],
    skip: onlyLinux,
    prepare: async (place) => {
      const { path } = await serve(place, join(place.folder, 'in', 'service.sock'));
      await unreached(place, join(place.outside, 'keys', 'service.sock'));
      place.allow(socket(path));
      place.whileAsking(() => {
        renameSync(dirname(path), `${dirname(path)}.old`);
        symlinkSync(join(place.outside, 'keys'), dirname(path));
      });
      return { path };
    },
  },
});

const words = each(
  { ...shared, ends: { code: 'invalid-input' } },
  Object.fromEntries(
    (
      [
        ['a second request in the first line', { target: '/ HTTP/1.1\r\nx: y\r\n\r\nGET /all' }],
        ['a second request in a header', { headers: { x: 'y\r\n\r\nGET /all HTTP/1.1' } }],
        ['an upgrade, after which anything could be said', { headers: { upgrade: 'tcp' } }],
        ['another host’s name', { headers: { host: 'example.com' } }],
        ['a whole address', { target: 'http://example.com/' }],
        ['a method that opens a tunnel', { method: 'CONNECT' }],
      ] as [string, Json][]
    ).map(([name, request]) => [
      name,
      {
        prepare: async (place: Place): Promise<Json> => {
          const path = await unreached(place, join(place.folder, 'service.sock'));
          place.allow(socket(path));
          return { path, request };
        },
      },
    ]),
  ),
);

const granted = each(shared, {
  'one that is allowed answers': {
    ends: { gives: 'hello' },
    prepare: async (place) => {
      const { path } = await serve(place, join(place.folder, 'service.sock'));
      place.allow(socket(path));
      return { path };
    },
  },
  'the socket itself, opened as a file': {
    attempt: '({ value }, { files }) => files.readText(value.path)',
    ends: [{ code: 'unsupported' }, { code: 'storage' }],
    prepare: async (place) => ({ path: await unreached(place, join(place.folder, 'service.sock')) }),
  },
});

export const sockets = [...granted, ...others, ...always, ...places, ...races, ...words];
