import { describe, expect, test } from 'vitest';
import { HeronError } from '../../base/errors.ts';
import type { EventDraft } from '../../base/event-log.ts';
import { runTables } from '../../orchestrator/run-tables.ts';
import { openRuns } from './fixtures/open-runs.ts';
import { runStore } from './store.ts';

const plan = (...tasks: object[]): object => ({ version: 1, title: 'Wait', tasks });
const add = (id: string, a: number | string, more: object = {}): object => ({
  id,
  action: 'sum.add',
  input: { a },
  ...more,
});
const parked =
  (events: ReturnType<typeof openRuns>['events']): (() => number) =>
  () =>
    events.list({ types: ['run.parked'] }).length;

const changed = (logLevel: string): EventDraft =>
  ({ type: 'settings.changed', payload: { settings: { logLevel } } }) as unknown as EventDraft;

describe('a run in which everything waits', () => {
  const waiting = plan(
    add('a', 1),
    {
      id: 'w',
      after: ['a'],
      wait: {
        event: {
          type: 'settings.changed',
          where: 'event.payload.settings.logLevel = "debug" and tasks.a.output.value = 2',
        },
      },
    },
    add('b', 1, { after: ['w'] }),
  );

  test('leaves memory, and goes on when the event has come that it waits for', async () => {
    const { runs, events } = openRuns();
    const runId = await runs.start({ plan: waiting, source: 'person' });
    await expect.poll(parked(events)).toBe(1);
    expect(runs.get(runId)).toMatchObject({
      status: 'running',
      tasks: { w: { status: 'running', awaited: { event: { type: 'settings.changed' } } } },
    });
    await events.append([changed('info')]);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(runs.get(runId).tasks['w']?.status).toBe('running');
    await events.append([changed('debug')]);
    await expect.poll(() => runs.get(runId).status).toBe('completed');
    expect(runs.get(runId).tasks['w']?.output).toMatchObject({
      type: 'settings.changed',
      payload: { settings: { logLevel: 'debug' } },
    });
    expect(events.list({ types: ['task.started'] }).map(({ scope }) => scope.taskId)).toEqual(['a', 'b']);
  });

  test('waits over a restart, and the next engine does not take it up before it has something to do', async () => {
    const first = openRuns();
    const runId = await first.runs.start({ plan: waiting, source: 'person' });
    await expect.poll(parked(first.events)).toBe(1);
    await first.runs.close();
    const second = openRuns({}, first.database);
    second.runs.resume();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(second.events.list({ types: ['run.resumed'] })).toEqual([]);
    await second.events.append([changed('debug')]);
    await expect.poll(() => second.runs.get(runId).status).toBe('completed');
    expect(second.events.list({ types: ['run.resumed'] })).toHaveLength(1);
    await second.runs.close();
  });

  test('is stopped like any other', async () => {
    const { runs, events } = openRuns();
    const runId = await runs.start({ plan: waiting, source: 'person' });
    await expect.poll(parked(events)).toBe(1);
    await runs.cancel(runId, 'enough');
    expect(runs.get(runId)).toMatchObject({
      status: 'cancelled',
      tasks: { a: { status: 'completed' }, w: { status: 'cancelled' }, b: { status: 'skipped' } },
    });
    await events.append([changed('debug')]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(runs.get(runId).status).toBe('cancelled');
  });

  test('is stopped also in the moment in which it leaves memory', async () => {
    const { runs, events } = openRuns();
    const stopped = new Promise<void>((resolve, reject) => {
      events.listen(({ type, scope: { runId = '' } }) => {
        if (type === 'run.parked') runs.cancel(runId, 'enough').then(resolve, reject);
      });
    });
    const runId = await runs.start({ plan: waiting, source: 'person' });
    await stopped;
    expect(runs.get(runId)).toMatchObject({ status: 'cancelled', tasks: { w: { status: 'cancelled' } } });
  });
});

describe('an engine that ends at the worst moment', () => {
  const news = plan({ id: 'news', wait: { event: { type: 'settings.changed' } } });

  test('what came before it could wake anybody wakes at the next start', async () => {
    const first = openRuns();
    const runId = await first.runs.start({ plan: news, source: 'person' });
    await expect.poll(parked(first.events)).toBe(1);
    await first.runs.close();
    await first.events.append([changed('debug')]);
    const second = openRuns({}, first.database);
    second.runs.resume();
    await expect.poll(() => second.runs.get(runId).status).toBe('completed');
    expect(second.runs.get(runId).tasks['news']?.output).toMatchObject({
      payload: { settings: { logLevel: 'debug' } },
    });
    await second.runs.close();
  });

  test('a task that was woken while its run was on its way out of memory is not forgotten', async () => {
    const first = openRuns();
    const runId = await first.runs.start({ plan: news, source: 'person' });
    await expect.poll(parked(first.events)).toBe(1);
    await first.runs.close();
    const { waitRows } = runTables(first.database);
    const store = runStore(first.database);
    const woken: EventDraft = {
      ...{ type: 'task.woken', scope: { runId, taskId: 'news' } },
      payload: { by: 'event', output: 7 },
    };
    await first.events.append([woken, { type: 'run.parked', scope: { runId }, payload: {} }], (stored) => {
      for (const event of stored) {
        store.apply(event);
        waitRows.apply(event);
      }
    });
    const second = openRuns({}, first.database);
    second.runs.resume();
    await expect.poll(() => second.runs.get(runId).status).toBe('completed');
    expect(second.runs.get(runId).tasks['news']?.output).toBe(7);
    expect(second.database.prepare('SELECT * FROM run_waits').all()).toEqual([]);
    await second.runs.close();
  });
});

test('a wait for a time ends at that time, also when no engine was there', async () => {
  const first = openRuns();
  const at = new Date(Date.now() + 2500).toISOString();
  const runId = await first.runs.start({
    plan: plan({ id: 'w', wait: { until: at } }, add('b', 1, { after: ['w'] })),
    source: 'person',
  });
  await expect.poll(parked(first.events)).toBe(1);
  await first.runs.close();
  await new Promise((resolve) => setTimeout(resolve, Date.parse(at) - Date.now() + 20));
  const second = openRuns({}, first.database);
  second.runs.resume();
  await expect.poll(() => second.runs.get(runId).status).toBe('completed');
  expect(second.runs.get(runId).tasks['w']?.output).toBeNull();
});

test.each([
  ['approve', { answer: 'approve', approved: true }],
  ['reject', { answer: 'reject', approved: false }],
])('a person’s word, %s, is the output of a task that asks for it', async (word, output) => {
  const { runs, events } = openRuns();
  const runId = await runs.start({
    plan: plan({ id: 'ok', wait: { approval: { text: 'Send {{ 1 + 1 }} letters?' } } }),
    source: 'person',
  });
  await expect.poll(parked(events)).toBe(1);
  expect(runs.get(runId).tasks['ok']).toMatchObject({
    status: 'blocked',
    question: { text: 'Send 2 letters?', choices: ['approve', 'reject'] },
  });
  await expect(runs.answer(runId, 'ok', 'perhaps')).rejects.toMatchObject({ code: 'invalid-input' });
  await runs.answer(runId, 'ok', word);
  await expect.poll(() => runs.get(runId).status).toBe('completed');
  expect(runs.get(runId).tasks['ok']?.output).toEqual(output);
  await expect(runs.answer(runId, 'ok', word)).rejects.toMatchObject({ code: 'not-found' });
});

test.each([
  ['fail', 'failed'],
  ['continue', 'completed'],
] as const)('a wait that takes too long and is to %s makes the run %s', async (onTimeout, status) => {
  const { runs } = openRuns();
  const wait = { event: { type: 'run.undone' }, timeoutMs: 20, onTimeout };
  const runId = await runs.start({ plan: plan({ id: 'hook', wait }), source: 'person' });
  await expect.poll(() => runs.get(runId).status).toBe(status);
});

test('the end of a run wakes another that waits for it [OR-20]', async () => {
  const { runs } = openRuns();
  const wait = { event: { type: 'run.completed', where: 'event.scope.runId != "x"' } };
  const waits = await runs.start({ plan: plan({ id: 'w', wait }), source: 'person' });
  await runs.start({ plan: plan(add('a', 1)), source: 'person' });
  await expect.poll(() => runs.get(waits).status).toBe('completed');
});

test.each([{ event: { type: 'run.undone' } }, { forMs: 86_400_000 }])(
  'the time limit of a group holds while its run is out of memory: %o',
  async (wait) => {
    const { runs, events } = openRuns();
    const group = { id: 'g', timeoutMs: 2300, tasks: [{ id: 'w', wait }] };
    const runId = await runs.start({ plan: plan(group), source: 'person' });
    await expect.poll(parked(events)).toBe(1);
    await expect.poll(() => runs.get(runId).status, { timeout: 8000 }).toBe('failed');
    expect(runs.get(runId).error).toMatchObject({ code: 'timeout', message: 'g took longer than 2300 ms' });
  },
);

test('what is inside a task is listed by pages, in order, with what each gave', async () => {
  const { runs } = openRuns();
  const list = {
    id: 'each',
    action: 'sum.add',
    input: { a: '{{ item + 0 }}' },
    forEach: { in: { from: 1, to: 25 }, concurrency: 4 },
  };
  const runId = await runs.start({ plan: plan(list), source: 'person' });
  await expect.poll(() => runs.get(runId).status).toBe('completed');
  expect(runs.get(runId).tasks['each']?.progress).toEqual({ total: 25, done: 25, failed: 0 });
  const first = runs.items(runId, { inside: 'each', limit: 10 });
  expect(first.hasMore).toBe(true);
  expect(first.items[9]).toMatchObject({
    id: 'each/9',
    status: 'completed',
    attempt: 1,
    input: { a: 10, b: 1 },
    output: { value: 11 },
  });
  const last = runs.items(runId, { inside: 'each', limit: 20, after: first.items[9]?.id });
  expect(last.items.map(({ id }) => id)).toEqual(Array.from({ length: 15 }, (_, index) => `each/${index + 10}`));
  expect(last.hasMore).toBe(false);
  expect(runs.items(runId, { inside: 'each', status: 'failed', limit: 10 }).items).toEqual([]);
});

test('what was said before it was known to be a secret is not listed', async () => {
  const hide = <Value>(value: Value): Value =>
    JSON.parse(JSON.stringify(value).replaceAll('"value":42', '"value":"[secret]"')) as Value;
  const { runs } = openRuns({ scrub: hide });
  const list = { id: 'each', action: 'sum.add', input: { a: '{{ item }}' }, forEach: { in: [41] } };
  const runId = await runs.start({ plan: plan(list), source: 'person' });
  await expect.poll(() => runs.get(runId).status).toBe('completed');
  expect(runs.items(runId, { inside: 'each', limit: 10 }).items).toMatchObject([{ output: { value: '[secret]' } }]);
});

test('a question of a task inside is shown with the task around it, and answered by its path', async () => {
  const { runs, events } = openRuns();
  const group = {
    id: 'g',
    forEach: { in: [1, 2] },
    tasks: [{ id: 'ok', wait: { approval: { text: 'Number {{ item }}?' } } }],
  };
  const runId = await runs.start({ plan: plan(group), source: 'person' });
  await expect.poll(parked(events)).toBe(1);
  expect(runs.get(runId).tasks['g']?.asks).toMatchObject([{ taskId: 'g/0/ok', question: { text: 'Number 1?' } }]);
  await runs.answer(runId, 'g/0/ok', 'approve');
  await expect.poll(() => runs.get(runId).tasks['g']?.asks?.[0]?.taskId).toBe('g/1/ok');
  await expect.poll(parked(events)).toBe(2);
  await runs.answer(runId, 'g/1/ok', 'reject');
  await expect.poll(() => runs.get(runId).status).toBe('completed');
});

test('an answer given the moment it is asked for finds its run, though that is on its way out of memory [X-02]', async () => {
  const { runs, events } = openRuns();
  events.listen(({ type, scope: { runId = '', taskId = '' } }) => {
    if (type === 'task.blocked') setImmediate(() => void runs.answer(runId, taskId, 'approve'));
  });
  const asking = plan({ id: 'ok', wait: { approval: { text: 'Now?' } } }, add('b', 1, { after: ['ok'] }));
  const ids = await Promise.all(Array.from({ length: 20 }, () => runs.start({ plan: asking, source: 'person' })));
  for (const runId of ids) await expect.poll(() => runs.get(runId).status, { timeout: 30_000 }).toBe('completed');
  await runs.close();
});

test('an answer is on record when the call that gives it is back [X-02]', async () => {
  const { runs, events } = openRuns({ callWorker: () => Promise.reject(new HeronError('blocked', 'Which?')) });
  const runId = await runs.start({ plan: plan(add('a', 1)), source: 'person' });
  await expect.poll(() => runs.get(runId).tasks['a']?.status).toBe('blocked');
  await runs.answer(runId, 'a', 'this');
  expect(events.list({ types: ['task.answered'] })).toMatchObject([{ payload: { answer: 'this' } }]);
  await expect.poll(() => runs.get(runId).tasks['a']?.status).toBe('blocked');
  const late = runs.answer(runId, 'a', 'that');
  await runs.close();
  await expect(
    late.then(
      () => 'on record',
      ({ code }: HeronError) => code,
    ),
  ).resolves.toMatch(/on record|conflict/);
});

test('a budget of time goes on over all the times that a run leaves memory [OR-12, OR-14]', async () => {
  const { runs, events } = openRuns();
  const wait = (id: string, ...after: string[]): object => ({ id, after, wait: { forMs: 3000 } });
  const waits = { ...plan(wait('a'), wait('b', 'a'), wait('c', 'b')), budget: { wallMs: 4000 } };
  const runId = await runs.start({ plan: waits, source: 'person' });
  await expect.poll(() => runs.get(runId).endedAt, { timeout: 30_000 }).toBeDefined();
  expect(runs.get(runId)).toMatchObject({
    status: 'failed',
    error: { code: 'limit-exceeded', details: { resource: 'wallMs' } },
    tasks: { a: { status: 'completed' }, b: { status: 'cancelled' }, c: { status: 'skipped' } },
  });
  expect(await runs.replay(runId)).toMatchObject({ identical: true });
  await runs.close();
  expect(events.list({ types: ['run.parked'] }).length).toBeGreaterThan(0);
}, 60_000);
