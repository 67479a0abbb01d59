import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTrial, type Trial } from '../trial-workers.ts';
import { findBubblewrap } from './machine/sandbox.ts';

const lacksBubblewrap = findBubblewrap() === undefined;

/** Each gives what it got, or throws. */
const attempts = {
  readPasswords: "async () => (await import('node:fs')).readFileSync('/etc/passwd', 'utf8')",
  readEngine: "async ({ value }) => (await import('node:fs')).readFileSync(value, 'utf8')",
  readEnvironment: "async () => (await import('node:fs')).readFileSync('/proc/self/environ', 'utf8')",
  listRoot: "async () => (await import('node:fs')).readdirSync('/')",
  writeHere: "async () => (await import('node:fs')).writeFileSync(new URL('./mark.txt', import.meta.url), 'x')",
  writeThere: "async () => (await import('node:fs')).writeFileSync('/tmp/heron-mark', 'x')",
  fetchLocal: 'async ({ value }) => (await fetch(value)).status',
  connect: `async ({ value }) => {
    const { connect } = await import('node:net');
    const socket = connect(Number(new URL(value).port), '127.0.0.1');
    return new Promise((resolve, reject) => { socket.on('connect', () => resolve('connected')); socket.on('error', reject); });
  }`,
  listen: `async () => {
    const { createServer } = await import('node:net');
    const server = createServer();
    return new Promise((resolve, reject) => { server.on('error', reject); server.listen(0, '127.0.0.1', () => resolve('listening')); });
  }`,
  socketFile: `async () => {
    const { createServer } = await import('node:net');
    const server = createServer();
    return new Promise((resolve, reject) => { server.on('error', reject); server.listen('/tmp/heron.sock', () => resolve('listening')); });
  }`,
  datagram: `async () => {
    const socket = (await import('node:dgram')).createSocket('udp4');
    return new Promise((resolve, reject) => { socket.on('error', reject); socket.bind(0, () => resolve('bound')); });
  }`,
  resolveName: "async () => (await import('node:dns/promises')).lookup('localhost')",
  spawn: "async () => (await import('node:child_process')).execFileSync('/bin/true')",
  thread: "async () => { new (await import('node:worker_threads')).Worker('1', { eval: true }); }",
  sqlite: "async () => { new (await import('node:sqlite')).DatabaseSync('/tmp/heron.db'); }",
  builtinSqlite: "() => { new (process.getBuiltinModule('node:sqlite')).DatabaseSync('/tmp/heron.db'); }",
  addon: "async ({ value }) => (await import('node:module')).createRequire('/')(value)",
  inspector: "async () => (await import('node:inspector')).open(0)",
  killParent: 'async () => process.kill(process.ppid, 0)',
  otherWorker: "async () => (await import('../other/index.ts')).default",
  linkedFile: "async () => (await import('node:fs')).readFileSync(new URL('./linked.txt', import.meta.url), 'utf8')",
};

const withValue = Object.fromEntries(
  Object.entries(attempts).map(([name, body]) => [
    name,
    `async (input) => ({ value: (await (${body})(input)) ?? null })`,
  ]),
);

describe.each([
  { name: 'in bubblewrap', isBare: false },
  { name: 'with nothing but the permission model', isBare: true },
])('node-tier code $name', ({ isBare }) => {
  const isSkipped = !isBare && lacksBubblewrap;
  let trial: Trial;
  let server: Server;
  let connections = 0;
  let address: string;

  beforeAll(async () => {
    const other = { tier: 'node', actions: { secret: '() => ({ value: 1 })' } } as const;
    const about = `() => ({ value: { environment: process.env, arguments: process.argv.length } })`;
    trial = await startTrial({
      bundled: { probe: { tier: 'node', actions: { ...withValue, about } }, other },
      isBare,
    });
    server = createServer((_request, response) => response.end('reached'));
    server.on('connection', () => (connections += 1));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    writeFileSync(join(trial.folder, 'outside.txt'), 'secret');
  });
  afterAll(async () => {
    await trial.close();
    server.close();
  });

  const addon = join(process.cwd(), 'node_modules/better-sqlite3/build/Release/better_sqlite3.node');
  test.skipIf(isSkipped).each(Object.keys(attempts).filter((name) => name !== 'linkedFile'))(
    `is refused: %s${isSkipped ? ' (bubblewrap is absent)' : ''}`,
    async (name) => {
      const values: Record<string, string> = {
        readEngine: join(trial.folder, 'outside.txt'),
        fetchLocal: address,
        connect: address,
        addon,
      };
      // Some refusals reach the code as an error, some end its process.
      const code = expect.stringMatching(/^worker-(failed|crashed)$/) as string;
      await expect(trial.call('probe', name, values[name] ?? null)).rejects.toMatchObject({ code });
      expect(connections).toBe(0);
    },
  );

  test.skipIf(isSkipped)(
    `sees nothing of the engine's environment${isSkipped ? ' (bubblewrap is absent)' : ''}`,
    async () => {
      const { environment } = (await trial.call('probe', 'about')) as { environment: Record<string, string> };
      const { PWD, ...rest } = environment;
      expect(['string', 'undefined']).toContain(typeof PWD);
      expect(Object.keys(rest)).toEqual(['TZ']);
    },
  );

  test.skipIf(isSkipped)(
    `cannot use a link out of its folder${isSkipped ? ' (bubblewrap is absent)' : ''}`,
    async () => {
      const folder = trial.pathOf('installed', 'linked');
      trial.install('installed', 'linked', { tier: 'node', actions: { linkedFile: withValue['linkedFile'] ?? '' } });
      symlinkSync(join(trial.folder, 'outside.txt'), join(folder, 'linked.txt'));
      await expect.poll(() => trial.workers.registry.list().map(({ id }) => id)).toContain('linked');
      expect((await trial.workers.registry.reload('linked')).error).toMatchObject({
        code: 'invalid-manifest',
        message: `${folder} holds a link that leads out of it or nowhere: linked.txt`,
      });
      await expect(trial.call('linked', 'linkedFile')).rejects.toMatchObject({ code: 'worker-unavailable' });
    },
  );
});

describe('isolate-tier code', () => {
  const foreign = [
    ...['process', 'require', 'module', 'global', 'Buffer', 'fetch', 'WebSocket', 'XMLHttpRequest', 'setTimeout'],
    ...['console', 'WebAssembly', 'Worker', 'structuredClone', 'navigator', 'Deno', 'Bun', 'importScripts'],
  ];
  let trial: Trial;
  beforeAll(async () => {
    const actions = {
      present: `() => ({ value: ${JSON.stringify(foreign)}.filter((name) => typeof globalThis[name] !== 'undefined') })`,
      dynamic: "async () => ({ value: typeof await import('node:fs') })",
      constructed:
        "async (_input, context) => ({ value: await context.files.status.constructor('return typeof process')() })",
      thrown:
        "async (_input, context) => { try { await context.files.status('/x'); } catch (error) { return { value: error.constructor.constructor('return typeof process')() }; } }",
      stack: `() => {
        Error.prepareStackTrace = (_error, sites) => sites.map((site) => typeof site.getThis?.() + typeof site.getFunction?.());
        return { value: new Error('x').stack };
      }`,
      parts: '() => ({ value: double(4) })',
    };
    const files = {
      'double.ts': "import { two } from './deep/two.ts'; export const double = (x: number): number => x * two;",
    };
    const deep = {
      'deep/two.ts':
        "import { WorkerFailure } from 'heron/worker-kit'; export const two: number = WorkerFailure ? 2 : 0;",
    };
    trial = await startTrial({
      installed: {
        probe: {
          tier: 'isolate',
          actions,
          files: { ...files, ...deep },
          head: "import { double } from './double.ts';",
        },
      },
    });
  });
  afterAll(() => trial.close());

  test('has the language and nothing else', async () => {
    expect(await trial.call('probe', 'present')).toEqual([]);
  });

  test('finds no way to Node through what it is handed', async () => {
    expect(await trial.call('probe', 'constructed')).toBe('undefined');
    expect(await trial.call('probe', 'thrown')).toBe('undefined');
    expect(JSON.stringify(await trial.call('probe', 'stack'))).not.toContain('object');
  });

  test('cannot import on demand', async () => {
    await expect(trial.call('probe', 'dynamic')).rejects.toMatchObject({ code: 'worker-failed' });
  });

  test('imports its own files, stripped of their types, and the kit', async () => {
    expect(await trial.call('probe', 'parts')).toBe(8);
  });

  test.each([
    ['a module of Node', "import 'node:fs';"],
    ['a package', "import 'zod';"],
    ['an absolute path', "import '/etc/passwd';"],
    ['a file URL', "import 'file:///etc/passwd';"],
    ['a path out of its folder', "import '../secret.ts';"],
    ['a link out of its folder', "import './linked.ts';"],
    ["the host's own code", "import 'heron:inside';"],
  ])('cannot be loaded when it imports %s', async (_name, head) => {
    const folder = trial.pathOf('bundled', 'strayer');
    mkdirSync(folder, { recursive: true });
    trial.write('app/workers/secret.ts', 'export const secret = 1;');
    if (head.includes('linked')) symlinkSync('../secret.ts', join(folder, 'linked.ts'));
    trial.install('bundled', 'strayer', { tier: 'isolate', actions: { act: '() => ({})' }, head });
    await expect.poll(() => trial.workers.registry.list().map(({ id }) => id)).toContain('strayer');
    await trial.workers.registry.reload('strayer');
    await expect(trial.call('strayer', 'act')).rejects.toMatchObject({
      code: 'worker-unavailable',
      message: expect.stringMatching(/may import its own files and heron\/worker-kit|which is not there/) as string,
    });
  });
});
