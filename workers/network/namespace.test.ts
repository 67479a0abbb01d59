import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fakeContext, type FakeContext } from 'heron/worker-kit/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import worker from './index.ts';

const { addresses, ping, trace, ports, scan, timing } = worker.actions;
const has = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;
const ip = (...args: string[]): boolean => has('ip', ...args);

/** A network of its own, which only root may make, and not in every container. */
const name = `heron-test-${process.pid}`;
const canMake =
  process.platform === 'linux' && process.getuid?.() === 0 && ip('netns', 'add', name) && ip('netns', 'delete', name);
const programs = ['ping', 'tracepath', 'ss', 'ip', 'curl', 'nmap'];

/** What the worker runs is run in that network, for real. */
function inside(): FakeContext {
  const context = fakeContext({ allow: { programs } });
  const { run } = context.shell;
  const entered = fakeContext({ allow: { programs: ['ip'] } }).shell.run;
  context.shell.run = (program, args, options) =>
    programs.includes(program)
      ? entered('ip', ['netns', 'exec', name, program, ...args], options)
      : run(program, args, options);
  return context;
}

describe.skipIf(!canMake)('in a network of its own (skipped where none can be made: not root, or no ip)', () => {
  let server: ChildProcess;
  let port = 0;

  beforeAll(async () => {
    expect(ip('netns', 'add', name)).toBe(true);
    const wired =
      ip('-n', name, 'link', 'set', 'lo', 'up') && ip('-n', name, 'address', 'add', '10.99.7.1/29', 'dev', 'lo');
    expect(wired && ip('-n', name, 'address', 'add', '10.99.7.2/29', 'dev', 'lo')).toBe(true);
    const listens = `const server = require('node:http').createServer((_, answer) => answer.end('hello'));
      server.listen(0, '10.99.7.2', () => console.log(server.address().port));`;
    server = spawn('ip', ['netns', 'exec', name, process.execPath, '--eval', listens], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(server.stdout!, 'data')) as [Buffer];
    port = Number(said);
  });

  afterAll(async () => {
    const ended = once(server, 'close');
    server.kill();
    await ended;
    ip('netns', 'del', name);
  });

  test('there are its addresses and what listens in it, and nothing of the machine around it [W-08]', async () => {
    const own = (await addresses({}, inside())).addresses.filter(({ version }) => version === 4);
    expect(own.map(({ address }) => address).toSorted()).toEqual(['10.99.7.1', '10.99.7.2', '127.0.0.1']);
    expect((await ports({}, inside())).ports).toMatchObject([
      { protocol: 'tcp', address: '10.99.7.2', port, isPublic: true },
    ]);
  });

  test.skipIf(!has('nmap', '--version'))(
    'its own network is scanned, the one beside it is not (skipped without nmap) [W-08]',
    async () => {
      const { hosts } = await scan({ network: '10.99.7.0/29', ports: `${port}` }, inside());
      expect(hosts).toMatchObject([{ address: '10.99.7.2', ports: [{ port }] }]);
      expect(await scan({ ports: `${port}` }, inside())).toMatchObject({ network: '10.99.7.0/29', hosts });
      await expect(scan({ network: '10.99.7.8/29', ports: '80' }, inside())).rejects.toMatchObject({
        code: 'invalid-input',
      });
    },
  );

  test.skipIf(!has('ping', '-V') || !has('tracepath', '-V') || !has('curl', '--version'))(
    'what is in it is reached, and what is not says so (skipped without ping, tracepath or curl) [W-08]',
    async () => {
      expect(await ping({ host: '10.99.7.2', count: 1 }, inside())).toMatchObject({ received: 1 });
      await expect(ping({ host: '192.0.2.1', count: 1 }, inside())).rejects.toMatchObject({
        ...{ code: 'network', message: expect.stringMatching(/unreachable/i) },
      });
      expect(await trace({ host: '10.99.7.1', maxHops: 2 }, inside())).toMatchObject({ reached: true });
      expect(await timing({ url: `http://10.99.7.2:${port}/` }, inside())).toMatchObject({ status: 200, bytes: 5 });
      await expect(timing({ url: 'http://10.99.7.1:1/' }, inside())).rejects.toMatchObject({ code: 'network' });
    },
  );
});
