import { expect, test } from 'vitest';
import type { Json } from '../../../contract/json.ts';
import { HeronError } from '../../base/errors.ts';
import type { Attempt, WorkerNeed } from '../../orchestrator/execution.ts';
import { doArithmetic } from '../../orchestrator/fixtures/arithmetic.ts';
import { openRuns as open } from './fixtures/open-runs.ts';
import type { RunParts } from './service.ts';

const patience = { timeout: 30_000 };

/** Remembers what was called; `act` may do something else than arithmetic. */
function recording(act?: (attempt: Attempt) => Promise<Json> | undefined) {
  const calls: string[] = [];
  const callWorker: RunParts['callWorker'] = async (attempt) => {
    calls.push(`${attempt.taskId} ${attempt.entry.ref} ${JSON.stringify(attempt.input)}`);
    return (await act?.(attempt)) ?? doArithmetic(attempt);
  };
  return { calls, callWorker, undone: () => calls.filter((call) => call.includes('/:undo ')) };
}

const takenBack = (a: string) => ({ action: 'sum.add', input: { a, b: -1 } });
const plan = {
  version: 1 as const,
  title: 'Three effects',
  tasks: [
    { id: 'a', action: 'sum.add', input: { a: 1 }, undo: takenBack('{{ output.value }}') },
    {
      id: 'b',
      action: 'sum.add',
      input: { a: '{{ tasks.a.output.value }}' },
      undo: takenBack('{{ tasks.a.output.value }}'),
    },
    { id: 'c', action: 'sum.add', input: { a: 9 }, after: ['b'] },
    {
      id: 'list',
      action: 'sum.add',
      input: { a: '{{ item }}' },
      forEach: { in: [10, 20] },
      after: ['c'],
      undo: takenBack('{{ item + output.value }}'),
    },
  ],
};

async function finished(runs: ReturnType<typeof open>['runs'], runId: string): Promise<void> {
  await expect.poll(() => runs.get(runId).endedAt, patience).toBeDefined();
}

test('undoing calls what takes effects back, the last effect first, in lists too, and puts files back after that', async () => {
  const { calls, callWorker, undone } = recording();
  const order: string[] = [];
  const { runs, events } = open({
    callWorker,
    undo: async () => (order.push(`files after ${undone().length}`), { restored: ['/a'], conflicts: [] }),
    endProcesses: async () => void order.push(`processes before ${undone().length}`),
  });
  const runId = await runs.start({ plan, source: 'person' });
  await finished(runs, runId);
  expect((await runs.previewUndo(runId)).compensations).toMatchObject([
    { taskId: 'list/1', action: 'sum.add', title: 'Add' },
    { taskId: 'list/0' },
    { taskId: 'b' },
    { taskId: 'a' },
  ]);
  expect(undone()).toEqual([]);
  const report = await runs.undo(runId);
  expect(report).toEqual({ restored: ['/a'], conflicts: [], compensated: ['list/1', 'list/0', 'b', 'a'] });
  expect(undone()).toEqual([
    'list/1/:undo sum.add {"a":41,"b":-1}',
    'list/0/:undo sum.add {"a":21,"b":-1}',
    'b/:undo sum.add {"a":2,"b":-1}',
    'a/:undo sum.add {"a":2,"b":-1}',
  ]);
  expect(order).toEqual(['processes before 0', 'files after 4']);
  expect(runs.get(runId)).toMatchObject({ undone: true, tasks: { a: { compensation: { status: 'done' } } } });
  expect(runs.get(runId).undoing).toBeUndefined();
  expect(runs.items(runId, { inside: 'list', limit: 10 }).items).toMatchObject([
    { id: 'list/0', status: 'completed', compensation: { status: 'done' } },
    { id: 'list/1', status: 'completed', compensation: { status: 'done' } },
  ]);
  const kinds = events.list({ types: ['task.compensating', 'task.compensated'], scope: { runId } });
  expect(kinds.map(({ type, scope }) => `${type} ${scope.taskId}`).slice(0, 4)).toEqual([
    'task.compensating list/1',
    'task.compensated list/1',
    'task.compensating list/0',
    'task.compensated list/0',
  ]);
  const before = calls.length;
  expect((await runs.undo(runId)).compensated).toHaveLength(4);
  expect(calls).toHaveLength(before);
});

test('one that fails is told, the others go on, and asked again only it is called again', async () => {
  let isBroken = true;
  const { callWorker, undone } = recording(({ taskId }) => {
    if (taskId === 'b/:undo' && isBroken) throw new HeronError('network', 'The server is away');
    return undefined;
  });
  const { runs } = open({ callWorker });
  const runId = await runs.start({ plan, source: 'person' });
  await finished(runs, runId);
  expect(await runs.undo(runId)).toMatchObject({
    compensated: ['list/1', 'list/0', 'a'],
    uncompensated: [{ taskId: 'b', action: 'sum.add', reason: 'The server is away' }],
  });
  expect(runs.get(runId).tasks['b']?.compensation).toMatchObject({ status: 'failed', error: { code: 'network' } });
  isBroken = false;
  expect((await runs.previewUndo(runId)).compensations).toMatchObject([{ taskId: 'b' }]);
  expect(await runs.undo(runId)).not.toHaveProperty('uncompensated');
  expect(undone().slice(4)).toEqual(['b/:undo sum.add {"a":2,"b":-1}']);
});

test('a run that fails is undone at once when its plan says so, and only what had its effect is taken back', async () => {
  const { callWorker, undone } = recording(({ taskId }) => {
    if (taskId === 'c') throw new HeronError('worker-failed', 'No');
    return undefined;
  });
  const ended: string[] = [];
  const { runs, events } = open({
    callWorker,
    endPermissions: async (runId) => void ended.push(`${runId} ${undone().length}`),
  });
  const runId = await runs.start({ plan: { ...plan, onFailure: 'undo' }, source: 'person' });
  await expect.poll(() => runs.get(runId).undone, patience).toBe(true);
  expect(runs.get(runId)).toMatchObject({ status: 'failed', error: { message: 'No' } });
  expect(undone()).toEqual(['b/:undo sum.add {"a":2,"b":-1}', 'a/:undo sum.add {"a":2,"b":-1}']);
  expect(ended).toEqual([`${runId} 2`]);
  expect(events.last('run.undoing', { runId })?.payload).toEqual({ because: 'failed' });
  const whole = await runs.start({
    plan: { ...plan, onFailure: 'undo', tasks: plan.tasks.slice(0, 2) },
    source: 'person',
  });
  await finished(runs, whole);
  expect(runs.get(whole)).toMatchObject({ status: 'completed', undone: false });
});

test('what the engine was cut off in goes on at the next start: nothing done is done again', async () => {
  const hanging = recording(({ taskId, signal }) =>
    taskId === 'b/:undo'
      ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
      : undefined,
  );
  const first = open({ callWorker: hanging.callWorker });
  const runId = await first.runs.start({ plan, source: 'person' });
  await finished(first.runs, runId);
  const undoing = first.runs.undo(runId);
  undoing.catch(() => undefined);
  await expect.poll(() => hanging.undone().length, patience).toBe(3);
  expect(first.runs.get(runId)).toMatchObject({ undoing: true, tasks: { b: { compensation: { status: 'running' } } } });
  await first.runs.close();
  await expect(undoing).rejects.toMatchObject({ code: 'cancelled' });

  const after = recording();
  const second = open({ callWorker: after.callWorker }, first.database);
  second.runs.resume();
  await expect.poll(() => second.runs.get(runId).undone, patience).toBe(true);
  expect(after.undone().map((call) => call.split(' ')[0])).toEqual(['b/:undo', 'a/:undo']);
  expect(second.events.last('run.undone', { runId })?.payload.report.compensated).toHaveLength(4);
  await second.runs.close();
  const third = open({ callWorker: after.callWorker }, first.database);
  third.runs.resume();
  expect(third.events.list({ types: ['run.undone'] })).toHaveLength(1);
});

test('one that must not be repeated and was cut off is not called again, and that is told', async () => {
  const saving = {
    ...plan,
    tasks: [
      {
        id: 'a',
        action: 'sum.add',
        input: { a: 1 },
        undo: { action: 'disk.save', input: { path: '/x', value: '{{ output.value }}' } },
      },
    ],
  };
  const hanging = recording(({ taskId, signal }) =>
    taskId === 'a/:undo'
      ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
      : undefined,
  );
  const first = open({ callWorker: hanging.callWorker });
  const runId = await first.runs.start({ plan: saving, source: 'person' });
  await finished(first.runs, runId);
  first.runs.undo(runId).catch(() => undefined);
  await expect.poll(() => hanging.undone().length, patience).toBe(1);
  await first.runs.close();
  const after = recording();
  const second = open({ callWorker: after.callWorker }, first.database);
  second.runs.resume();
  await expect.poll(() => second.runs.get(runId).undone, patience).toBe(true);
  expect(after.calls).toEqual([]);
  expect(second.events.last('run.undone', { runId })?.payload.report.uncompensated).toMatchObject([
    { taskId: 'a', reason: expect.stringContaining('nobody knows whether it took effect') },
  ]);
  expect((await second.runs.undo(runId)).uncompensated).toHaveLength(1);
  expect(after.calls).toEqual([]);
});

test('it needs its permissions like any step, and a no is a failure of it alone', async () => {
  const saving = {
    ...plan,
    tasks: [
      { id: 'a', action: 'sum.add', input: { a: 1 }, undo: takenBack('1') },
      {
        id: 'b',
        action: 'sum.add',
        input: { a: 1 },
        after: ['a'],
        undo: { action: 'disk.save', input: { path: 'x.txt', value: 1 } },
      },
    ],
  };
  const asked: WorkerNeed[][] = [];
  const ensure: RunParts['ensure'] = async (_, needs) => {
    if (needs.length === 0) return;
    asked.push(needs);
    throw new HeronError('permission-denied', 'You said no');
  };
  const { runs } = open({ ensure });
  const runId = await runs.start({
    plan: { ...saving, tasks: [...saving.tasks] },
    source: 'person',
    baseFolder: '/work',
  });
  await finished(runs, runId);
  expect(await runs.undo(runId)).toMatchObject({
    compensated: ['a'],
    uncompensated: [{ taskId: 'b', reason: 'You said no' }],
  });
  expect(asked).toMatchObject([[{ workerId: 'disk', taskIds: ['b/:undo'], need: { target: '/work/x.txt' } }]]);
});

test('it is checked like any call before anything runs', async () => {
  const wrong = (undo: object, more: object = {}) =>
    open().runs.start({
      plan: { ...plan, tasks: [{ id: 'a', action: 'sum.add', input: { a: 1 }, undo, ...more }] },
      source: 'person',
    });
  const issue = async (undo: object, more?: object) => {
    const error = await wrong(undo, more).catch((reason: unknown) => reason);
    return (error as HeronError).details?.['issues'];
  };
  expect(await issue({ action: 'no.such', input: {} })).toMatchObject([{ path: 'tasks.0.undo.action' }]);
  expect(await issue({ action: 'sum.add', input: {} })).toMatchObject([{ path: 'tasks.0.undo.input.a' }]);
  expect(await issue(takenBack('{{ output.valu }}'))).toMatchObject([{ path: 'tasks.0.undo.input.a' }]);
  expect(await issue(takenBack('{{ tasks.b.output }}'))).toMatchObject([
    { path: 'tasks.0.undo.input.a', message: 'There is no task b' },
  ]);
  expect(await issue(takenBack('1'), { action: undefined, input: undefined, wait: { forMs: 1 } })).toMatchObject([
    { path: 'tasks.0.undo', message: expect.stringMatching(/^only an action has an undo/) },
  ]);
});
