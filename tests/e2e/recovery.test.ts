import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { foldRun } from '../../src/contract/run-state.ts';
import { dataPaths } from '../../src/main/base/paths.ts';
import type { EngineClient } from '../../src/main/gateway/engine-router.ts';
import { createRemoteEngine, type RemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { heron, type RunningHeron, serveHeron, temporaryFolder } from './heron.ts';
import { listeningPorts } from './listening-ports.ts';

let place: ReturnType<typeof temporaryFolder>;
let dataFolder: string;
let running: RunningHeron | undefined;
let remote: RemoteEngine | undefined;

beforeEach(() => {
  place = temporaryFolder('recovery');
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

async function killAndReopen(): Promise<EngineClient> {
  remote?.close();
  await running?.kill();
  return open();
}

test('killed in the middle of a run, Heron takes it up again and repeats nothing that was finished [SQ-15, X-01]', async () => {
  const first = await open();
  const target = join(place.path, 'first.txt');
  const plan = {
    version: 1 as const,
    title: 'Write, wait, write',
    tasks: [
      { id: 'first', action: 'files.write', input: { path: target, content: 'one' } },
      { id: 'pause', action: 'clock.wait', input: { duration: 2 }, after: ['first'] },
      { id: 'sum', action: 'checksum.hash', input: { path: '{{ tasks.first.output.path }}' }, after: ['pause'] },
    ],
  };
  const { runId } = await first.runs.start({ plan, allow: 'plan' });
  await expect.poll(async () => (await first.runs.get({ runId })).tasks['pause']?.status).toBe('running');

  const second = await killAndReopen();
  await expect.poll(async () => (await second.runs.get({ runId })).status, { timeout: 60_000 }).toBe('completed');
  const { events } = await second.events.list({ scope: { runId }, limit: 5000 });
  const started = events.flatMap(({ type, scope }) => (type === 'task.started' ? scope.taskId : []));
  expect(started.filter((id) => id === 'first')).toEqual(['first']);
  expect(started.filter((id) => id === 'pause')).toEqual(['pause', 'pause']);
  expect(foldRun(events)).toEqual(await second.runs.get({ runId }));
});

test('resuming a run on the command line starts nothing that is due besides; Heron itself does', async () => {
  const client = await open();
  const plan = {
    version: 1 as const,
    title: 'Wait',
    tasks: [{ id: 'pause', action: 'clock.wait', input: { duration: 1 } }],
  };
  const { runId } = await client.runs.start({ plan, allow: 'plan' });
  await expect.poll(async () => (await client.runs.get({ runId })).tasks['pause']?.status).toBe('running');
  const { id: scheduleId } = await client.schedules.add({
    title: 'At every start',
    work: { kind: 'sentence', text: 'wait 1 second' },
    time: { kind: 'start' },
    missed: 'once',
    overlap: 'merge',
    results: { to: 'none' },
  });
  remote?.close();
  await running?.kill();
  expect(await heron(['resume'], { dataFolder })).toMatchObject({ code: 0 });

  const after = await open();
  const occurrences = async () => after.schedules.occurrences({ scheduleId });
  await expect.poll(async () => (await occurrences())[0]?.run?.runId, { timeout: 60_000 }).toBeDefined();
  expect(await occurrences()).toHaveLength(1);
  expect((await after.runs.get({ runId })).status).toBe('completed');
});

test('killed right after a message, Heron has the conversation whole, and the answer comes once [SQ-01, SQ-02]', async () => {
  const first = await open();
  const { conversationId } = await first.conversations.send({ text: 'what time is it' });
  const second = await killAndReopen();
  const answers = async (): Promise<string[]> => {
    const { messages } = await second.conversations.get({ conversationId });
    return messages.map(({ role }) => role);
  };
  await expect.poll(answers, { timeout: 60_000 }).toEqual(['person', 'assistant']);
  const third = await killAndReopen();
  expect((await third.conversations.list({})).map(({ id }) => id)).toEqual([conversationId]);
  expect((await third.conversations.get({ conversationId })).messages.map(({ role }) => role)).toEqual([
    'person',
    'assistant',
  ]);
});

test('a question that was open when Heron was killed is open again, and its answer lets the run go on', async () => {
  const first = await open();
  mkdirSync(join(place.path, 'docs'));
  writeFileSync(join(place.path, 'docs/a.txt'), 'a');
  const { runId } = await first.conversations.send({ text: `zip the folder ${join(place.path, 'docs')}` });
  await expect.poll(async () => (await first.permissions.pending({})).length).toBe(2);
  const second = await killAndReopen();
  await expect.poll(async () => (await second.permissions.pending({})).length).toBe(2);
  const pending = await second.permissions.pending({});
  await second.permissions.answer({ answers: pending.map(({ id }) => ({ requestId: id, answer: 'run' as const })) });
  await expect
    .poll(async () => (await second.runs.get({ runId: runId ?? '' })).status, { timeout: 60_000 })
    .toBe('completed');
  expect(existsSync(join(place.path, 'docs.zip'))).toBe(true);
});

test('cancelling a run ends the program it started [OR-13]', async () => {
  const client = await open();
  const plan = {
    version: 1 as const,
    title: 'Sleep',
    tasks: [{ id: 'sleep', action: 'process.run', input: { program: 'sleep', args: ['321'] } }],
  };
  const { runId } = await client.runs.start({ plan, allow: 'plan' });
  await expect.poll(async () => (await client.runs.get({ runId })).tasks['sleep']?.status).toBe('running');
  await expect.poll(() => sleepers()).toBe(1);
  await client.runs.cancel({ runId });
  expect(sleepers()).toBe(0);
  expect((await client.runs.get({ runId })).status).toBe('cancelled');
});

test('while a run goes on no TCP port listens [X-14]', async () => {
  // One that serves the page does, on 127.0.0.1 alone.
  await open();
  expect(listeningPorts(dataFolder)).toEqual([expect.stringMatching(/^0100007F:/)]);
  remote?.close();
  await running?.stop();
  expect(listeningPorts(dataFolder)).toEqual([]);
  const plan = join(place.path, 'plan.json');
  writeFileSync(
    plan,
    JSON.stringify({ version: 1, title: 'Wait', tasks: [{ id: 'a', action: 'clock.wait', input: { duration: 3 } }] }),
  );
  const finished = heron(['run', plan], { dataFolder });
  remote = createRemoteEngine(dataPaths(dataFolder).socket);
  await expect
    .poll(async () => (await (await remote?.client())?.runs.list({}))?.[0]?.status, { timeout: 60_000 })
    .toBe('running');
  expect(listeningPorts(dataFolder)).toEqual([]);
  // The command stays for as long as others use its engine.
  remote.close();
  expect((await finished).code).toBe(0);
});

function sleepers(): number {
  return commandLines().filter((line) => line.endsWith(['sleep', '321', ''].join('\x00'))).length;
}

function commandLines(): string[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      return readFileSync(`/proc/${entry}/cmdline`, 'utf8');
    } catch {
      return []; // it ended meanwhile
    }
  });
}

/** Ports in state LISTEN, of both IP versions. */
