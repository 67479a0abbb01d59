import { expect, test } from 'vitest';
import type { Json } from '../../../contract/json.ts';
import type { Task } from '../../../contract/plan-task.ts';
import type { Run } from '../../../contract/runs.ts';
import { onAbort } from '../../base/on-abort.ts';
import type { Attempt } from '../../orchestrator/execution.ts';
import { doArithmetic } from '../../orchestrator/fixtures/arithmetic.ts';
import { openRuns } from './fixtures/open-runs.ts';
import type { ForkRequest } from './forking.ts';

const add = (id: string, a: Json, more: Partial<Task> = {}): Task => ({
  id,
  action: 'sum.add',
  input: { a, b: 1 },
  ...more,
});

/** Runs of a small plan, and what was called for each. */
function opened() {
  const calls: string[] = [];
  let isBroken = false;
  const world = openRuns({
    callWorker: async (attempt: Attempt) => {
      calls.push(attempt.taskId);
      if (isBroken && attempt.taskId.endsWith('fragile')) throw new Error('it broke');
      return doArithmetic(attempt);
    },
  });
  const ended = async (runId: string): Promise<Run> => {
    await expect.poll(() => world.runs.get(runId).endedAt, { timeout: 120_000 }).toBeDefined();
    return world.runs.get(runId);
  };
  return {
    ...world,
    calls,
    breakDown: (is: boolean) => (isBroken = is),
    run: async (tasks: Task[]) =>
      ended(await world.runs.start({ plan: { version: 1, title: 'Sums', tasks }, source: 'person' })),
    /** The fork when it has ended, and what was called for it. */
    fork: async (run: Run, request: ForkRequest) => {
      calls.length = 0;
      const forked = await world.runs.fork(run.id, request);
      return { forked, run: await ended(forked.runId), calls: [...calls] };
    },
  };
}

const outputs = ({ tasks }: Run): Json =>
  Object.fromEntries(Object.values(tasks).map(({ id, output }) => [id, output ?? null]));

const chain = [
  add('first', 1),
  add('beside', 10),
  add('second', '{{ tasks.first.output.value }}'),
  add('last', '{{ tasks.second.output.value }}'),
];

test('a fork keeps what does not come after the task, runs the task with the changed input, and all that follows [X-03]', async () => {
  const { run, fork, runs, events } = opened();
  const before = await run(chain);
  const { run: after, forked, calls } = await fork(before, { from: 'second', set: [{ path: 'input.a', value: 40 }] });
  expect(calls).toEqual(['second', 'last']);
  expect(outputs(after)).toEqual({
    first: { value: 2 },
    beside: { value: 11 },
    second: { value: 41 },
    last: { value: 42 },
  });
  expect(forked).toMatchObject({ from: 'second', kept: 2 });
  expect(after.origin).toEqual({ runId: before.id, taskId: 'second', kept: 2 });
  expect(after.tasks['first']).toMatchObject({ status: 'completed', keptFrom: before.id });
  expect(after.tasks['second']?.keptFrom).toBeUndefined();
  expect(runs.list({ origin: before.id, limit: 10 })).toMatchObject([{ id: after.id, origin: before.id }]);
  expect(outputs(runs.get(before.id))).toEqual(outputs(before));
  expect(events.list({ scope: { runId: after.id }, types: ['task.started'] })).toHaveLength(2);
});

test('a failed run goes on from the failed task without a change', async () => {
  const { run, fork, breakDown } = opened();
  breakDown(true);
  const before = await run([
    add('first', 1),
    add('fragile', '{{ tasks.first.output.value }}'),
    add('last', '{{ tasks.fragile.output.value }}'),
  ]);
  expect(before.status).toBe('failed');
  breakDown(false);
  const { run: after, calls } = await fork(before, { from: 'fragile' });
  expect(after.status).toBe('completed');
  expect(calls).toEqual(['fragile', 'last']);
});

const list: Task = {
  id: 'list',
  forEach: { in: '{{ [1..6] }}', concurrency: 2 },
  tasks: [add('one', '{{ item }}'), add('two', '{{ tasks.one.output.value }}'), add('aside', '{{ item * 100 }}')],
};

test('of a list only the item is done anew, and in it only what comes after the task', async () => {
  const { run, fork } = opened();
  const before = await run([list, add('sum', '{{ $sum(tasks.list.output.two.value) }}')]);
  const inside = await fork(before, { from: 'list/3/two', set: [{ path: 'input.a', value: 1000 }] });
  expect(inside.calls).toEqual(['list/3/two', 'sum']);
  expect(inside.forked).toMatchObject({ from: 'list/3/two' });
  expect(inside.run.tasks['list']?.progress).toEqual({ total: 6, done: 6, failed: 0 });
  expect(inside.run.tasks['sum']?.output).toEqual({ value: 3 + 4 + 5 + 1001 + 7 + 8 + 1 });
  const item = await fork(before, { from: 'list/3' });
  expect(item.calls.toSorted()).toEqual(['list/3/aside', 'list/3/one', 'list/3/two', 'sum']);
  const again = await fork(inside.run, { from: 'sum' });
  expect(again.calls).toEqual(['sum']);
  expect(again.run.tasks['list']?.keptFrom).toBe(inside.run.id);
});

test('the one item of a list that failed is done anew with another input', async () => {
  const { run, fork } = opened();
  const fails = '{{ item = 2 ? $error("There is none") : item }}';
  const before = await run([add('list', fails, { forEach: { in: [1, 2, 3], concurrency: 2 }, onError: 'skip' })]);
  expect(before.tasks['list']?.progress).toEqual({ total: 3, done: 3, failed: 1 });
  const { calls, run: after } = await fork(before, { from: 'list/1', set: [{ path: 'input.a', value: 40 }] });
  expect(calls).toEqual(['list/1']);
  expect(after.tasks['list']?.output).toEqual([{ value: 2 }, { value: 41 }, { value: 4 }]);
});

test('of a loop the turn and those after it are done anew', async () => {
  const { run, fork } = opened();
  const before = await run([add('loop', '{{ previous ? previous.value : 0 }}', { repeat: { max: 5 } })]);
  const { run: after, calls } = await fork(before, { from: 'loop/3' });
  expect(calls).toEqual(['loop/3', 'loop/4']);
  expect(after.tasks['loop']?.output).toEqual({ value: 5 });
});

test('in groups and cases what lies beside is kept at every level', async () => {
  const { run, fork } = opened();
  const inner: Task[] = [add('x', 1), add('y', '{{ tasks.x.output.value }}')];
  const before = await run([
    {
      id: 'g',
      tasks: [
        add('beside', 1),
        {
          id: 's',
          switch: { cases: [{ when: 'tasks.beside.output.value > 5', tasks: [add('n', 1)] }], otherwise: inner },
        },
      ],
    },
    add('other', 1),
  ]);
  const { calls } = await fork(before, { from: 'g/s/:otherwise/y' });
  expect(calls).toEqual(['g/s/:otherwise/y']);
});

test('what was done after a failure, or again, is forked as a whole, and it is said', async () => {
  const { run, fork, breakDown } = opened();
  breakDown(true);
  const before = await run([{ id: 'g', tasks: [add('fragile', 1)], onError: { recover: [add('mend', 1)] } }]);
  breakDown(false);
  const { forked, calls } = await fork(before, { from: 'g/:recover/mend' });
  expect(forked).toMatchObject({ from: 'g', note: expect.stringContaining('begins with all of g') as string });
  expect(calls).toEqual(['g/fragile']);
});

test('a list too long for one value is gone over where it stands', { timeout: 120_000 }, async () => {
  const { run, fork } = opened();
  const before = await run([
    { id: 'long', value: '{{ $pad($string(item), 100000) }}', forEach: { in: { from: 1, to: 100 }, concurrency: 50 } },
    add('over', '{{ $number($trim(item)) }}', { forEach: { in: '{{ tasks.long.output }}', concurrency: 50 } }),
  ]);
  expect(before.status).toBe('completed');
  expect(before.tasks['long']?.output).toEqual({ $items: { inside: 'long', count: 100 } });
  const { calls, run: after } = await fork(before, { from: 'over/7' });
  expect(calls).toEqual(['over/7']);
  expect(after.status).toBe('completed');
  const whole = await fork(after, { from: 'over' });
  expect(whole.calls).toHaveLength(100);
});

test.each([
  ['a task there is not', { from: 'nowhere' }, 'not-found'],
  ['an item of a task that is no list', { from: 'first/3' }, 'not-found'],
  ['a field of the wrong type', { from: 'second', set: [{ path: 'input.a', value: 'many' }] }, 'invalid-input'],
  ['a field there is not', { from: 'second', set: [{ path: 'input.c', value: 1 }] }, 'invalid-input'],
])('%s is refused, and there is no new run', async (_, request, code) => {
  const { run, runs } = opened();
  const before = await run(chain);
  await expect(runs.fork(before.id, request)).rejects.toMatchObject({ code });
  expect(runs.list({ limit: 10 })).toHaveLength(1);
});

test('what is wrong with a changed input is told by field', async () => {
  const { run, runs } = opened();
  const before = await run(chain);
  await expect(
    runs.fork(before.id, { from: 'second', set: [{ path: 'input.a', value: 'many' }] }),
  ).rejects.toMatchObject({
    details: { issues: [{ path: 'input.a' }] },
  });
});

test('an input that other items would share is not changed', async () => {
  const { run, runs, breakDown } = opened();
  breakDown(true);
  const before = await run([{ ...list, tasks: [add('fragile', '{{ item }}')] }]);
  await expect(
    runs.fork(before.id, { from: 'list/0/fragile', set: [{ path: 'input.a', value: 1 }] }),
  ).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('fork from list') as string,
  });
});

test('a fork is replayed like any run, and one that was half made when the engine ended fails', async () => {
  const { run, fork, runs, events, database } = opened();
  const before = await run([list, add('sum', '{{ $sum(tasks.list.output.two.value) }}')]);
  const { run: after } = await fork(before, { from: 'list/2/two' });
  expect(await runs.replay(after.id)).toMatchObject({ identical: true });
  const half = `run_${'1'.repeat(26)}`;
  await events.append([
    {
      type: 'run.created',
      scope: { runId: half },
      payload: { plan: before.plan, source: 'person', unattended: false, origin: { runId: before.id, taskId: 'sum' } },
    },
  ]);
  database
    .prepare(
      "INSERT INTO runs (id, title, source, status, tasks_total, created_at) VALUES (?, 'h', 'person', 'waiting', 2, 1)",
    )
    .run(half);
  const next = openRuns({}, database);
  next.runs.resume();
  await expect.poll(() => next.runs.get(half).status, { timeout: 30_000 }).toBe('failed');
  expect(next.runs.get(half).error?.message).toContain('fork it once more');
});

test('what the run had read marks its fork', async () => {
  const inherited: string[][] = [];
  const { runs } = openRuns({ inheritTaint: async ({ runId }, from) => void inherited.push([runId, from]) });
  const runId = await runs.start({ plan: { version: 1, title: 'One', tasks: [add('a', 1)] }, source: 'person' });
  await expect.poll(() => runs.get(runId).endedAt, { timeout: 120_000 }).toBeDefined();
  const forked = await runs.fork(runId, { from: 'a' });
  expect(inherited).toEqual([[forked.runId, runId]]);
});

test('a run that waits is run again from what has ended in it, and waits on itself', async () => {
  const { runs, events, calls } = opened();
  const w: Task = { id: 'w', after: ['second'], wait: { approval: { text: 'Go on?' } } };
  const tasks = [...chain.slice(0, 3), w, add('last', '{{ tasks.second.output.value }}', { after: ['w'] })];
  const parked = async (count: number): Promise<void> => {
    await expect.poll(() => events.list({ types: ['run.parked'] }).length).toBe(count);
  };
  const runId = await runs.start({ plan: { version: 1, title: 'Sums', tasks }, source: 'person' });
  await parked(1);
  await expect.poll(() => runs.get(runId).isParked).toBe(true);
  for (const from of ['w', 'last']) {
    await expect(runs.fork(runId, { from })).rejects.toMatchObject({
      ...{ code: 'conflict', message: `${from} has not ended; a run that waits can be run again from what has` },
    });
  }
  calls.length = 0;
  const fork = await runs.fork(runId, { from: 'second', set: [{ path: 'input.a', value: 40 }] });
  expect(fork).toMatchObject({ from: 'second', kept: 2 });
  await parked(2);
  expect(calls).toEqual(['second']);
  for (const [id, value] of [
    [fork.runId, 42],
    [runId, 4],
  ] as const) {
    await runs.answer(id, 'w', 'approve');
    await expect
      .poll(() => runs.get(id))
      .toMatchObject({ status: 'completed', tasks: { last: { output: { value } } } });
    expect(runs.get(id).isParked).toBeUndefined();
  }
});

test('a run that is at work is not run again from a step', async () => {
  const { runs } = openRuns({
    callWorker: ({ signal }) => new Promise((_, reject) => onAbort(signal, () => reject(signal.reason as Error))),
  });
  const runId = await runs.start({ plan: { version: 1, title: 'Sums', tasks: [add('a', 1)] }, source: 'person' });
  await expect(runs.fork(runId, { from: 'a' })).rejects.toMatchObject({
    code: 'conflict',
    message: 'The run is still going on; stop it first',
  });
  await runs.cancel(runId, 'enough');
});
