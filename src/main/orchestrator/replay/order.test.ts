import { describe, expect, test } from 'vitest';
import type { Task } from '../../../contract/plan-task.ts';
import { HeronError } from '../../base/errors.ts';
import type { ExecutionParts } from '../execution.ts';
import { doArithmetic } from '../fixtures/arithmetic.ts';
import { add } from '../fixtures/execute.ts';
import { live, replay } from '../fixtures/replay.ts';

const save = (id: string, more: Partial<Task> = {}): Task => ({
  ...{ id, action: 'disk.save', input: { path: `/tmp/${id}`, value: 1, copy: 'x', log: 'y' } },
  ...more,
});

type CallWorker = ExecutionParts['callWorker'];

describe('a replay is identical', () => {
  test('when a budget ends something in the turn in which something else begins [X-03, OR-12]', async () => {
    const costly = add('costly', 1, { budget: { tokens: 2, onExceeded: { fallback: [add('spare', 9)] } } });
    const tasks: Task[] = [{ id: 'group', budget: { tokens: 10 }, onError: 'skip', tasks: [save('greedy'), costly] }];
    const callWorker: CallWorker = async (attempt) => {
      // That the one is caught and that the other is started share a commit; what the other says at once ends both.
      attempt.onUsed({ tokens: attempt.taskId === 'group/costly' ? 3 : 20 });
      if (attempt.taskId === 'group/costly') throw new Error('it is too costly');
      return doArithmetic(attempt);
    };
    const log = await live(tasks, { callWorker });
    expect(log.count({ types: ['task.limitReached'] })).toBe(2);
    expect((await replay(log)).difference).toBeUndefined();
  });

  test.each<[kind: 'interrupted' | 'cancelled', write: number, concurrency: number]>([
    ['cancelled', 3, 1],
    ['cancelled', 5, 7],
    ['cancelled', 9, 50],
    ['interrupted', 4, 1],
    ['interrupted', 7, 7],
    ['interrupted', 9, 50],
  ])('when a long list of values is %s at write %i, worked on by %i [X-03]', async (kind, write, concurrency) => {
    const tasks: Task[] = [
      { id: 'each', value: '{{ item * 2 }}', forEach: { in: { from: 1, to: 3000 }, concurrency } },
      { id: 'parts', value: '{{ $sum(item) }}', forEach: { in: '{{ tasks.each.output }}', batch: 7, concurrency } },
    ];
    const log = await live(tasks, {}, [{ write, kind }]);
    const done = log.count({ types: ['task.completed'] });
    if (kind === 'cancelled') expect(done).toBeLessThan(3000);
    else expect(done).toBe(3000 + Math.ceil(3000 / 7) + 2);
    expect((await replay(log)).difference).toBeUndefined();
  });

  test('when a task that holds a key was asking over a restart [X-03]', async () => {
    const callWorker: CallWorker = async (attempt) => {
      if (attempt.answer === undefined) throw new HeronError('blocked', 'Which?', { choices: ['this', 'that'] });
      return doArithmetic(attempt);
    };
    let asked = 0;
    const awaitAnswer: ExecutionParts['awaitAnswer'] = async (_path, signal) => {
      asked += 1;
      if (asked > 1) return 'that';
      signal.throwIfAborted();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    };
    const disturbances = [{ write: 3, kind: 'interrupted' as const }];
    const log = await live([save('asking', { key: 'the one' })], { callWorker, awaitAnswer }, disturbances);
    expect(log.count({ types: ['run.resumed'] })).toBe(1);
    expect((await replay(log)).difference).toBeUndefined();
  });

  test('when a limit ends a long line of steps that wait for the disk [X-03]', { timeout: 60_000 }, async () => {
    const counting: Task = {
      id: 'counting',
      timeoutMs: 150,
      onError: 'skip',
      tasks: [{ id: 'loop', value: '{{ $number(iteration) }}', repeat: { max: 500_000 } }],
    };
    const log = await live([counting], {});
    expect(log.count({ types: ['task.limitReached'] })).toBe(1);
    expect((await replay(log)).difference).toBeUndefined();
  });

  test('when a limit ends a group whose input is still being worked out [X-03]', { timeout: 60_000 }, async () => {
    const sum = '{{ $sum($map([1..40000], function($each) { $each * 2 })) }}';
    const inner: Task = { id: 'inner', input: { sum }, tasks: [add('one', 1)] };
    const log = await live([{ id: 'outer', timeoutMs: 20, onError: 'skip', tasks: [inner] }], {});
    expect(log.count({ types: ['task.limitReached'] })).toBe(1);
    expect(log.count({ types: ['task.opened'] })).toBe(1);
    expect((await replay(log)).difference).toBeUndefined();
  });

  test('when its expressions take long [X-03]', { timeout: 60_000 }, async () => {
    const sum = '{{ $sum($map([1..40000], function($each) { $each * 2 })) }}';
    const log = await live([{ id: 'group', tasks: [{ id: 'sum', value: sum }, add('one', 1)] }], {});
    expect((await replay(log)).difference).toBeUndefined();
  });
});
