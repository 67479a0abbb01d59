import { describe, expect, test } from 'vitest';
import type { Json } from '../../contract/json.ts';
import type { Task } from '../../contract/plan-task.ts';
import type { Attempt } from './execution.ts';
import { doArithmetic } from './fixtures/arithmetic.ts';
import { add, execute, statuses } from './fixtures/execute.ts';
import { createKeyLocks } from './key-locks.ts';

type Call = (attempt: Attempt) => Promise<Json>;

describe('of two tasks that hold one each and wait for the other’s', { timeout: 60_000 }, () => {
  /** Each takes its own key, and the other's when both have one. */
  const holding = (id: string, own: string, other: string, more: Partial<Task> = {}): Task => ({
    id,
    key: own,
    tasks: [add('first', 1), add('second', '{{ tasks.first.output.value }}', { key: other, ...more })],
  });
  const bothHold = (): Call => {
    let arrived = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    return async (attempt) => {
      if (attempt.taskId.endsWith('/first') && (arrived += 1) === 2) resolve();
      if (attempt.taskId.endsWith('/first')) await promise;
      return doArithmetic(attempt);
    };
  };

  test('one fails with an error that names both, and the other goes on', async () => {
    const { events } = await execute(
      [
        { ...holding('one', 'a', 'b'), onError: 'skip' },
        { ...holding('two', 'b', 'a'), onError: 'skip' },
      ],
      { callWorker: bothHold() },
    );
    const failed = events.filter((event) => event.type === 'task.failed');
    expect(failed.map(({ payload }) => payload.error.message)).toEqual([
      'second waits for ever: two/second waits for the key a and holds b, one/second waits for b and holds a',
    ]);
    expect(failed[0]?.payload.error.code).toBe('conflict');
    expect(statuses(events)).toEqual({ one: 'completed', two: 'skipped' });
  });

  test('one that may be tried again gets its turn afterwards', async () => {
    const retry = { attempts: 3, firstMs: 1 };
    const { ending, events } = await execute(
      [
        { ...holding('one', 'a', 'b'), retry },
        { ...holding('two', 'b', 'a'), retry },
      ],
      { callWorker: bothHold() },
    );
    expect(ending).toEqual({ kind: 'completed' });
    expect(events.filter(({ type }) => type === 'task.retried')).toHaveLength(1);
  });

  test('those of two runs are named with their runs', async () => {
    const keys = createKeyLocks();
    const callWorker = bothHold();
    const other = `run_${'1'.repeat(26)}`;
    const outcomes = await Promise.all([
      execute([holding('one', 'a', 'b')], { keys, callWorker }),
      execute([holding('two', 'b', 'a')], { keys, callWorker, runId: other }),
    ]);
    const failed = outcomes.flatMap(({ ending }) => (ending.kind === 'failed' ? [ending.error.message] : []));
    expect(failed).toHaveLength(1);
    expect(failed[0]).toContain('one/second');
    expect(failed[0]).toMatch(/two\/second( of run_1+)?/);
  });
});
