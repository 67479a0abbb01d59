import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { AnyEvent, EventOf } from '../../../contract/events.ts';
import { type FakeBroker, type FakeBrokerOptions, type FakeSession, startFakeBroker } from './fake-broker.ts';
import { findProgram } from './programs/find-program.ts';

const onPosix = test.skipIf(process.platform === 'win32');
const onLinux = test.skipIf(process.platform !== 'linux');
const patience = { timeout: 30_000 };
const node = process.execPath;
const program = findProgram(node, '').target;

let broker: FakeBroker;
let events: AnyEvent[];
function start(options: FakeBrokerOptions = {}): void {
  broker = startFakeBroker({ allow: [{ capability: 'shell', target: program, exact: true }], ...options });
  events = [];
  broker.events.listen((event) => events.push(event));
  const { end } = broker;
  onTestFinished(() => end());
}
beforeEach(() => start());

async function background(
  session: FakeSession,
  code: string,
  { args = [], ...options }: { args?: string[]; name?: string; maxMs?: number; keep?: boolean } = {},
) {
  const parameters = { program: node, args: ['-e', code, ...args], cwd: null, input: null, environment: {} };
  const { handle } = await session.ask('shell.open', { ...parameters, isDetachable: true, keepsInput: true });
  const { process: started } = await session.ask('shell.detach', {
    ...{ handle, name: null, maxMs: null, keep: false },
    ...options,
  });
  return started!;
}

const readAll = async (id: string): Promise<string> => (await broker.background.read(id, 'head', 1_000_000)).text;
const said = async (id: string, text: string): Promise<void> => {
  await expect.poll(() => readAll(id), patience).toContain(text);
};

async function ended(id: string): Promise<EventOf<'process.ended'>> {
  const found = () => events.find((event) => event.type === 'process.ended' && event.payload.id === id);
  await expect.poll(found, patience).toBeDefined();
  return found() as EventOf<'process.ended'>;
}

function isAlive(pid: number): boolean {
  try {
    if (process.platform !== 'linux') return process.kill(pid, 0);
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

const server = `console.log('listening'); process.stdin.setEncoding('utf8').on('data', (text) => console.log('got ' + text.trim()))
  .on('end', () => { console.log('bye'); process.exit(3); })`;

describe('a program in the background', () => {
  test('outlives its call, says on, reads what it is told, and its end is an event [RT-27]', async () => {
    const session = broker.open();
    const { id } = await background(session, server, { name: 'the server' });
    await said(id, 'listening');
    await session.close();
    const later = broker.open();
    expect(await later.ask('processes.list', {})).toMatchObject({
      processes: [{ id, name: 'the server', status: 'running', takesInput: true, end: null }],
    });
    await later.ask('processes.write', { process: id, text: 'hello\n', end: false });
    await said(id, 'got hello');
    await later.ask('processes.write', { process: id, text: '', end: true });
    const { payload, scope } = await ended(id);
    expect(payload).toMatchObject({ exitCode: 3, signal: null, end: 'exit', name: 'the server' });
    expect(payload.lastOutput).toBe('listening\ngot hello\nbye\n');
    expect(scope).toMatchObject({ runId: expect.stringMatching(/^run_/), taskId: 'task', workerId: 'tester' });
    expect(broker.background.get(id)).toMatchObject({ status: 'ended', exitCode: 3, end: 'exit' });
    await expect(later.ask('processes.write', { process: id, text: 'x', end: false })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('one that was read for a while keeps what it said before, and who reads hears that it goes on', async () => {
    const session = broker.open();
    const parameters = { program: node, args: ['-e', server], cwd: null, input: null, environment: {} };
    const { handle } = await session.ask('shell.open', { ...parameters, isDetachable: true, keepsInput: true });
    expect(Buffer.from((await session.ask('shell.next', { handle })).bytes!).toString()).toBe('listening\n');
    const reading = session.ask('shell.next', { handle });
    const { process: moved } = await session.ask('shell.detach', { handle, name: null, maxMs: null, keep: false });
    expect(await reading).toEqual({ detached: true });
    await broker.background.write(moved!.id, 'more\n', false);
    await said(moved!.id, 'listening\ngot more\n');
  });

  test('what is new is given once to each conversation or run, and again to the step that asks again', async () => {
    const { id } = await background(broker.open(), server);
    await said(id, 'listening');
    const poll = (name: string, key: string) =>
      broker.background.poll(id, { name, key }, 1000).then(({ text }) => text);
    expect(await poll('a', '1')).toBe('listening\n');
    expect(await poll('a', '1')).toBe('listening\n');
    expect(await poll('a', '2')).toBe('');
    await broker.background.write(id, 'x\n', false);
    await said(id, 'got x');
    expect(await poll('a', '3')).toBe('got x\n');
    expect(await poll('b', '3')).toBe('listening\ngot x\n');
  });

  onPosix('stopping ends its grandchildren too, one that left its group as well [RT-27] (not on Windows)', async () => {
    const child = `setInterval(() => {}, 1000); console.log('child ' + process.pid)`;
    const fork = `const { spawn } = require('node:child_process');
      for (const detached of [false, true]) spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { detached, stdio: 'inherit' });
      setInterval(() => {}, 1000)`;
    const { id, pid } = await background(broker.open(), fork);
    const children = async () => [...(await readAll(id)).matchAll(/child (\d+)/g)].map(([, each]) => Number(each));
    await expect.poll(children, patience).toHaveLength(2);
    const all = [pid, ...(await children())];
    expect(all.every(isAlive)).toBe(true);
    expect(await broker.background.stop(id)).toMatchObject({ status: 'ended', end: 'stopped', signal: 'SIGTERM' });
    await expect.poll(() => all.filter(isAlive), patience).toEqual([]);
  });

  onPosix('one that will not end is ended by force after a while [RT-27] (not on Windows)', async () => {
    const stubborn = `process.on('SIGTERM', () => console.log('no')); setInterval(() => {}, 1000); console.log('up')`;
    const { id } = await background(broker.open(), stubborn);
    await said(id, 'up');
    const { process: _, ...stopped } = { process: 0, ...(await broker.background.stop(id, 300)) };
    expect(stopped).toMatchObject({ status: 'ended', end: 'stopped', signal: 'SIGKILL', exitCode: null });
    expect(await readAll(id)).toBe('up\nno\n');
  });

  onPosix('a signal reaches it (not on Windows)', async () => {
    const { id } = await background(broker.open(), `process.on('SIGHUP', () => console.log('again')); ${server}`);
    await said(id, 'listening');
    await broker.open().ask('processes.signal', { process: id, signal: 'SIGHUP' });
    await said(id, 'again');
    await expect(broker.open().ask('processes.signal', { process: id, signal: 'SIGSTOP' })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });
});

describe('limits', () => {
  test('its time is over', async () => {
    const { id } = await background(broker.open(), 'setInterval(() => {}, 1000)', { maxMs: 50 });
    expect((await ended(id)).payload).toMatchObject({ end: 'time' });
  });

  onLinux('its memory, and that of what it started, is over (Linux)', async () => {
    start({ background: { memoryMb: 200 } });
    const hungry = `const kept = []; setInterval(() => kept.push(Buffer.alloc(20e6, 1)), 20)`;
    const around = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(hungry)}]); setInterval(() => {}, 1000)`;
    const { id } = await background(broker.open(), around);
    expect((await ended(id)).payload).toMatchObject({ end: 'memory' });
  });

  test('of what it says the oldest goes first, and that is told [RT-27]', async () => {
    const { id } = await background(
      broker.open(),
      `for (let line = 0; line < 40000; line += 1) console.log('Zeile ' + line + ' grün '.repeat(8))`,
    );
    const { payload } = await ended(id);
    const folder = join(broker.dataFolder, 'processes', id);
    const kept = readdirSync(folder).reduce((sum, name) => sum + readFileSync(join(folder, name)).byteLength, 0);
    expect(payload.outputBytes).toBeGreaterThan(2 * 1024 * 1024);
    expect(kept).toBeLessThanOrEqual(1024 * 1024);
    const head = await broker.background.read(id, 'head', 1000);
    expect(head).toMatchObject({ total: payload.outputBytes, dropped: payload.outputBytes - kept });
    expect(head.start).toBeGreaterThanOrEqual(head.dropped);
    const tail = await broker.background.read(id, 'tail', 500);
    expect(tail.text).toMatch(/Zeile 39999( grün )+\n$/);
    let text = '';
    for (let offset = head.start; offset < tail.total;) {
      const piece = await broker.background.read(id, { offset }, 7777);
      expect(piece.start).toBe(offset);
      text += piece.text;
      offset = piece.end;
    }
    expect(text).not.toContain('�');
    expect(Buffer.byteLength(text)).toBe(tail.total - head.start);
    expect(text.endsWith(tail.text)).toBe(true);
  });

  test('of one run and in all there may be so many, and one over that stays with its call', async () => {
    start({ background: { perRun: 1, inAll: 2 } });
    const idle = 'setInterval(() => {}, 1000)';
    await background(broker.open(), idle);
    const session = broker.open();
    await expect(background(session, idle)).rejects.toMatchObject({ code: 'limit-exceeded' });
    const other = (letter: string) => broker.open(undefined, `run_01JD000000000000000000000${letter}`);
    await background(other('A'), idle);
    await expect(background(other('B'), idle)).rejects.toMatchObject({ code: 'limit-exceeded', message: /in all/ });
  });

  test('a worker whose manifest says nothing of it leaves nothing running', async () => {
    start({ mostProcesses: 0 });
    const refused = background(broker.open(), 'setInterval(() => {}, 1000)');
    await expect(refused).rejects.toMatchObject({ code: 'not-declared' });
    expect(broker.background.list()).toEqual([]);
  });

  test('a worker neither sees nor stops what another one started', async () => {
    const { id } = await background(broker.open(), server);
    expect(() => broker.background.get(id, 'another')).toThrow('There is no background process');
    expect(broker.background.list({ workerId: 'another' })).toEqual([]);
    expect(await broker.background.clear({ workerId: 'another' })).toBe(0);
  });
});

test('to write to a program is to run it with that input: it is judged, and a secret is not passed on', async () => {
  start({ kept: { key: { value: 'sesame-open-0815', hosts: [] } } });
  const { id } = await background(broker.open(), server);
  const session = broker.open();
  const write = (text: string) => session.ask('processes.write', { process: id, text, end: false });
  await expect(write('use sesame-open-0815')).rejects.toMatchObject({ code: 'permission-denied' });
  await write('fine\n');
  await said(id, 'got fine');
  expect(broker.record.filter(({ operation }) => operation === 'processes.write')).toMatchObject([
    { decision: 'denied', rule: 'secret in a command' },
    { decision: 'allowed', target: program, detail: expect.stringContaining('fine') },
  ]);
});

test('ending a run ends its processes, but those that are to be kept', async () => {
  const session = broker.open();
  const [gone, kept] = [await background(session, server), await background(session, server, { keep: true })];
  const later = await background(session, server);
  await broker.background.keep(later.id, true);
  await broker.background.endOfRun(session.runId);
  expect((await ended(gone.id)).payload.end).toBe('run');
  const running = broker.background.list({ status: 'running' }).map(({ id }) => id);
  expect(running.toSorted()).toEqual([kept.id, later.id].toSorted());
});

test('what has ended is forgotten with its log; what runs is not', async () => {
  const done = await background(broker.open(), 'console.log(1)');
  const runs = await background(broker.open(), server);
  await ended(done.id);
  await expect(broker.background.clear({ id: runs.id })).rejects.toMatchObject({ code: 'conflict' });
  expect(await broker.background.clear({})).toBe(1);
  expect(readdirSync(join(broker.dataFolder, 'processes'))).toEqual([runs.id]);
  expect(() => broker.background.get(done.id)).toThrow('There is no background process');
  // What runs may say something at any time.
  const cleared = events.filter(({ type }) => type === 'process.cleared');
  expect(cleared).toMatchObject([{ payload: { ids: [done.id] } }]);
});

test('closing ends all of them and says that they ended with Heron', async () => {
  const { id, pid } = await background(broker.open(), server);
  await said(id, 'listening');
  await broker.background.close();
  expect(broker.background.get(id)).toMatchObject({ status: 'ended', end: 'engine' });
  expect(isAlive(pid)).toBe(false);
});

test('a log that cannot be written does not hold the program up', async () => {
  writeFileSync(join(broker.dataFolder, 'processes'), 'a file where the folder should be');
  await expect(background(broker.open(), server)).rejects.toMatchObject({ code: 'internal' });
  expect(broker.background.list()).toEqual([]);
});
