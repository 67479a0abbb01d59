import { expect, test } from 'vitest';
import type { PermissionRequest } from '../../../contract/permissions.ts';
import type { Run, TaskStatus } from '../../../contract/runs.ts';
import { endedCount, mostUrgent, runFacts, runStep, taskRows } from './task-rows.ts';

function run(statuses: TaskStatus[]): Run {
  const tasks = statuses.map((status, index) => ({ id: `t${index}`, status, attempt: 1 }));
  return {
    id: 'run_1',
    status: 'running',
    plan: { version: 1, title: 'Plan', tasks: tasks.map(({ id }) => ({ id, action: 'hash.file', input: {} })) },
    source: 'rules',
    unattended: false,
    tasks: Object.fromEntries(tasks.map((task) => [task.id, task])),
    createdAt: 0,
    undone: false,
  };
}

const rows = (statuses: TaskStatus[], askingFor: string[] = []) =>
  taskRows(run(statuses), [{ taskIds: askingFor } as PermissionRequest], () => ({
    title: 'Hash a file',
    risk: 'read',
    needs: [],
  }));

test('a task that a question is about asks, unless it has ended', () => {
  expect(rows(['waiting', 'completed', 'running'], ['t0', 't1']).map(({ step }) => step)).toEqual([
    'asking',
    'completed',
    'running',
  ]);
});

test('a task without a title of its own is called what its action is called', () => {
  expect(rows(['waiting'])[0]?.title).toBe('Hash a file');
});

test('of a long plan what needs the person, what failed and what goes on is shown, in the order of the plan', () => {
  const long = rows(['completed', 'completed', 'failed', 'completed', 'running', 'waiting', 'waiting', 'uncertain']);
  expect(mostUrgent(long, 4).map(({ task }) => task.id)).toEqual(['t2', 't4', 't5', 't7']);
  expect(mostUrgent(long, 8)).toEqual(long);
});

test('a run under way shows what it waits for', () => {
  expect(runStep({ status: 'running' }, rows(['waiting', 'running'], ['t0']))).toBe('asking');
  expect(runStep({ status: 'running' }, rows(['uncertain']))).toBe('uncertain');
  expect(runStep({ status: 'running' }, rows(['completed', 'blocked']))).toBe('blocked');
  expect(runStep({ status: 'failed' }, rows(['uncertain']))).toBe('failed');
  const denied = { code: 'permission-denied', message: 'no', details: { rule: 'the person' } } as const;
  expect(runStep({ status: 'failed', error: denied }, rows(['failed']))).toBe('cancelled');
});

test('tasks that will not go on count as ended', () => {
  expect(endedCount(run(['completed', 'failed', 'skipped', 'cancelled', 'running', 'waiting', 'uncertain']))).toBe(4);
});

test('the facts of a run count its steps', () => {
  const tasks = { total: 3, completed: 2, failed: 1 };
  expect(runFacts({ source: 'model', status: 'failed', undone: true, tasks })).toEqual([
    'Planned by the model',
    '2 of 3 steps',
    'undone',
  ]);
});
