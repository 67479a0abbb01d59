import { expect, test } from 'vitest';
import type { Run, RunSummary } from '../../../contract/runs.ts';
import { createFakeEngine, testEvent, testId } from '../../engine/fake-engine.ts';
import { createRuns } from './store.ts';

const runId = testId('run', 1);
const plan = {
  version: 1 as const,
  title: 'Pack the reports',
  tasks: [
    { id: 'a', action: 'archive.create', input: {} },
    { id: 'b', action: 'hash.file', input: {} },
  ],
};

function run(status: Run['status']): Run {
  const tasks = {
    a: { id: 'a', status: 'waiting' as const, attempt: 0 },
    b: { id: 'b', status: 'waiting' as const, attempt: 0 },
  };
  return { id: runId, status, plan, source: 'rules', unattended: false, tasks, createdAt: 1, undone: false };
}

const started = testEvent(
  'task.started',
  { attempt: 1, input: {}, idempotencyKey: 'k' },
  { scope: { runId, taskId: 'a' } },
);
const completed = testEvent(
  'task.completed',
  { attempt: 1, output: {}, says: 'Packed.' },
  { scope: { runId, taskId: 'a' }, seq: 2 },
);
const created = testEvent('run.created', { plan, source: 'rules', unattended: false }, { scope: { runId } });

function setUp(answers: { list?: () => RunSummary[]; get?: () => Promise<Run> } = {}) {
  const engine = createFakeEngine((os) => ({
    runs: {
      list: os.runs.list.handler(() => answers.list?.() ?? []),
      get: os.runs.get.handler(() => answers.get?.() ?? Promise.resolve(run('running'))),
    },
  }));
  return { engine, runs: createRuns(engine) };
}

test('events that come while a run is read are applied to what was read', async () => {
  let answer = (_run: Run): void => {};
  const { engine, runs } = setUp({ get: () => new Promise((resolve) => (answer = resolve)) });
  runs.hold(runId);
  engine.emit(started);
  await Promise.resolve();
  engine.emit(completed);
  await expect.poll(() => runs.state.getState().open[runId]?.early?.length).toBe(2);
  answer(run('running'));
  await expect.poll(() => runs.state.getState().open[runId]?.run?.tasks['a']?.status).toBe('completed');
  expect(runs.state.getState().open[runId]?.run?.tasks['a']?.says).toBe('Packed.');
});

test('progress shows while a task runs and goes when it ends', async () => {
  const { engine, runs } = setUp();
  runs.hold(runId);
  await expect.poll(() => runs.state.getState().open[runId]?.run).toBeDefined();
  const progress = () => runs.state.getState().open[runId]?.progress;
  engine.emit(
    started,
    testEvent('task.progressed', { percent: 40, text: '4 of 10' }, { scope: { runId, taskId: 'a' }, seq: 0 }),
  );
  expect(progress()).toEqual({ a: { percent: 40, text: '4 of 10' } });
  engine.emit(completed);
  expect(progress()).toEqual({});
});

test('a run is followed until the last one who looks at it has left', async () => {
  const { runs } = setUp();
  const releases = [runs.hold(runId), runs.hold(runId)];
  releases[0]?.();
  expect(runs.state.getState().open[runId]).toBeDefined();
  releases[1]?.();
  expect(runs.state.getState().open[runId]).toBeUndefined();
});

test('a run that begins here is counted task by task', () => {
  const { engine, runs } = setUp();
  engine.emit(created, started, completed);
  expect(runs.state.getState().summaries[runId]?.tasks).toEqual({ total: 2, completed: 1, failed: 0 });
  engine.emit(testEvent('run.completed', {}, { scope: { runId }, at: 9 }));
  expect(runs.state.getState().summaries[runId]).toMatchObject({ status: 'completed', endedAt: 9 });
});

test('a run that began earlier is listed again when it ends, because its tasks were not all seen', async () => {
  const summary = (done: number, status: RunSummary['status']): RunSummary => ({
    id: runId,
    title: plan.title,
    status,
    source: 'rules',
    createdAt: 1,
    tasks: { total: 2, completed: done, failed: 0 },
    undone: false,
  });
  let answer = summary(1, 'running');
  const { engine, runs } = setUp({ list: () => [answer] });
  await runs.list();
  engine.emit(completed);
  expect(runs.state.getState().summaries[runId]?.tasks.completed).toBe(1);
  answer = summary(2, 'completed');
  engine.emit(testEvent('run.completed', {}, { scope: { runId } }));
  await expect.poll(() => runs.state.getState().summaries[runId]?.tasks.completed).toBe(2);
});

test('a run that cannot be read says why', async () => {
  const { runs } = setUp({ get: () => Promise.reject(new Error('gone')) });
  runs.hold(runId);
  await expect.poll(() => runs.state.getState().open[runId]?.failure?.message).toBeDefined();
});

test('a list that is older than the events, or comes before them, does not change the count', async () => {
  const summary: RunSummary = {
    id: runId,
    title: plan.title,
    status: 'running',
    source: 'rules',
    createdAt: 1,
    tasks: { total: 2, completed: 1, failed: 0 },
    undone: false,
  };
  const { engine, runs } = setUp({ list: () => [summary] });
  await runs.list();
  engine.emit(created, started, completed);
  expect(runs.state.getState().summaries[runId]?.tasks.completed).toBe(1);
  await runs.listOf(testId('cnv', 1));
  expect(runs.state.getState().summaries[runId]?.tasks.completed).toBe(1);
});
