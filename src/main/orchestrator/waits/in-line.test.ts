import { describe, expect, test } from 'vitest';
import type { EventOf } from '../../../contract/events.ts';
import type { Json } from '../../../contract/json.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { HeronError } from '../../base/errors.ts';
import { untilAborted } from '../../base/on-abort.ts';
import { type Attempt, RunStop } from '../execution.ts';
import { add, execute, openLog } from '../fixtures/execute.ts';
import { live, replay } from '../fixtures/replay.ts';
import { createKeyLocks } from '../key-locks.ts';

type Call = (attempt: Attempt) => Promise<Json>;

const never = new AbortController().signal;

const hanging: Call = ({ signal }) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

/** A run of a task whose key is held by another run. */
async function withHeldKey(task: Task) {
  const keys = createKeyLocks();
  await keys.take('k', { runId: 'other', priority: 0, path: 'x', holds: [] }, never);
  return execute([task], { keys });
}

function failure(events: Awaited<ReturnType<typeof execute>>['events'], taskId = 'late') {
  const failed = events.find((event) => event.type === 'task.failed' && event.scope.taskId === taskId);
  return (failed as EventOf<'task.failed'> | undefined)?.payload.error;
}

describe('the time in which a task has to start', () => {
  const startWithinMs = 10;
  const kinds: Task[] = [
    add('late', 1),
    { id: 'late', value: 1 },
    { id: 'late', tasks: [add('a', 1)] },
    { id: 'late', wait: { forMs: 1 } },
    { id: 'late', switch: { cases: [{ when: 'true', tasks: [add('a', 1)] }] } },
    { id: 'late', agent: { goal: 'something', tools: ['sum.add'] } },
  ];

  test.each(kinds)('is told with what it stood in line for: the key, of %o', async (task) => {
    const { events } = await withHeldKey({ ...task, key: 'k', startWithinMs });
    expect(failure(events)).toEqual({
      code: 'timeout',
      message: 'late could not start within 10 ms: it waited for the key k',
      details: { startWithinMs, heldUpBy: { for: 'key', name: 'k' } },
    });
    expect(events.find(({ type }) => type === 'task.limitReached')?.payload).toMatchObject({
      ...{ limit: 'start', heldUpBy: { for: 'key', name: 'k' } },
    });
  });

  test('is told with what it stood in line for: a place of its class', async () => {
    const stop = new AbortController();
    const tasks = [...['a', 'b', 'c', 'd'].map((id) => add(id, 1)), add('late', 1, { startWithinMs })];
    const log = openLog();
    const going = execute(tasks, { callWorker: hanging, signal: stop.signal }, log);
    await expect.poll(() => log.list({ types: ['task.failed'] })).toHaveLength(1);
    stop.abort(new RunStop('cancelled', 'enough'));
    expect(failure((await going).events)?.message).toBe(
      'late could not start within 10 ms: it waited for a free place of the class cpu',
    );
  });

  test('is over too while somebody is asked for a permission', async () => {
    const task = { id: 'late', action: 'disk.save', input: { path: '/a', value: 1 }, startWithinMs } as Task;
    let asked = 0;
    const { events } = await execute([task], {
      ensure: (_needs, signal) =>
        (asked += 1) === 1
          ? Promise.resolve()
          : new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    });
    expect(failure(events)?.message).toBe('late could not start within 10 ms: it waited for a permission');
  });

  test('is spent once, over all that a task stands in line for and all its attempts', async () => {
    const time = { now: 0 };
    // Each turn with the key takes 600 ms.
    const take = async (): Promise<() => void> => {
      time.now += 600;
      return () => undefined;
    };
    const task = add('late', 1, { key: 'k', startWithinMs: 1000, retry: { attempts: 5, firstMs: 0 } });
    const failing: Call = () => Promise.reject(new HeronError('worker-failed', 'no'));
    let turns = 0;
    const limits = {
      places: () => ({ taken: 0, waiting: 0 }),
      resize: () => undefined,
      // Of the second attempt there are no 400 ms left to wait in.
      take: (_class: string, _claim: unknown, signal: AbortSignal): Promise<() => void> => {
        turns += 1;
        return turns === 1 ? Promise.resolve(() => undefined) : untilAborted(signal, new Promise<() => void>(() => {}));
      },
    };
    const { ending, events } = await execute([task], {
      ...{ callWorker: failing, keys: { take }, limits, clock: () => time.now },
    });
    expect(ending).toMatchObject({
      kind: 'failed',
      error: { code: 'timeout', details: { heldUpBy: { for: 'turn' } } },
    });
    expect(events.filter(({ type }) => type === 'task.retried')).toHaveLength(1);
  });

  test('ends a replay in the same way', async () => {
    const keys = createKeyLocks();
    await keys.take('k', { runId: 'other', priority: 0, path: 'x', holds: [] }, never);
    const retry = { attempts: 3, firstMs: 1 };
    const log = await live([add('late', 1, { key: 'k', startWithinMs, retry, onError: 'skip' }), add('b', 1)], {
      keys,
    });
    expect((await replay(log)).difference).toBeUndefined();
  });
});
