import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataPaths } from '../../src/main/base/paths.ts';
import type { EngineClient } from '../../src/main/gateway/engine-router.ts';
import { createRemoteEngine, type RemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { approveWorker } from './approve-worker.ts';
import { type RunningHeron, serveHeron, temporaryFolder } from './heron.ts';
import { type Changes, installWorker } from './install-worker.ts';

let place: ReturnType<typeof temporaryFolder>;
let dataFolder: string;
let running: RunningHeron;
let remote: RemoteEngine;
let client: EngineClient;

beforeEach(async () => {
  place = temporaryFolder('installed');
  dataFolder = join(place.path, 'data');
  await start();
});

async function start(): Promise<void> {
  running = await serveHeron({ dataFolder });
  remote = createRemoteEngine(dataPaths(dataFolder).socket);
  client = await remote.client();
}

afterEach(async () => {
  remote.close();
  await running.stop();
  place.remove();
});

const install = (id: string, code: string, changes: Changes = {}): void => installWorker(dataFolder, id, code, changes);

async function runOf(id: string): Promise<Awaited<ReturnType<EngineClient['runs']['get']>>> {
  const { runId } = await client.runs.start({
    plan: { version: 1, title: id, tasks: [{ id: 'go', action: `${id}.go`, input: {} }] },
    unattended: true,
  });
  await expect
    .poll(async () => (await client.runs.get({ runId })).status, { timeout: 60_000 })
    .toMatch(/completed|failed/);
  return client.runs.get({ runId });
}

test('a folder dropped into the workers folder is understood once it is approved, and a change of its code too [RT-08, RT-11, RT-06]', async () => {
  install('parrot', `go: () => ({ said: 'one' })`);
  await approveWorker(client, 'parrot');
  const { conversationId } = await client.conversations.send({ text: 'say parrot' });
  const answer = async (): Promise<string | undefined> =>
    (await client.conversations.get({ conversationId })).messages.at(-1)?.text;
  await expect.poll(answer, { timeout: 60_000 }).toBe('one');
  install('parrot', `go: () => ({ said: 'two' })`);
  await expect.poll(async () => (await runOf('parrot')).tasks['go']?.says, { timeout: 60_000 }).toBe('two');
  rmSync(join(dataFolder, 'workers/parrot'), { recursive: true });
  await expect
    .poll(async () => (await client.workers.list({})).some(({ id }) => id === 'parrot'), { timeout: 60_000 })
    .toBe(false);
});

test.each(['isolate', 'node'] as const)(
  'what a %s worker did not declare is refused, and the engine goes on [SB-01, RT-26, RT-06]',
  async (tier) => {
    writeFileSync(join(place.path, 'secret.txt'), 'secret');
    install(
      `thief-${tier}`,
      `go: async (input, context) => ({ said: await context.files.readText('${place.path}/secret.txt') })`,
      { tier },
    );
    await approveWorker(client, `thief-${tier}`);
    const run = await runOf(`thief-${tier}`);
    expect(run).toMatchObject({ status: 'failed', error: { code: 'not-declared' } });
    expect(JSON.stringify(run)).not.toContain('"said"');
    const audit = await client.permissions.audit({ workerId: `thief-${tier}` });
    expect(audit.filter(({ runId }) => runId !== undefined)).toMatchObject([{ decision: 'denied' }]);
    expect((await client.health.get({})).components.every(({ state }) => state !== 'failed')).toBe(true);
  },
);

test.each([
  ['throws', `go: () => { throw new Error('oops') }`, 'worker-failed'],
  ['never-ends', `go: () => { for (;;); }`, 'timeout'],
  [
    'eats-memory',
    `go: () => { const all = []; for (;;) all.push(new Array(100000).fill(all.length)); }`,
    /limit-exceeded|worker-crashed/,
  ],
  ['lies', `go: () => ({ said: 5 })`, 'worker-failed'],
])('a worker that %s ends its own task, and the next one works [RT-26]', async (id, code, expected) => {
  install(id, code);
  install('parrot', `go: () => ({ said: 'still here' })`);
  await approveWorker(client, id);
  await approveWorker(client, 'parrot');
  expect((await runOf(id)).error?.code).toMatch(expected);
  expect((await runOf('parrot')).tasks['go']?.says).toBe('still here');
});

test('partial results and progress arrive while a task runs, and its end comes once, last [RT-30]', async () => {
  install(
    'counter',
    `go: async (input, context) => { for (let n = 1; n <= 3; n += 1) { context.progress({ percent: n * 30, output: { n } }); await context.sleep(20); } return { said: 'done' }; }`,
  );
  await approveWorker(client, 'counter');
  const stop = new AbortController();
  const events = await client.events.watch({ types: ['task.*'] }, { signal: stop.signal });
  const seen: string[] = [];
  const watching = (async () => {
    for await (const event of events) {
      if (event.type === 'task.streamed') seen.push(JSON.stringify(event.payload));
      else if (event.type !== 'task.partGiven') seen.push(event.type);
      if (event.type === 'task.completed') return;
    }
  })();
  await runOf('counter');
  await watching;
  stop.abort();
  const said = (type: string, number: number, data: object | null): string =>
    JSON.stringify({ type, taskId: 'go', attempt: 1, number, data });
  expect(seen).toEqual([
    'task.started',
    ...[1, 2, 3].flatMap((n) => ['task.progressed', said('partial', n, { n })]),
    said('end', 4, null),
    'task.completed',
  ]);
});

test('a manifest with an unknown permission leaves the app up and says which field is wrong [RT-01]', async () => {
  install('moonwalker', `go: () => ({ said: 'x' })`, { permissions: [{ capability: 'moon', reason: 'to walk' }] });
  await expect
    .poll(async () => (await client.workers.list({})).find(({ id }) => id === 'moonwalker')?.error?.message, {
      timeout: 60_000,
    })
    .toMatch(/permissions\.0\.capability/);
});

test.each(['isolate', 'node'] as const)(
  'a %s worker stops with a question, also over a restart, and goes on with the answer [RT-31]',
  async (tier) => {
    const code = `go: (input, context) => context.answer ? { said: context.answer } : block('Tea or coffee?', ['tea', 'coffee'])`;
    install('waiter', code, { tier });
    await approveWorker(client, 'waiter');
    const plan = { version: 1 as const, title: 'waiter', tasks: [{ id: 'go', action: 'waiter.go', input: {} }] };
    const { runId } = await client.runs.start({ plan });
    const status = async (): Promise<string | undefined> => (await client.runs.get({ runId })).tasks['go']?.status;
    await expect.poll(status, { timeout: 60_000 }).toBe('blocked');
    await expect(client.runs.answer({ runId, taskId: 'go', answer: 'milk' })).rejects.toThrow('one of tea, coffee');
    remote.close();
    await running.kill();
    await start();
    await approveWorker(client, 'waiter');
    const answer = (): Promise<unknown> => client.runs.answer({ runId, taskId: 'go', answer: 'tea' });
    await expect
      .poll(
        () =>
          answer().then(
            () => 'taken',
            () => 'not yet',
          ),
        { timeout: 60_000 },
      )
      .toBe('taken');
    await expect.poll(status, { timeout: 60_000 }).toBe('completed');
    expect((await client.runs.get({ runId })).tasks['go']).toMatchObject({ attempt: 2, says: 'tea' });
  },
);

test('the pieces of a streaming action reach every surface in order; who comes late gets the output [RT-30]', async () => {
  const pieces = 400;
  install(
    'teller',
    `go: async (input, context) => {
      for (let n = 1; n <= ${pieces}; n += 1) { context.progress({ output: String(n) }); if (n % 50 === 0) await context.sleep(10); }
      return { said: 'all of it' };
    }`,
    { streaming: true },
  );
  await approveWorker(client, 'teller');
  const other = createRemoteEngine(dataPaths(dataFolder).socket);
  const watchers = [client, await other.client()].map(async (each) => {
    const numbers: number[] = [];
    for await (const event of await each.events.watch({ types: ['task.streamed', 'task.completed'] })) {
      if (event.type === 'task.completed') return numbers;
      if (event.type !== 'task.streamed') continue;
      const { type, number, data } = event.payload;
      expect(data).toBe(type === 'end' ? null : String(number));
      numbers.push(number);
    }
    return numbers;
  });
  await expect.poll(async () => (await client.workers.list({})).length).toBeGreaterThan(0);
  const run = await runOf('teller');
  const inOrder = Array.from({ length: pieces + 1 }, (_, index) => index + 1);
  expect(await Promise.all(watchers)).toEqual([inOrder, inOrder]);
  other.close();
  const late = await client.events.list({ scope: { runId: run.id }, types: ['task.*'] });
  const types = late.events.map(({ type }) => type).filter((type) => type !== 'task.partGiven');
  expect(types).toEqual(['task.started', 'task.completed']);
  expect(run.tasks['go']?.output).toEqual({ said: 'all of it' });
});

test('what a streaming action had sent when it failed stays with the attempt [RT-30, X-02]', async () => {
  const code = `go: async (input, context) => {
    for (const piece of ['Once ', 'upon ', 'a time']) context.progress({ output: piece });
    throw new Error('the story ends here');
  }`;
  install('storyteller', code, { streaming: true });
  await approveWorker(client, 'storyteller');
  const run = await runOf('storyteller');
  expect(run.tasks['go']).toMatchObject({ status: 'failed', part: 'Once upon a time' });
  const { attempts } = await client.timeline.task({ runId: run.id, path: 'go' });
  expect(attempts.at(-1)).toMatchObject({ status: 'failed', isPart: true, output: { value: 'Once upon a time' } });
  expect(await client.runs.replay({ runId: run.id })).toMatchObject({ identical: true });
});
