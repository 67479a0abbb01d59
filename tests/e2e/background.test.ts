import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineClient } from '../../src/main/gateway/engine-router.ts';
import { dataPaths } from '../../src/main/base/paths.ts';
import { createRemoteEngine, type RemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { heron, type RunningHeron, serveHeron, temporaryFolder } from './heron.ts';

const patience = { timeout: 40_000 };
const node = process.execPath;

let place: ReturnType<typeof temporaryFolder>;
let dataFolder: string;
let running: RunningHeron | undefined;
let remote: RemoteEngine | undefined;

beforeEach(() => {
  place = temporaryFolder('background');
  dataFolder = join(place.path, 'data');
});

afterEach(async () => {
  remote?.close();
  await running?.stop();
  place.remove();
});

async function open(): Promise<EngineClient> {
  running = await serveHeron({ dataFolder });
  remote = createRemoteEngine(dataPaths(dataFolder).socket);
  return remote.client();
}

function isAlive(pid: number): boolean {
  try {
    if (process.platform !== 'linux') return process.kill(pid, 0);
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

const planOf = (code: string, input: { name?: string; keep?: boolean } = {}) => ({
  version: 1 as const,
  title: 'In the background',
  tasks: [{ id: 'begin', action: 'process.start', input: { program: node, args: ['-e', code], ...input } }],
});

async function begin(client: EngineClient, code: string, input: { name?: string; keep?: boolean } = {}) {
  const { runId } = await client.runs.start({ plan: planOf(code, input), allow: 'plan' });
  await expect.poll(async () => (await client.runs.get({ runId })).status, patience).toBe('completed');
  const [started] = await client.processes.list({ runId });
  return { runId, process: started! };
}

const read = async (client: EngineClient, processId: string) =>
  (await client.processes.log({ processId, from: 'head' })).text;

const server = `console.log('listening'); process.stdin.setEncoding('utf8').on('data', (text) => console.log('got ' + text.trim()))`;

test.skipIf(process.platform === 'win32')(
  'killed, Heron leaves nothing running, and the next one says that it ended with it, also to the conversation [RT-27] (not on Windows)',
  async () => {
    const first = await open();
    const child = `console.log('pid ' + process.pid); setInterval(() => {}, 1000)`;
    const fork = `const { spawn } = require('node:child_process'); console.log('pid ' + process.pid);
      for (const detached of [false, true]) spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { detached, stdio: 'inherit' });
      setInterval(() => {}, 1000)`;
    const { conversationId } = await first.conversations.send({ text: 'what time is it' });
    const { runId } = await first.runs.start({ plan: planOf(fork, { name: 'forks' }), allow: 'plan', conversationId });
    await expect.poll(async () => (await first.processes.list({ runId })).length, patience).toBe(1);
    const [started] = await first.processes.list({ runId });
    const pids = async () => [...(await read(first, started!.id)).matchAll(/pid (\d+)/g)].map(([, pid]) => Number(pid));
    await expect.poll(pids, patience).toHaveLength(3);
    const all = await pids();
    expect(all.every(isAlive)).toBe(true);
    await expect.poll(async () => (await first.runs.get({ runId })).status, patience).toBe('completed');
    remote?.close();
    await running?.kill();
    await expect.poll(() => all.filter(isAlive), patience).toEqual([]);

    const second = await open();
    expect(await second.processes.get({ processId: started!.id })).toMatchObject({ status: 'ended', end: 'engine' });
    expect(await read(second, started!.id)).toContain(`pid ${all[0]}`);
    const told = async () =>
      (await second.conversations.get({ conversationId })).messages.filter(
        ({ processId }) => processId === started!.id,
      );
    await expect
      .poll(async () => (await told()).map(({ text }) => text), patience)
      .toEqual([expect.stringMatching(/^`forks` ended with Heron after /)]);
  },
  120_000,
);

test('a run waits for the end of what it started, however soon that comes, and goes on with it [RT-27, OR-20]', async () => {
  const client = await open();
  const plan = {
    version: 1 as const,
    title: 'Build and tell',
    tasks: [
      {
        id: 'build',
        action: 'process.start',
        input: { program: node, args: ['-e', `console.log('built'); process.exit(3)`] },
      },
      {
        id: 'pause',
        action: 'clock.wait',
        input: { duration: 1 },
        after: ['build'],
      },
      {
        id: 'built',
        wait: {
          event: { type: 'process.ended', where: 'event.payload.id = tasks.build.output.id', since: 'run' as const },
        },
        after: ['pause'],
      },
      {
        id: 'tell',
        action: 'files.write',
        input: {
          path: join(place.path, 'outcome.txt'),
          content: '{{ tasks.built.output.payload.exitCode & " " & tasks.built.output.payload.lastOutput }}',
        },
      },
    ],
  };
  const { runId } = await client.runs.start({ plan, allow: 'plan' });
  await expect.poll(async () => (await client.runs.get({ runId })).status, patience).toBe('completed');
  expect(readFileSync(join(place.path, 'outcome.txt'), 'utf8')).toBe('3 built\n');
});

test('who asked in a conversation is told the outcome, once, when a long job is done [OR-20]', async () => {
  const client = await open();
  const { conversationId } = await client.conversations.send({ text: 'what time is it' });
  const code = `process.stdin.once('data', () => { console.log('7 tests passed'); process.exit(0); })`;
  const plan = planOf(code, { name: 'the tests' });
  const { runId } = await client.runs.start({ plan, allow: 'plan', conversationId });
  await expect.poll(async () => (await client.runs.get({ runId })).status, patience).toBe('completed');
  const [job] = await client.processes.list({ runId });
  await client.processes.write({ processId: job!.id, text: 'go\n' });
  const told = async () =>
    (await client.conversations.get({ conversationId })).messages.filter(({ text }) => text.includes('tests passed'));
  await expect.poll(async () => (await told()).length, patience).toBe(1);
  expect((await told())[0]).toMatchObject({ role: 'assistant', processId: job!.id });
  expect((await told())[0]!.text).toMatch(
    /^`the tests` ended with code 0 after \d+ s\.\n\n~~~~text\n7 tests passed\n~~~~$/,
  );
});

test('undoing a run stops what it left running, and says so before; what is to be kept stays', async () => {
  const client = await open();
  const { runId, process: gone } = await begin(client, server, { name: 'dev' });
  const { process: kept } = await begin(client, server, { name: 'other', keep: true });
  expect((await client.runs.previewUndo({ runId })).processes).toEqual(['dev']);
  expect((await heron(['undo', runId, '--dry-run'], { dataFolder })).stdout).toContain('would stop       dev');
  await client.runs.undo({ runId });
  expect(await client.processes.get({ processId: gone.id })).toMatchObject({ status: 'ended', end: 'run' });
  await client.runs.undo({ runId: kept.runId });
  expect(await client.processes.get({ processId: kept.id })).toMatchObject({ status: 'running' });
});

test('the command line lists, reads, writes to, follows, stops and clears them [RT-27]', async () => {
  const client = await open();
  const { process: dev } = await begin(client, server, { name: 'the dev server' });
  await expect.poll(() => read(client, dev.id), patience).toBe('listening\n');
  const run = (...args: string[]) => heron(['processes', ...args], { dataFolder });
  expect((await run()).stdout).toMatch(new RegExp(`^${dev.id}  running  .*the dev server\n$`));
  expect((await run('show', 'dev')).stdout).toContain('the dev server');
  expect(await run('write', 'dev', 'hello', 'there')).toMatchObject({ code: 0, stdout: '' });
  await expect.poll(async () => (await run('log', dev.id)).stdout, patience).toBe('listening\ngot hello there\n');
  expect((await run('log', dev.id, '--offset', '10', '--bytes', '3')).stdout).toBe('got');
  const following = run('log', 'dev', '--head', '--follow');
  await client.processes.write({ processId: dev.id, text: 'more\n' });
  await expect.poll(() => read(client, dev.id), patience).toContain('got more');
  expect((await run('stop', 'dev')).stdout).toBe('the dev server was stopped\n');
  expect((await following).stdout).toBe('listening\ngot hello there\ngot more\n');
  expect((await run('list', '--status', 'ended')).stdout).toContain('was stopped');
  expect((await run('stop', 'nothing')).stderr).toBe('There is no background process nothing\n');
  expect((await run('clear')).stdout).toBe('cleared 1 process\n');
  expect(await run()).toMatchObject({ code: 0, stdout: '', stderr: 'There are no background processes\n' });
}, 120_000);

test('sentences reach them without a model, and a command with an engine of its own says what ends with it [X-15]', async () => {
  const start = await heron(['do', `run ${node} in the background`, '--allow', 'plan'], { dataFolder });
  expect(start.stdout + start.stderr).toContain('in the background. I will tell how it ends.');
  expect(start.stderr).toContain('ends with this command');
  const list = await heron(['do', 'list my background processes'], { dataFolder });
  expect(list.stdout).toContain('ended with Heron');
  const none = await heron(['do', 'stop the dev server'], { dataFolder });
  expect(none.stdout + none.stderr).toContain('No background process is like dev server');
}, 120_000);

test('what a step did elsewhere is taken back by the action it names, with its permission, and told before and after', async () => {
  const client = await open();
  const [marker, gone] = [join(place.path, 'made'), join(place.path, 'taken-back')];
  const touch = (path: string) => ({
    program: node,
    args: ['-e', `require('node:fs').writeFileSync(process.argv[1], '')`, path],
  });
  const task = { id: 'make', action: 'process.run', input: touch(marker) };
  const plan = {
    version: 1 as const,
    title: 'Make',
    tasks: [{ ...task, undo: { action: 'process.run', input: touch(gone) } }],
  };
  const { runId } = await client.runs.start({ plan, allow: 'plan' });
  await expect.poll(async () => (await client.runs.get({ runId })).status, patience).toBe('completed');
  expect(existsSync(gone)).toBe(false);
  expect((await heron(['undo', runId, '--dry-run'], { dataFolder })).stdout).toContain('would call       process.run');
  const undoing = client.runs.undo({ runId });
  await expect.poll(async () => (await client.permissions.pending({ runId })).length, patience).toBe(1);
  const [question] = await client.permissions.pending({ runId });
  await client.permissions.answer({ answers: [{ requestId: question!.id, answer: 'once' }] });
  expect(await undoing).toMatchObject({ compensated: ['make'] });
  expect(existsSync(gone)).toBe(true);
});
