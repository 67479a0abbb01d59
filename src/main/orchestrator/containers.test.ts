import { describe, expect, test } from 'vitest';
import type { Json } from '../../contract/json.ts';
import type { Task } from '../../contract/plan-task.ts';
import { foldRun } from '../../contract/run-state.ts';
import { HeronError } from '../base/errors.ts';
import type { Attempt } from './execution.ts';
import { doArithmetic } from './fixtures/arithmetic.ts';
import { add, execute, statuses } from './fixtures/execute.ts';
import { mostInOneValue } from './tasks/item-list.ts';

async function outputOf(tasks: Task[], id = tasks.at(-1)?.id ?? ''): Promise<Json | undefined> {
  const { ending, events } = await execute(tasks);
  expect(ending).toEqual({ kind: 'completed' });
  return foldRun(events)?.tasks[id]?.output;
}

const value = (id: string): string => `{{ tasks.${id}.output.value }}`;

describe('a condition', () => {
  test('that is not met skips the task, and what waits for it goes on with null [OR-05]', async () => {
    const { ending, events } = await execute([
      add('a', 1),
      add('b', 2, { when: 'tasks.a.output.value > 5' }),
      { id: 'c', tasks: [add('x', 3)], output: { b: '{{ tasks.b.output }}' }, after: ['b'] },
    ]);
    expect(ending).toEqual({ kind: 'completed' });
    const run = foldRun(events);
    expect(run?.tasks['b']?.status).toBe('skipped');
    expect(run?.tasks['c']?.output).toEqual({ b: null });
  });

  test('that is met, or names what is not there, does what it says', async () => {
    const { events } = await execute([
      add('a', 1, { when: '2 > 1' }),
      add('b', 1, { when: 'tasks.a.output.nothing = 1' }),
    ]);
    expect(statuses(events)).toEqual({ a: 'completed', b: 'skipped' });
  });

  test('that gives neither true nor false fails the task and says what it gave', async () => {
    const { ending } = await execute([add('a', 1, { when: '"yes"' })]);
    expect(ending).toMatchObject({
      kind: 'failed',
      error: { code: 'invalid-input', message: 'a: when: expected true or false, "yes" gave "yes"' },
    });
  });
});

describe('a group', () => {
  test('has ids of its own, sees the tasks around it, and gives its outputs in the order of the plan [OR-05, OR-11]', async () => {
    const output = await outputOf([add('a', 1), { id: 'g', tasks: [add('b', value('a')), add('a2', value('b'))] }]);
    expect(output).toEqual({ b: { value: 3 }, a2: { value: 4 } });
    expect(Object.keys(output as object)).toEqual(['b', 'a2']);
  });

  test('gives what its output says, and its tasks see its input', async () => {
    const group: Task = {
      id: 'g',
      input: { start: '{{ tasks.a.output.value + 10 }}' },
      tasks: [add('b', '{{ input.start }}')],
      output: { total: '{{ tasks.b.output.value }}', text: 'got {{ tasks.b.output.value }}' },
    };
    expect(await outputOf([add('a', 1), group])).toEqual({ total: 13, text: 'got 13' });
  });

  test('that fails is failed, and what had not begun inside is skipped', async () => {
    const { ending, events } = await execute(
      [{ id: 'g', tasks: [add('bad', 1), add('next', value('bad'))] }, add('after', 1, { after: ['g'] })],
      { callWorker: () => Promise.reject(new HeronError('worker-failed', 'it broke')) },
    );
    expect(ending).toMatchObject({ kind: 'failed', error: { message: 'it broke' } });
    expect(statuses(events)).toEqual({ g: 'failed', after: 'skipped' });
    const inner = events.filter(({ scope }) => scope.taskId?.startsWith('g/'));
    expect(inner.map(({ type, scope }) => `${type} ${scope.taskId}`)).toEqual([
      'task.started g/bad',
      'task.failed g/bad',
      'task.skipped g/next',
    ]);
  });

  test('counts how far it is', async () => {
    const { events } = await execute([{ id: 'g', tasks: [add('a', 1), add('b', 1), add('c', 1, { when: 'false' })] }]);
    expect(foldRun(events)?.tasks['g']?.progress).toEqual({ total: 3, done: 3, failed: 0 });
  });
});

describe('a switch', () => {
  const choose = (on: string, more: Partial<Task> = {}): Task => ({
    id: 's',
    switch: {
      on,
      cases: [
        { is: 2, tasks: [add('first', 10)] },
        { when: 'tasks.a.output.value > 2', tasks: [add('x', 20), add('second', value('x'))] },
      ],
      ...more.switch,
    },
  });

  test.each<[string, Json, Json]>([
    ['the value of a case', 1, { value: 11 }],
    ['a condition of a case', 5, { value: 22 }],
  ])('takes %s, and gives what the last task of the case gives [OR-05]', async (_name, a, expected) => {
    expect(await outputOf([add('a', a), choose(value('a'))])).toEqual(expected);
  });

  test('gives null where no case is met and nothing else is said', async () => {
    expect(await outputOf([add('a', 0), choose(value('a'))])).toBeNull();
  });

  test('does what is said for all else', async () => {
    const task = choose(value('a'));
    const otherwise = [add('other', 99)];
    expect(await outputOf([add('a', 0), { ...task, switch: { ...task.switch!, otherwise } }])).toEqual({ value: 100 });
  });
});

describe('a list', () => {
  test('is gone over with item and index, and the outputs come in its order [OR-05, OR-11]', async () => {
    const callWorker = async (attempt: Attempt): Promise<Json> => {
      await new Promise((resolve) => setTimeout(resolve, 10 - Number(attempt.input['a'])));
      return doArithmetic(attempt);
    };
    const { events } = await execute(
      [
        {
          ...add('each', '{{ item }}'),
          input: { a: '{{ item }}', b: '{{ index }}' },
          forEach: { in: [5, 1, 3], concurrency: 3 },
        },
      ],
      { callWorker },
    );
    expect(foldRun(events)?.tasks['each']).toMatchObject({
      status: 'completed',
      output: [{ value: 5 }, { value: 2 }, { value: 5 }],
      progress: { total: 3, done: 3, failed: 0 },
      says: 'each: 3 of 3 done.',
    });
  });

  test.each<[string, Task['forEach'], Json]>([
    ['whole numbers', { in: { from: 2, to: 7, step: 2 } }, [{ value: 3 }, { value: 5 }, { value: 7 }]],
    ['numbers from expressions', { in: { from: '{{ tasks.a.output.value }}', to: 3 } }, [{ value: 3 }, { value: 4 }]],
    ['an empty list', { in: [] }, []],
    ['an expression', { in: '{{ [tasks.a.output.value, 7] }}' }, [{ value: 3 }, { value: 8 }]],
    ['an expression that gives nothing', { in: '{{ tasks.a.output.nothing }}' }, []],
    ['a list with expressions in it', { in: [1, '{{ tasks.a.output.value }}'] }, [{ value: 2 }, { value: 3 }]],
  ])('can be %s', async (_name, forEach, expected) => {
    expect(await outputOf([add('a', 1), add('each', '{{ item }}', { forEach })])).toEqual(expected);
  });

  test('has its items under another name, and lists in lists', async () => {
    const inner: Task = {
      id: 'inner',
      action: 'sum.add',
      input: { a: '{{ row }}', b: '{{ column }}' },
      forEach: { in: [1, 2], as: 'column' },
    };
    const outer: Task = { id: 'outer', tasks: [inner], forEach: { in: [10, 20], as: 'row' } };
    expect(await outputOf([outer])).toEqual([
      { inner: [{ value: 11 }, { value: 12 }] },
      { inner: [{ value: 21 }, { value: 22 }] },
    ]);
  });

  test.each<[string, Task['forEach'], Json]>([
    ['of the plan', { in: [1, 2, 3, 4, 5], batch: 2 }, [3, 7, 5]],
    ['of an expression', { in: '{{ [1..5] }}', batch: 4, concurrency: 2 }, [10, 5]],
    ['of numbers', { in: { from: 1, to: 6 }, batch: 3 }, [6, 15]],
    ['with nothing in it', { in: [], batch: 3 }, []],
    ['shorter than one batch', { in: [7], batch: 3 }, [7]],
  ])('%s is gone over in batches, of which the last may be shorter', async (_name, forEach, expected) => {
    expect(await outputOf([{ id: 'parts', value: '{{ $sum(item) }}', forEach }])).toEqual(expected);
  });

  test('of values is worked out until one of them goes wrong, and none after it', async () => {
    const forEach = { in: { from: 1, to: 1000 }, concurrency: 3 };
    const { ending, events } = await execute([{ id: 'each', value: '{{ 1 / (350 - item) }}', forEach }]);
    expect(ending).toMatchObject({
      kind: 'failed',
      error: { message: expect.stringContaining('no number') as string },
    });
    const done = events.flatMap(({ type, scope }) => (type === 'task.completed' ? [scope.taskId] : []));
    expect(done).toEqual(expect.arrayContaining(Array.from({ length: 349 }, (_, index) => `each/${index}`)));
    expect(done.length).toBeLessThan(400);
    const failed = events.flatMap(({ type, scope }) => (type === 'task.failed' ? [scope.taskId] : []));
    expect(failed).toEqual(['each/349', 'each']);
  });

  test('too long for one value is summed up in batches', async () => {
    const count = mostInOneValue.items + 1;
    const whole = await outputOf([
      { id: 'each', value: '{{ item }}', forEach: { in: { from: 1, to: count }, concurrency: 100 } },
      { id: 'parts', value: '{{ $sum(item) }}', forEach: { in: '{{ tasks.each.output }}', batch: 1000 } },
      { id: 'sum', value: ['{{ $count(tasks.parts.output) }}', '{{ $sum(tasks.parts.output) }}'] },
    ]);
    expect(whole).toEqual([11, (count * (count + 1)) / 2]);
  });

  test('is worked on by so many at a time and no more', async () => {
    let running = 0;
    let most = 0;
    const callWorker = async (attempt: Attempt): Promise<Json> => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running -= 1;
      return doArithmetic(attempt);
    };
    await execute([add('each', '{{ item }}', { forEach: { in: { from: 1, to: 20 }, concurrency: 3 } })], {
      callWorker,
    });
    expect(most).toBe(3);
  });

  test('that is none fails and says what was given', async () => {
    const { ending } = await execute([add('each', 1, { forEach: { in: '{{ "text" }}' } })]);
    expect(ending).toMatchObject({
      kind: 'failed',
      error: { code: 'invalid-input', message: 'each: forEach.in: expected a list, got "text"' },
    });
  });

  test('with an item that fails begins no further one', async () => {
    const callWorker = (attempt: Attempt): Promise<Json> =>
      attempt.taskId === 'each/1' ? Promise.reject(new HeronError('worker-failed', 'no')) : doArithmetic(attempt);
    const { ending, events } = await execute([add('each', '{{ item }}', { forEach: { in: [1, 2, 3] } })], {
      callWorker,
    });
    expect(ending).toMatchObject({ kind: 'failed', error: { message: 'no' } });
    expect(events.filter(({ type }) => type === 'task.started').map(({ scope }) => scope.taskId)).toEqual([
      'each/0',
      'each/1',
    ]);
    expect(foldRun(events)?.tasks['each']?.progress).toEqual({ total: 3, done: 2, failed: 1 });
  });
});

describe('a loop', () => {
  test('goes on until its condition is met, with what the last round gave [OR-05]', async () => {
    const loop = add('loop', '{{ previous ? previous.value : 0 }}', {
      repeat: { until: 'previous.value >= 4', max: 100 },
    });
    const { events } = await execute([loop]);
    expect(foldRun(events)?.tasks['loop']).toMatchObject({
      output: { value: 4 },
      progress: { done: 4, failed: 0 },
      says: 'loop: done 4 times.',
    });
  });

  test('goes on while its condition holds, which is asked before', async () => {
    expect(await outputOf([add('loop', '{{ iteration }}', { repeat: { while: 'iteration < 3', max: 10 } })])).toEqual({
      value: 3,
    });
    expect(await outputOf([add('loop', 1, { repeat: { while: 'false', max: 10 } })])).toBeNull();
  });

  test('without a condition goes round as often as it says', async () => {
    expect(await outputOf([add('loop', '{{ iteration }}', { repeat: { max: 5 } })])).toEqual({ value: 5 });
  });

  test('whose condition is never met fails and says so', async () => {
    const { ending } = await execute([add('loop', 1, { repeat: { until: 'false', max: 3 } })]);
    expect(ending).toMatchObject({
      kind: 'failed',
      error: { code: 'limit-exceeded', message: 'loop was repeated 3 times, and false still is not true' },
    });
  });

  test('of a group has each round at a place of its own', async () => {
    const { events } = await execute([{ id: 'g', tasks: [add('x', '{{ iteration }}')], repeat: { max: 2 } }]);
    const started = events.filter(({ type }) => type === 'task.started');
    expect(started.map(({ scope }) => scope.taskId)).toEqual(['g/0/x', 'g/1/x']);
  });
});
