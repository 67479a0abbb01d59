import { expect, test } from 'vitest';
import type { Json } from '../../contract/json.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Task } from '../../contract/plan-task.ts';
import { foldRun } from '../../contract/run-state.ts';
import { HeronError } from '../base/errors.ts';
import { type Attempt, RunStop } from './execution.ts';
import { doArithmetic } from './fixtures/arithmetic.ts';
import { add, execute, openLog, runId, statuses } from './fixtures/execute.ts';

function save(id: string, value: Json): Task {
  return { id, action: 'disk.save', input: { path: `/tmp/${id}`, value, copy: 'x' } };
}

test('outputs flow along expressions, and the fold of the events is the whole story', async () => {
  const { ending, events } = await execute([
    add('a', 1),
    add('b', '{{ tasks.a.output.value }}'),
    add('c', '{{ tasks.b.output.value }}'),
  ]);
  expect(ending).toEqual({ kind: 'completed' });
  const run = foldRun(events);
  expect(run?.tasks['c']).toMatchObject({ status: 'completed', output: { value: 4 }, says: '3 and 1 make 4.' });
});

test('independent tasks run at the same time, up to the limit of their class [OR-09]', async () => {
  let running = 0;
  let most = 0;
  const callWorker = async (attempt: Attempt): Promise<Json> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
    return doArithmetic(attempt);
  };
  await execute(
    Array.from({ length: 12 }, (_, index) => add(`t${index}`, index)),
    { callWorker },
  );
  expect(most).toBe(4);
});

test('a task starts only after the tasks it waits for are recorded as completed', async () => {
  const { events } = await execute([add('a', 1), add('b', 2), add('c', 3, { after: ['a', 'b'] })]);
  const order = events.map(({ type, scope }) => `${type} ${scope.taskId ?? ''}`.trim());
  expect(order.indexOf('task.started c')).toBeGreaterThan(order.indexOf('task.completed a'));
  expect(order.indexOf('task.started c')).toBeGreaterThan(order.indexOf('task.completed b'));
});

test('after a failure nothing new starts, and what never started is skipped', async () => {
  const callWorker = async (attempt: Attempt): Promise<Json> => {
    if (attempt.taskId === 'bad') throw new HeronError('worker-failed', 'it broke');
    return doArithmetic(attempt);
  };
  const { ending, events } = await execute(
    [add('bad', 1), add('next', '{{ tasks.bad.output.value }}'), add('last', 1, { after: ['next'] })],
    { callWorker },
  );
  expect(ending).toMatchObject({ kind: 'failed', error: { code: 'worker-failed', message: 'it broke' } });
  expect(statuses(events)).toEqual({ bad: 'failed', next: 'skipped', last: 'skipped' });
});

test('an output that is no valid input for the next task fails that task with the field named', async () => {
  const { ending } = await execute([add('a', 1), add('b', '{{ tasks.a.output.nothing }}')]);
  expect(ending).toMatchObject({ kind: 'failed', error: { code: 'invalid-input' } });
  expect(ending.kind === 'failed' && ending.error.message).toMatch(/b: input\.a/);
});

test('everything a plan needs is asked for at once before anything runs, and a refusal leaves nothing started', async () => {
  const asked: string[][] = [];
  const { ending, events } = await execute([save('one', 1), save('two', 2), add('three', 3)], {
    ensure: async (needs) => {
      asked.push(needs.map(({ need }) => need.target));
      throw new HeronError('permission-denied', 'no');
    },
  });
  expect(asked).toEqual([['/tmp/one', '/tmp/two']]);
  expect(ending).toMatchObject({ kind: 'failed', error: { code: 'permission-denied' } });
  expect(events.map(({ type }) => type)).toEqual(['run.created']);
});

test('cancelling stops the calls under way and records them as cancelled [OR-13]', async () => {
  const stop = new AbortController();
  const callWorker = ({ signal }: Attempt): Promise<Json> =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
      stop.abort(new RunStop('cancelled', 'enough'));
    });
  const { ending, events } = await execute([add('a', 1), add('b', 2, { after: ['a'] })], {
    callWorker,
    signal: stop.signal,
  });
  expect(ending).toEqual({ kind: 'cancelled', reason: 'enough' });
  expect(statuses(events)).toEqual({ a: 'cancelled', b: 'waiting' });
});

test('a run that was cut off goes on: finished tasks are not repeated, the one in flight has the same idempotency key [SQ-15]', async () => {
  const log = openLog();
  const tasks = [add('a', 1), add('b', '{{ tasks.a.output.value }}'), add('c', '{{ tasks.b.output.value }}')];
  const stop = new AbortController();
  const keys: string[] = [];
  await execute(
    tasks,
    {
      signal: stop.signal,
      callWorker: async (attempt) => {
        if (attempt.taskId !== 'b') return doArithmetic(attempt);
        keys.push(attempt.idempotencyKey);
        stop.abort(new RunStop('interrupted', 'closing'));
        throw new HeronError('cancelled', 'closing');
      },
    },
    log,
  );
  expect(statuses(log.list({}))).toEqual({ a: 'completed', b: 'running', c: 'waiting' });
  const calls: string[] = [];
  const { ending, events } = await execute(
    tasks,
    {
      previous: foldRun(log.list({})),
      callWorker: (attempt) => {
        calls.push(`${attempt.taskId} ${attempt.attempt}`);
        keys.push(attempt.idempotencyKey);
        return doArithmetic(attempt);
      },
    },
    log,
  );
  expect(ending).toEqual({ kind: 'completed' });
  expect(calls).toEqual(['b 2', 'c 1']);
  expect(keys[0]).toBe(keys[1]);
  expect(foldRun(events)?.tasks['c']?.output).toEqual({ value: 4 });
});

test.each([
  ['retry', 'completed', ['save 2', 'add 1']],
  ['skip', 'skipped', ['add 1']],
  ['abort', 'uncertain', []],
] as const)(
  'an interrupted action that must not be repeated asks, and %s is obeyed',
  async (decision, status, expected) => {
    const log = openLog();
    const tasks = [save('save', 1), add('add', 1, { after: ['save'] })];
    const plan: Plan = { version: 1, title: 'A plan', tasks };
    await log.append([
      { type: 'run.created', scope: { runId }, payload: { plan, source: 'person', unattended: false } },
      { type: 'run.started', scope: { runId }, payload: {} },
      {
        type: 'task.started',
        scope: { runId, taskId: 'save' },
        payload: { attempt: 1, input: {}, idempotencyKey: 'k' },
      },
    ]);
    const calls: string[] = [];
    const { events, ending } = await execute(
      tasks,
      {
        previous: foldRun(log.list({})),
        decide: async () => decision,
        callWorker: (attempt) => {
          calls.push(`${attempt.taskId} ${attempt.attempt}`);
          return doArithmetic(attempt);
        },
      },
      log,
    );
    expect(calls).toEqual(expected);
    expect(statuses(events)['save']).toBe(status);
    expect(ending.kind).toBe(decision === 'abort' ? 'failed' : 'completed');
  },
);

test('a log that cannot be written fails the run instead of going on unseen', async () => {
  const { ending } = await execute([add('a', 1)], {
    record: async () => {
      throw new HeronError('storage', 'The disk is full');
    },
  });
  expect(ending).toMatchObject({ kind: 'failed', error: { code: 'storage' } });
});
