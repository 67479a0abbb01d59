import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkerFailure } from 'heron/worker-kit';
import { fakeContext } from 'heron/worker-kit/testing';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { chosenServices, readComposeFile } from './compose-file.ts';
import { portOf } from './create-container.ts';
import { readIgnoreFile } from './ignore-file.ts';
import worker from './index.ts';
import { refuseDangers, refuseMount } from './safety.ts';
import { piecesOf } from './spoken.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-docker-')));
  return () => rmSync(folder, { recursive: true, force: true });
});

const everything = () => fakeContext({ allow: { read: ['/'], write: ['/'], sockets: ['/nowhere.sock'] } });

describe.skipIf(process.platform === 'win32')('what no container is shown (skipped on Windows)', () => {
  test.each([
    ...['/', '/home', '/tmp', '/etc', '/etc/ssl', '/usr', '/run', '/run/user/1000', '/var/run', '/var/lib/docker'],
    ...['/proc', '/sys', '/dev/shm', '/root', '/home/ada', '/home/ada/', '/Users/ada', '/boot'],
    ...['/home/ada/../..', '/home/ada/work/../.ssh', '/home/ada/./work', '//'],
  ])('%s', async (source) => {
    const refused = { code: 'invalid-input', details: { field: 'mounts.0.source' } };
    await expect(refuseMount(everything(), source, 'mounts.0.source')).rejects.toMatchObject(refused);
  });

  test('a socket, a folder with one, one with keys, and links to such', async () => {
    const listening = createServer();
    mkdirSync(join(folder, 'in'));
    await new Promise<void>((done) => void listening.listen(join(folder, 'in/a.sock'), done));
    onTestFinished(() => void listening.close());
    mkdirSync(join(folder, 'home/.ssh'), { recursive: true });
    symlinkSync(join(folder, 'home'), join(folder, 'link'));
    symlinkSync('/', join(folder, 'all'));
    for (const name of ['in', 'in/a.sock', 'home', 'link', 'all']) {
      const refused = { code: 'invalid-input', details: { path: join(folder, name) } };
      await expect(refuseMount(everything(), join(folder, name), 'x')).rejects.toMatchObject(refused);
    }
    await expect(refuseMount(everything(), join(folder, 'gone'), 'x')).rejects.toMatchObject({ code: 'not-found' });
    await expect(refuseMount(fakeContext(), join(folder, 'in'), 'x')).rejects.toMatchObject({
      code: 'permission-denied',
    });
    mkdirSync(join(folder, 'work'));
    await refuseMount(everything(), join(folder, 'work'), 'x');
  });

  test('rights over the machine, unless the settings grant them by name; then no service was asked', async () => {
    const { run } = worker.actions;
    const usual = {
      ...{ image: 'a', env: [], mounts: [], ports: [], user: '', folder: '', memoryMb: 64, cpus: 1, command: [] },
      ...{ seconds: 1, detach: false, keep: false, socket: '/nowhere.sock' },
    };
    const wanted: [string, { privileged: boolean; hostPid: boolean; network: 'none' | 'host' }][] = [
      ['privileged', { privileged: true, hostPid: false, network: 'none' }],
      ['host-network', { privileged: false, hostPid: false, network: 'host' }],
      ['host-pid', { privileged: false, hostPid: true, network: 'none' }],
    ];
    for (const [danger, asked] of wanted) {
      const input = { ...usual, ...asked };
      await expect(run(input, everything())).rejects.toMatchObject({ code: 'invalid-input', details: { danger } });
      refuseDangers(fakeContext({ settings: { granted: [danger] } }), { [danger]: true });
    }
  });
});

test.each<[lines: string, name: string, isOut: boolean]>([
  ['*.log', 'a.log', true],
  ['*.log', 'sub/a.log', false],
  ['**/*.log', 'sub/deep/a.log', true],
  ['**/*.log', 'a.log', true],
  ['node_modules', 'node_modules/a/b.js', true],
  ['/build/', 'build/x', true],
  ['*.log\n!keep.log', 'keep.log', false],
  ['!keep.log\n*.log', 'keep.log', true],
  ['a?c', 'abc', true],
  ['a?c', 'a/c', false],
  ['[a-c]x', 'bx', true],
  ['# a\n\n', 'a', false],
  ['a.c', 'abc', false],
  ['docs/**', 'docs/a/b', true],
  ['.env', '.env', true],
  ['*', '.hidden', true],
])('.dockerignore %j and %s: left out %s', (lines, name, isOut) => {
  expect(readIgnoreFile(lines)(name)).toBe(isOut);
});

test.each(['0', '65536', '1:0', '99999:1'])('%s is no port', (port) => {
  expect(() => portOf(port)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
});

test('a port is that of this machine and that behind it', () => {
  expect(portOf('8080:80/udp')).toEqual({ outside: '8080', inside: '80/udp' });
  expect(portOf('80')).toEqual({ outside: '', inside: '80/tcp' });
});

test('both outputs are told apart, wherever a piece is cut', async () => {
  const frame = (stream: number, text: string): number[] => [
    stream,
    0,
    0,
    0,
    0,
    0,
    0,
    text.length,
    ...Buffer.from(text),
  ];
  const bytes = Uint8Array.from([...frame(1, 'one'), ...frame(2, 'two'), ...frame(1, '')]);
  for (let size = 1; size <= bytes.length; size += 1) {
    async function* cut(): AsyncGenerator<Uint8Array> {
      for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
    }
    const said: string[] = [];
    for await (const piece of piecesOf(cut())) said.push(`${piece.stream} ${Buffer.from(piece.bytes).toString()}`);
    expect(said).toEqual(['stdout one', 'stderr two', 'stdout ']);
  }
});

const read = (text: string, variables: Record<string, string> = {}) =>
  readComposeFile(text, '/work/shop/compose.yaml', { project: '', variables: new Map(Object.entries(variables)) });
const service = (lines: string): string => `services:\n  a:\n    image: x\n    ${lines}\n`;

test.each<[text: string, path: string]>([
  ['services: [', ''],
  ['name: a', 'services'],
  ['services: {a: {}}', 'services.a'],
  ['secrets: {}\nservices: {a: {image: x}}', 'secrets'],
  [service('cap_add: [ALL]'), 'services.a.cap_add'],
  [service('devices: ["/dev/sda:/dev/sda"]'), 'services.a.devices'],
  [service('security_opt: ["seccomp:unconfined"]'), 'services.a.security_opt'],
  [service('userns_mode: host'), 'services.a.userns_mode'],
  [service('ipc: host'), 'services.a.ipc'],
  [service('env_file: /etc/passwd'), 'services.a.env_file'],
  [service('pid: "container:b"'), 'services.a.pid'],
  [service('network_mode: "container:b"'), 'services.a.network_mode'],
  [service('volumes: ["/etc:/x"]'), 'services.a.volumes.0'],
  [service('volumes: ["../other:/x"]'), 'services.a.volumes.0'],
  [service('volumes: ["~/x:/x"]'), 'services.a.volumes.0'],
  [service('volumes: ["/run/docker.sock:/run/docker.sock"]'), 'services.a.volumes.0'],
  [service('volumes: ["nobody:/x"]'), 'services.a.volumes.0'],
  [service('volumes: [{type: npipe, source: a, target: /x}]'), 'services.a.volumes.0.type'],
  [`${service('user: "1"')}volumes: {v: {driver_opts: {type: none, device: /, o: bind}}}`, 'volumes.v.driver_opts'],
  [`${service('user: "1"')}networks: {other: {driver: host}}`, 'networks.other.driver'],
  [`${service('user: "1"')}networks: {other: {external: true}}`, 'networks.other.external'],
  [`${service('user: "1"')}networks: {other: {ipam: {}}}`, 'networks.other.ipam'],
  [`${service('user: "1"')}networks: {other: {name: "a b"}}`, 'networks.other.name'],
  [service('networks: [gone]'), 'services.a.networks.gone'],
  [service('networks: {default: {priority: 1}}'), 'services.a.networks.default.priority'],
  [service('network_mode: none\n    networks: [default]'), 'services.a.networks'],
  [service('build: {context: ../..}'), 'services.a.build.context'],
  [service('env_file: [ok.env, ../b.env]'), 'services.a.env_file.1'],
  [service('healthcheck: {test: [curl, x]}'), 'services.a.healthcheck.test'],
  [service('healthcheck: {test: x, interval: soon}'), 'services.a.healthcheck.interval'],
  [service('healthcheck: {test: x, start_interval: 1s}'), 'services.a.healthcheck.start_interval'],
  [service('depends_on: {b: {condition: service_shiny}}'), 'services.a.depends_on.b.condition'],
  [service('tmpfs: [run]'), 'services.a.tmpfs'],
  [service('tmpfs: "/run:exec,suid"'), 'services.a.tmpfs'],
  [service('depends_on: [b]'), 'services.a.depends_on'],
  [service('depends_on: [a]'), 'services.a.depends_on'],
  [service('environment: [SECRET]'), 'services.a.environment'],
  [service('command: "${GONE}"'), 'services.a.command'],
  [service('command: "${GONE:?say it}"'), 'services.a.command'],
])('the compose file %j is refused at %s', (text, path) => {
  expect(() => read(text)).toThrow(
    expect.objectContaining({ code: 'invalid-input', ...(path ? { details: { path } } : {}) }),
  );
});

test('a .env that no worker may read is left alone, and what would have to stand in it is asked for by name', async () => {
  const file = join(folder, 'compose.yaml');
  writeFileSync(file, service('command: "${COLOUR:-grey}"'));
  const up = async (...variables: string[]): Promise<unknown> => {
    const context = everything();
    const { readText } = context.files;
    context.files.readText = (path, options) =>
      path.endsWith('/.env')
        ? Promise.reject(new WorkerFailure('permission-denied', 'It holds passwords'))
        : readText(path, options);
    const input = { file, project: '', services: [], profiles: [], variables, socket: '/nowhere.sock' };
    return Promise.resolve(worker.actions.composeUp(input, context)).catch((error: unknown) => error);
  };
  // Nothing listens there: that far it comes.
  const nobody = { message: expect.stringContaining('/nowhere.sock') as string };
  expect(await up()).toMatchObject(nobody);
  writeFileSync(join(folder, '.env'), 'COLOUR=blue\n');
  expect(await up()).toMatchObject({
    ...{ code: 'unsupported', message: expect.stringContaining('give COLOUR in variables') as string },
  });
  expect(await up('COLOUR=blue')).toMatchObject(nobody);
});

test('what a service waits for, how it is known to be well, and what it keeps in memory is read', () => {
  const { services } = read(`services:
  store:
    image: x
    init: true
    env_file: [store.env, ./more.env]
    tmpfs: ["/run", "/tmp:size=64m,mode=1777"]
    healthcheck: {test: ["CMD", "pg_isready"], interval: 1m30s, timeout: 500ms, retries: 3, start_period: 10s}
  job: {image: x, healthcheck: {test: "curl -f localhost"}}
  quiet: {image: x, healthcheck: {disable: true}}
  web:
    image: x
    depends_on: {store: {condition: service_healthy}, job: {condition: service_completed_successfully}, quiet: {}}
`);
  const [store, job, quiet, web] = services;
  expect(store).toMatchObject({
    ...{ init: true, envFiles: ['/work/shop/store.env', '/work/shop/more.env'] },
    tmpfs: { '/run': '', '/tmp': 'size=64m,mode=1777' },
    healthcheck: { Test: ['CMD', 'pg_isready'], Interval: 90e9, Timeout: 0.5e9, Retries: 3, StartPeriod: 10e9 },
  });
  expect(job?.healthcheck).toEqual({ Test: ['CMD-SHELL', 'curl -f localhost'] });
  expect(quiet?.healthcheck).toEqual({ Test: ['NONE'] });
  expect(web?.dependsOn).toEqual({
    ...{ store: 'service_healthy', job: 'service_completed_successfully', quiet: 'service_started' },
  });
});

test('a compose file is read as its author means it', () => {
  const compose = read(
    [
      'x-mine: {a: 1}',
      'services:',
      '  web: &web',
      '    image: "shop:${TAG:-1}"',
      '    command: serve "two words" --x=$$HOME',
      '    ports: ["127.0.0.1:8080:80", "9000:9000"]',
      '    environment: [A=1, B=]',
      '    depends_on: {store: {condition: service_started}}',
      '    volumes: [{type: bind, source: ./site, target: /site, read_only: true}, "data:/data"]',
      '  other: {<<: *web, pid: host, privileged: true}',
      '  store: {image: y}',
      'volumes: {data: {name: own}}',
    ].join('\n'),
    { TAG: '' },
  );
  expect(compose.project).toBe('shop');
  expect(compose.services.map(({ name }) => name)).toEqual(['store', 'web', 'other']);
  expect(compose.services[1]).toMatchObject({
    image: 'shop:1',
    command: ['serve', 'two words', '--x=$HOME'],
    ports: ['8080:80', '9000:9000'],
    env: ['A=1', 'B='],
    dependsOn: { store: 'service_started' },
    mounts: [{ source: '/work/shop/site', target: '/site', write: false }],
    volumes: [{ source: 'own', target: '/data', write: true }],
    dangers: { privileged: false },
  });
  expect(compose.services[2]).toMatchObject({ dangers: { privileged: true, 'host-pid': true } });
  expect(chosenServices(compose.services, ['web']).map(({ name }) => name)).toEqual(['store', 'web']);
  expect(() => chosenServices(compose.services, ['gone'])).toThrow(expect.objectContaining({ code: 'invalid-input' }));
});
