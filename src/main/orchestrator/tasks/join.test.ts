import { describe, expect, test } from 'vitest';
import type { Json } from '../../../contract/json.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { foldRun } from '../../../contract/run-state.ts';
import { untilAborted } from '../../base/on-abort.ts';
import { type Attempt, RunStop } from '../execution.ts';
import { doArithmetic } from '../fixtures/arithmetic.ts';
import { add, execute, nextEngine, openLog, runId, soFar, statuses } from '../fixtures/execute.ts';

describe('a join', () => {
  const slow = async (attempt: Attempt): Promise<Json> => {
    if (attempt.taskId.startsWith('slow')) await new Promise((resolve) => setTimeout(resolve, 60));
    return doArithmetic(attempt);
  };
  const order = (events: { type: string; scope: { taskId?: string } }[]): string[] =>
    events.flatMap(({ type, scope }) => (/started|completed/.test(type) ? [`${type.slice(5)} ${scope.taskId}`] : []));

  test('of any starts with the first that ends; the others give null [OR-09]', async () => {
    const { events } = await execute(
      [
        add('fast', 1),
        add('slow', 2),
        {
          ...add('next', 0),
          input: { a: '{{ tasks.slow.output = null ? 7 : 0 }}' },
          after: ['fast', 'slow'],
          join: 'any',
        },
      ],
      { callWorker: slow },
    );
    expect(order(events).indexOf('started next')).toBeLessThan(order(events).indexOf('completed slow'));
    expect(foldRun(events)?.tasks['next']?.output).toEqual({ value: 8 });
  });

  test('of so many starts with the last of them', async () => {
    const after = ['a', 'b', 'slow'];
    const { events } = await execute(
      [add('a', 1), add('b', 1), add('slow', 1), add('next', 1, { after, join: { count: 2 } })],
      { callWorker: slow },
    );
    expect(order(events).indexOf('started next')).toBeLessThan(order(events).indexOf('completed slow'));
    expect(order(events).indexOf('started next')).toBeGreaterThan(order(events).indexOf('completed b'));
  });

  test.each([
    ['continue', 'completed', 'completed'],
    ['fail', 'failed', 'skipped'],
  ] as const)('that takes too long and is to %s makes the run %s', async (onTimeout, ending, status) => {
    const result = await execute(
      [add('slow', 1), add('next', 1, { after: ['slow'], join: { count: 'all', timeoutMs: 5, onTimeout } })],
      { callWorker: slow },
    );
    expect(result.ending.kind).toBe(ending);
    expect(statuses(result.events)['next']).toBe(status);
  });

  test('counts its time from the start of the group, also over an engine that ended meanwhile [X-02]', async () => {
    const hour = 3_600_000;
    const join = { count: 'all', timeoutMs: hour, onTimeout: 'continue' } as const;
    const next: Task = { id: 'next', after: ['slow'], join, value: '{{ tasks.slow.output = null }}' };
    const tasks: Task[] = [{ id: 'g', tasks: [add('slow', 1), next] }];
    const never = new Promise<Json>(() => {});
    const first = openLog();
    const stop = new AbortController();
    const cutOff = execute(
      tasks,
      { signal: stop.signal, callWorker: ({ signal }) => untilAborted(signal, never) },
      first,
    );
    await expect.poll(() => first.list({ types: ['task.started'] })).toHaveLength(1);
    stop.abort(new RunStop('interrupted', 'gone'));
    expect((await cutOff).ending.kind).toBe('interrupted');

    const log = await nextEngine(first);
    const isJoined = (): boolean => log.items.state(runId, 'g/next')?.status === 'completed';
    const callWorker = async (attempt: Attempt): Promise<Json> => {
      while (!isJoined()) await new Promise((resolve) => setImmediate(resolve));
      return doArithmetic(attempt);
    };
    await execute(tasks, { clock: () => Date.now() + hour, previous: soFar(log), callWorker }, log);
    expect(soFar(log)?.tasks['g']?.output).toEqual({ slow: { value: 2 }, next: true });
  });
});
