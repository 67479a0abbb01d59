import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../contract/events.ts';
import type { Json } from '../../contract/json.ts';
import type { Task } from '../../contract/plan-task.ts';
import { foldRun } from '../../contract/run-state.ts';
import { HeronError } from '../base/errors.ts';
import { type Attempt, RunStop } from './execution.ts';
import { doArithmetic } from './fixtures/arithmetic.ts';
import { add, execute, openLog, runId, soFar, statuses } from './fixtures/execute.ts';

type Call = (attempt: Attempt) => Promise<Json>;

const crash = new HeronError('worker-crashed', 'gone');

/** Fails so often, then does it. */
function failing(times: number, error = crash, path = 'a'): Call {
  let failed = 0;
  return (attempt) => {
    if (attempt.taskId !== path || failed === times) return doArithmetic(attempt);
    failed += 1;
    return Promise.reject(error);
  };
}

function told(events: AnyEvent[], path = 'a'): string[] {
  return events.filter(({ scope }) => scope.taskId === path).map(({ type }) => type.slice(5));
}

describe('attempts', () => {
  const retry = { attempts: 3, firstMs: 1, factor: 1 };

  test('what passes of an action that may be repeated is tried again without the plan saying so [OR-06]', async () => {
    const { ending, events } = await execute([add('a', 1)], { callWorker: failing(1) });
    expect(ending).toEqual({ kind: 'completed' });
    expect(told(events)).toEqual(['started', 'retried', 'started', 'completed']);
  });

  test('are as many as the plan says, each on record with its failure and the wait [OR-06]', async () => {
    const error = new HeronError('worker-failed', 'no');
    const { ending, events } = await execute([add('a', 1, { retry })], { callWorker: failing(9, error) });
    expect(ending).toMatchObject({ kind: 'failed', error: { code: 'worker-failed' } });
    expect(told(events)).toEqual(['started', 'retried', 'started', 'retried', 'started', 'failed']);
  });

  test('wait longer each time up to a limit, less a part by chance; a worker’s own wish wins', async () => {
    const waits = async (error: HeronError, jitter: number): Promise<number[]> => {
      const policy = { attempts: 4, firstMs: 4, factor: 3, maxMs: 20, jitter };
      const { events } = await execute([add('a', 1, { retry: policy })], { callWorker: failing(3, error) });
      return events.flatMap((event) => (event.type === 'task.retried' ? [event.payload.delayMs] : []));
    };
    expect(await waits(crash, 0)).toEqual([4, 12, 20]);
    expect(await waits(crash, 1)).toEqual([2, 6, 10]);
    expect(await waits(new HeronError('network', 'busy', { retryAfterMs: 7 }), 0)).toEqual([7, 7, 7]);
  });

  test.each<[string, HeronError, Partial<Task>, string]>([
    ['of a code the plan names', crash, { retry: { ...retry, notOn: ['worker-crashed'] } }, 'sum.add'],
    ['that another attempt cannot mend', new HeronError('permission-denied', 'no'), { retry }, 'sum.add'],
    ['of an action that must not be repeated', crash, { retry, input: { path: '/a', value: 1 } }, 'disk.save'],
  ])('there is none after a failure %s', async (_name, error, more, action) => {
    const { events } = await execute([{ ...add('a', 1), ...more, action }], { callWorker: failing(1, error) });
    expect(told(events)).toEqual(['started', 'failed']);
  });

  test('a second attempt at a group begins anew', async () => {
    const group: Task = { id: 'g', tasks: [add('x', 1), add('y', '{{ tasks.x.output.value }}')], retry };
    const { ending, events } = await execute([group], {
      callWorker: failing(1, new HeronError('worker-failed', 'no'), 'g/y'),
    });
    expect(ending).toEqual({ kind: 'completed' });
    const started = events.flatMap(({ type, scope }) => (type === 'task.started' ? [scope.taskId] : []));
    expect(started).toEqual(['g/x', 'g/y', 'g/:2/x', 'g/:2/y']);
    expect(foldRun(events)?.tasks['g']).toMatchObject({ attempt: 2, progress: { total: 2, done: 2, failed: 0 } });
  });
});

describe('a failure', () => {
  const always: Call = (attempt) =>
    attempt.taskId === 'a' || attempt.taskId === 'a/1'
      ? Promise.reject(new HeronError('worker-failed', 'it broke'))
      : doArithmetic(attempt);

  test('that is to be skipped leaves null, and the run goes on [OR-07]', async () => {
    const { ending, events } = await execute(
      [
        add('a', 1, { onError: 'skip' }),
        { id: 'g', after: ['a'], tasks: [add('x', 1)], output: '{{ tasks.a.output }}' },
      ],
      { callWorker: always },
    );
    expect(ending).toEqual({ kind: 'completed' });
    expect(foldRun(events)?.tasks['a']).toMatchObject({ status: 'skipped', error: { message: 'it broke' } });
    expect(foldRun(events)?.tasks['g']?.output ?? null).toBeNull();
  });

  test('of one item is that item’s', async () => {
    const { events } = await execute([add('a', '{{ item }}', { forEach: { in: [1, 2, 3] }, onError: 'skip' })], {
      callWorker: always,
    });
    expect(foldRun(events)?.tasks['a']).toMatchObject({
      output: [{ value: 2 }, null, { value: 4 }],
      progress: { total: 3, done: 3, failed: 1 },
      says: 'a: 2 of 3 done.',
    });
  });

  test('is made good by other tasks, which see it [OR-07]', async () => {
    const recover: Task[] = [
      { ...add('b', 0), input: { a: 5 }, when: 'error.code = "worker-failed"' },
      add('c', '{{ tasks.b.output.value }}'),
    ];
    const { ending, events } = await execute(
      [add('a', 1, { onError: { recover } }), add('d', '{{ tasks.a.output.value }}')],
      { callWorker: always },
    );
    expect(ending).toEqual({ kind: 'completed' });
    expect(foldRun(events)?.tasks['d']?.output).toEqual({ value: 8 });
    expect(told(events)).toEqual(['started', 'caught', 'completed']);
    expect(told(events, 'a/:recover/c')).toEqual(['started', 'completed']);
  });

  test('that cannot be made good is the failure of what should have done so', async () => {
    const callWorker: Call = ({ taskId }) => Promise.reject(new HeronError('worker-failed', `${taskId} broke`));
    const { ending, events } = await execute([add('a', 1, { onError: { recover: [add('b', 1)] } })], { callWorker });
    expect(ending).toMatchObject({ kind: 'failed', error: { message: 'a/:recover/b broke' } });
    expect(told(events)).toEqual(['started', 'caught', 'failed']);
  });

  test.each([
    ['retry', 'completed', 'completed', ['started', 'blocked', 'answered', 'started', 'completed']],
    ['skip', 'completed', 'skipped', ['started', 'blocked', 'answered', 'skipped']],
    ['abort', 'failed', 'failed', ['started', 'blocked', 'answered', 'failed']],
  ])('is put before the person, whose %s is obeyed [OR-07, OR-08]', async (answer, ending, status, events) => {
    const result = await execute([add('a', 1, { onError: 'escalate' })], {
      callWorker: failing(1, new HeronError('worker-failed', 'it broke')),
      awaitAnswer: async () => answer,
    });
    expect(result.ending.kind).toBe(ending);
    expect(statuses(result.events)['a']).toBe(status);
    expect(told(result.events)).toEqual(events);
    expect(result.events.find(({ type }) => type === 'task.blocked')?.payload).toMatchObject({
      question: { text: 'a failed: it broke\n\nRetry, skip or abort?', choices: ['retry', 'skip', 'abort'] },
      error: { message: 'it broke' },
    });
  });

  test('that is put before the person is put once, over a restart', async () => {
    const log = openLog();
    const stop = new AbortController();
    const tasks = [add('a', 1, { onError: 'escalate' })];
    const callWorker = failing(1, new HeronError('worker-failed', 'it broke'));
    await execute(
      tasks,
      {
        callWorker,
        signal: stop.signal,
        awaitAnswer: () => {
          stop.abort(new RunStop('interrupted', 'closing'));
          return Promise.reject(new Error('closing'));
        },
      },
      log,
    );
    expect(soFar(log)?.tasks['a']).toMatchObject({ status: 'blocked', error: { message: 'it broke' } });
    const { ending, events } = await execute(
      tasks,
      { callWorker, previous: soFar(log), awaitAnswer: async () => 'retry' },
      log,
    );
    expect(ending).toEqual({ kind: 'completed' });
    expect(told(events)).toEqual(['started', 'blocked', 'answered', 'started', 'completed']);
  });

  test('is final where nobody is there to be asked', async () => {
    const { ending } = await execute([add('a', 1, { onError: 'escalate' })], { callWorker: always, isAttended: false });
    expect(ending).toMatchObject({ kind: 'failed', error: { message: 'it broke' } });
  });
});

describe('time', () => {
  const hanging: Call = ({ signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

  test('of a group is limited, and all inside ends with it [OR-13]', async () => {
    const { ending, events } = await execute([{ id: 'g', tasks: [add('x', 1)], timeoutMs: 20 }], {
      callWorker: hanging,
    });
    expect(ending).toMatchObject({ kind: 'failed', error: { code: 'timeout', message: 'g took longer than 20 ms' } });
    expect(told(events, 'g/x')).toEqual(['started', 'cancelled']);
    expect(told(events, 'g')).toEqual(['opened', 'limitReached', 'failed']);
  });

  test('cancelling reaches what is deep inside at once [OR-13]', async () => {
    const stop = new AbortController();
    let calls = 0;
    const callWorker: Call = (attempt) => {
      calls += 1;
      if (calls === 3) setImmediate(() => stop.abort(new RunStop('cancelled', 'enough')));
      return hanging(attempt);
    };
    const inner: Task = {
      id: 'g',
      tasks: [{ id: 'h', tasks: [add('x', '{{ item }}')] }],
      forEach: { in: { from: 1, to: 100 }, concurrency: 3 },
    };
    const { ending, events } = await execute([inner], { callWorker, signal: stop.signal });
    expect(ending).toEqual({ kind: 'cancelled', reason: 'enough' });
    expect(calls).toBe(3);
    const cancelled = events.flatMap(({ type, scope }) => (type === 'task.cancelled' ? [scope.taskId] : []));
    const expected = ['g', 'g/0', 'g/0/h', 'g/0/h/x', 'g/1', 'g/1/h', 'g/1/h/x', 'g/2', 'g/2/h', 'g/2/h/x'];
    expect(cancelled).toHaveLength(expected.length);
    expect(new Set(cancelled)).toEqual(new Set(expected));
  });
});

describe('a concurrency key', () => {
  test('lets one task at a time go on, of all runs', async () => {
    let running = 0;
    let most = 0;
    const callWorker: Call = async (attempt) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running -= 1;
      return doArithmetic(attempt);
    };
    const each = add('a', '{{ item }}', {
      forEach: { in: { from: 1, to: 6 }, concurrency: 6 },
      key: 'door {{ item % 2 }}',
    });
    await execute([each], { callWorker });
    expect(most).toBe(2);
  });

  test('that a task around holds is the same for what is inside', async () => {
    const { ending } = await execute([{ id: 'g', key: 'k', tasks: [add('a', 1, { key: 'k' })] }]);
    expect(ending).toEqual({ kind: 'completed' });
  });
});

test('an idempotency key of the plan’s own is handed to the worker, and begins those of tasks inside', async () => {
  const keys: string[] = [];
  const callWorker: Call = (attempt) => {
    keys.push(attempt.idempotencyKey);
    return doArithmetic(attempt);
  };
  await execute(
    [
      add('a', 1, { idempotencyKey: 'order {{ 40 + 2 }}' }),
      { id: 'g', after: ['a'], idempotencyKey: 'batch', tasks: [add('x', 1)] },
      add('b', 1, { after: ['g'], forEach: { in: [1] } }),
    ],
    { callWorker },
  );
  expect(keys).toEqual(['order 42', 'batch/x', `${runId}/b/0`]);
});
