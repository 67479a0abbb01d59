import { expect, test } from 'vitest';
import type { Json } from '../../../contract/json.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { foldRun } from '../../../contract/run-state.ts';
import { add, execute } from '../fixtures/execute.ts';
import { filesCatalogue } from '../fixtures/unsound-plans.ts';
import { validatePlan } from '../checking/validate-plan.ts';

async function issuesOf(tasks: object[]): Promise<string[]> {
  const plan = { version: 1, title: 'A plan', tasks };
  const { issues } = await validatePlan(plan, filesCatalogue(), { baseFolder: '/base', homeFolder: '/home/ada' });
  return issues.map(({ path, message }) => `${path}: ${message}`);
}

async function runOf(tasks: Task[]) {
  const { ending, events } = await execute(tasks);
  return { ending, run: foldRun(events), types: events.map(({ type }) => type) };
}

test('is worked out from other outputs without a worker, and only its end is recorded [OR-05]', async () => {
  const { run, types } = await runOf([
    add('a', 1),
    {
      id: 'b',
      value: { sum: '{{ tasks.a.output.value + 1 }}', list: [1, '{{ tasks.a.output.value }}'], said: 'got {{ 1 }}' },
    },
  ]);
  expect(run?.tasks['b']).toMatchObject({ status: 'completed', output: { sum: 3, list: [1, 2], said: 'got 1' } });
  expect(types.filter((type) => type.startsWith('task.'))).toEqual([
    'task.started',
    'task.completed',
    'task.completed',
  ]);
});

test('null, false and zero are values', async () => {
  const { run } = await runOf([
    { id: 'a', value: null },
    { id: 'b', value: false },
    { id: 'c', value: 0 },
  ]);
  expect(Object.values(run?.tasks ?? {}).map(({ output }) => output)).toEqual([null, false, 0]);
});

test('counts in a loop and maps a list', async () => {
  const { run } = await runOf([
    { id: 'count', value: '{{ (previous ? previous : 0) + 2 }}', repeat: { until: 'previous >= 5', max: 10 } },
    { id: 'squares', value: '{{ item * item }}', forEach: { in: { from: 1, to: 4 } } },
    { id: 'all', value: '{{ $sum(tasks.squares.output) }}' },
  ]);
  expect(run?.tasks['count']?.output).toBe(6);
  expect(run?.tasks['all']?.output).toBe(30);
});

test('a chain of thousands does not outrun the disk, and all of it is on record', async () => {
  const chain = Array.from({ length: 3000 }, (_, index): Task => ({
    id: `t${index}`,
    value: index === 0 ? 0 : `{{ tasks.t${index - 1}.output + 1 }}`,
  }));
  const { ending, run } = await runOf(chain);
  expect(ending).toEqual({ kind: 'completed' });
  expect(run?.tasks['t2999']?.output).toBe(2999);
});

test('an expression that fails fails the task, and what is done about failures is done', async () => {
  const wrong: Json = '{{ $number("x") }}';
  const failed = await runOf([{ id: 'a', value: wrong }]);
  expect(failed.ending).toMatchObject({ kind: 'failed', error: { code: 'invalid-input' } });
  const mended = await runOf([{ id: 'a', value: wrong, onError: { recover: [{ id: 'b', value: 7 }] } }]);
  expect(mended.run?.tasks['a']).toMatchObject({ status: 'completed', output: 7 });
});

test('what it gives is known before it runs, and so is what is wrong in it', async () => {
  const [wrongName] = await issuesOf([
    { id: 'a', value: { size: 1 } },
    { id: 'b', value: '{{ tasks.a.output.sise }}' },
  ]);
  expect(wrongName).toMatch(/^tasks\.1\.value: .*tasks\.a\.output has no sise, it has size/);
  expect(await issuesOf([{ id: 'a', value: 1, tasks: [{ id: 'b', value: 2 }] }])).toEqual([
    expect.stringContaining('expected one of action, value, tasks, switch, wait, template, agent, not value and tasks'),
  ]);
  expect(await issuesOf([{ id: 'a', value: { password: 'hunter22' } }])).toEqual([
    expect.stringMatching(/^tasks\.0\.value\.password: This looks like a secret/),
  ]);
});
