import { describe, expect, test } from 'vitest';
import type { Json } from '../../../contract/json.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { foldRun } from '../../../contract/run-state.ts';
import { HeronError, NotCalled } from '../../base/errors.ts';
import { type Attempt, type Ending, type ExecutionParts, RunStop } from '../execution.ts';
import { doArithmetic } from '../fixtures/arithmetic.ts';
import { add, execute, nextEngine, openLog, runId, soFar } from '../fixtures/execute.ts';
import { live, replay } from '../fixtures/replay.ts';

const crash = new HeronError('worker-crashed', 'gone');

test.each([
  ['a crash', crash],
  ['the network', new HeronError('network', 'no answer')],
  ['a server in trouble', new HeronError('network', 'unavailable', { status: 503 })],
  ['a server that is asked too often', new HeronError('network', 'too many', { status: 429 })],
  ['a start that was too slow', new HeronError('worker-unavailable', 'was not ready', { transient: true })],
])('%s passes: the task is attempted again, on record [RT-26]', async (_name, error) => {
  let calls = 0;
  const { ending, events } = await execute([add('a', 1)], {
    async callWorker(attempt) {
      calls += 1;
      if (calls < 3) throw error;
      return doArithmetic(attempt);
    },
  });
  expect(ending).toEqual({ kind: 'completed' });
  const told = events.filter(({ type }) => /^task\.(started|retried|completed)/.test(type));
  expect(told.map(({ type, payload }) => [type, (payload as { attempt: number }).attempt])).toEqual([
    ['task.started', 1],
    ['task.retried', 1],
    ['task.started', 2],
    ['task.retried', 2],
    ['task.started', 3],
    ['task.completed', 3],
  ]);
});

test('what goes on failing fails with its last error after five attempts, what goes on crashing after three', async () => {
  let calls = 0;
  const callWorker = (): Promise<never> => Promise.reject(new HeronError('network', `try ${(calls += 1)}`));
  const { ending } = await execute([add('a', 1)], { callWorker });
  expect(ending).toMatchObject({ kind: 'failed', error: { code: 'network', message: 'try 5' } });
  calls = 0;
  const dies = (): Promise<never> => Promise.reject(new HeronError('worker-crashed', `crash ${(calls += 1)}`));
  expect((await execute([add('a', 1)], { callWorker: dies })).ending).toMatchObject({ error: { message: 'crash 3' } });
});

test.each([
  ['that is the worker’s own', add('a', 1), new HeronError('worker-failed', 'no')],
  ['of a limit', add('a', 1), new HeronError('limit-exceeded', 'no')],
  ['of a server that refuses', add('a', 1), new HeronError('network', 'forbidden', { status: 403 })],
  ['of code that cannot be loaded', add('a', 1), new HeronError('worker-unavailable', 'no')],
  ['that asks for a day of patience', add('a', 1), new HeronError('network', 'no', { retryAfterMs: 86_400_000 })],
  ['of an action that must not be repeated', { id: 'a', action: 'disk.save', input: { path: '/a', value: 1 } }, crash],
])('a failure %s is final', async (_name, task, error) => {
  let calls = 0;
  const callWorker = (): Promise<never> => {
    calls += 1;
    return Promise.reject(error);
  };
  expect((await execute([task], { callWorker })).ending).toMatchObject({ kind: 'failed', error: { code: error.code } });
  expect(calls).toBe(1);
});

test('a wait that is asked for is kept, but nobody waits for hours whose plan does not say so', async () => {
  let calls = 0;
  const callWorker = (): Promise<never> =>
    Promise.reject(new HeronError('network', 'busy', { status: 503, retryAfterMs: (calls += 1) > 1 ? 300_001 : 5 }));
  const { ending, events } = await execute([add('a', 1)], { callWorker });
  expect(ending).toMatchObject({ kind: 'failed', error: { message: 'busy' } });
  expect(events.filter(({ type }) => type === 'task.retried').map(({ payload }) => payload)).toMatchObject([
    { attempt: 1, delayMs: 5 },
  ]);
  expect(calls).toBe(2);
});

describe('what the engine did not call', () => {
  const save: Task = { id: 'a', action: 'disk.save', input: { path: '/a', value: 1 } };
  const leftAlone = (retryAfterMs: number): NotCalled =>
    new NotCalled('circuit-open', 'The worker disk is left alone for now', { workerId: 'disk', retryAfterMs });

  test('may be attempted again even if it must not be repeated, when its circuit is tried again [OR-17]', async () => {
    let calls = 0;
    const { ending, events } = await execute([save], {
      async callWorker(attempt) {
        calls += 1;
        if (calls < 3) throw leftAlone(7 * calls);
        return doArithmetic(attempt);
      },
    });
    expect(ending).toEqual({ kind: 'completed' });
    expect(events.filter(({ type }) => type === 'task.retried').map(({ payload }) => payload)).toMatchObject([
      { attempt: 1, delayMs: 7, error: { code: 'circuit-open' } },
      { attempt: 2, delayMs: 14, error: { code: 'circuit-open' } },
    ]);
  });

  test('is what the engine says, not what a worker says', async () => {
    let calls = 0;
    const callWorker = (): Promise<never> => {
      calls += 1;
      return Promise.reject(new HeronError('circuit-open', 'says who?', { host: 'a.example', retryAfterMs: 1 }));
    };
    expect((await execute([save], { callWorker })).ending).toMatchObject({ error: { code: 'circuit-open' } });
    expect(calls).toBe(1);
  });

  test('goes where the plan sends failures, when no attempt is left', async () => {
    const callWorker: ExecutionParts['callWorker'] = (attempt) =>
      attempt.entry.ref === 'disk.save' ? Promise.reject(leftAlone(1)) : doArithmetic(attempt);
    const recover = [add('b', '{{ error.code = "circuit-open" ? 1 : 0 }}')];
    const { ending, events } = await execute([{ ...save, retry: { attempts: 2 }, onError: { recover } }], {
      callWorker,
    });
    expect(ending).toEqual({ kind: 'completed' });
    expect(foldRun(events)?.tasks['a']?.output).toEqual({ value: 2 });
  });
});

test('cancelling ends the wait for the next attempt', async () => {
  const stop = new AbortController();
  const callWorker = (): Promise<never> => {
    setTimeout(() => stop.abort(new RunStop('cancelled', 'enough')), 20);
    return Promise.reject(crash);
  };
  const { ending } = await execute([add('a', 1)], { callWorker, signal: stop.signal });
  expect(ending).toEqual({ kind: 'cancelled', reason: 'enough' });
});

/** Does a plan with one engine after the other. What each call comes to is said before; some end the engine. */
async function withCalls(
  tasks: Task[],
  calls: ('works' | 'fails' | 'fails, and the engine is gone' | 'gone')[],
): Promise<Ending> {
  let log = openLog();
  const left = [...calls];
  for (;;) {
    const stop = new AbortController();
    const gone = (): void => stop.abort(new RunStop('interrupted', 'gone'));
    const callWorker = (attempt: Attempt): Promise<Json> => {
      const call = left.shift();
      if (call === 'gone') gone();
      if (call === 'works' || call === undefined) return doArithmetic(attempt);
      if (call.startsWith('fails,')) log.listen(({ type }) => type === 'task.retried' && gone());
      return Promise.reject(new HeronError('worker-failed', 'no'));
    };
    const { ending } = await execute(tasks, { callWorker, signal: stop.signal, previous: soFar(log) }, log);
    if (ending.kind !== 'interrupted') return ending;
    log = await nextEngine(log);
  }
}

const tried = add('a', 1, { retry: { attempts: 3, firstMs: 1, factor: 1 } });

test.each([
  ['of the plan', [tried]],
  ['inside another', [{ id: 'g', tasks: [tried] }]],
  ['in a list', [{ ...tried, forEach: { in: [1] } }]],
  ['around others', [{ id: 'g', tasks: [add('a', 1)], retry: tried.retry }]],
])(
  'a task %s has as many attempts as the plan says, however often the engine is gone in between [X-02]',
  async (_, tasks) => {
    const gone = 'fails, and the engine is gone';
    expect(await withCalls(tasks, ['gone', 'gone', gone, gone, 'gone', 'works'])).toEqual({ kind: 'completed' });
    expect(await withCalls(tasks, ['fails', gone, 'gone', 'gone', 'fails', 'works'])).toMatchObject({ kind: 'failed' });
  },
);

describe('an effect that must not happen twice, and has a key of its own', () => {
  const save = (more: Partial<Task>): Task => ({
    ...{ id: 'a', action: 'disk.save', input: { path: '/a', value: 1 } },
    ...more,
  });

  test('is attempted again as the plan says, each time with that key [OR-11]', async () => {
    const keys: string[] = [];
    const { ending } = await execute([save({ idempotencyKey: 'order 7', retry: { attempts: 3, firstMs: 1 } })], {
      callWorker: (attempt) => {
        keys.push(attempt.idempotencyKey);
        return keys.length < 3 ? Promise.reject(new HeronError('network', 'no')) : Promise.resolve({ path: '/a' });
      },
    });
    expect(ending).toEqual({ kind: 'completed' });
    expect(keys).toEqual(['order 7', 'order 7', 'order 7']);
  });

  test('is attempted once where the plan says nothing of attempts, and without a key of its own', async () => {
    for (const more of [{ idempotencyKey: 'order 7' }, { retry: { attempts: 3, firstMs: 1 } }]) {
      let calls = 0;
      const callWorker = (): Promise<never> => {
        calls += 1;
        return Promise.reject(new HeronError('network', 'no'));
      };
      await execute([save(more)], { callWorker });
      expect(calls).toBe(1);
    }
  });
});

describe('in the second attempt at a group', () => {
  /** Attempts at `last` fail the first time; `first` is what took effect before. */
  async function twice(first: Task) {
    const keys: [string, string][] = [];
    let fails = 1;
    const callWorker = async (attempt: Attempt): Promise<Json> => {
      keys.push([attempt.taskId, attempt.idempotencyKey]);
      if (attempt.taskId.endsWith('last') && (fails -= 1) === 0) throw new HeronError('invalid-input', 'no');
      return attempt.taskId.endsWith('last') ? doArithmetic(attempt) : { path: '/a' };
    };
    const last = add('last', 1, { after: [first.id], retry: { attempts: 1 } });
    const group: Task = { id: 'g', onError: 'escalate', tasks: [first, last] };
    let drawn = 0;
    const random = (): number => (drawn += 0.125);
    const log = await live([group], { callWorker, random, awaitAnswer: () => Promise.resolve('retry') });
    expect((await replay(log)).difference).toBeUndefined();
    return keys.filter(([path]) => !path.endsWith('last'));
  }

  test('a step that is given the same as in the first has its key, so that its effect counts once [X-02]', async () => {
    const first: Task = { id: 'a', action: 'disk.save', input: { path: '/a', value: 1 } };
    expect(await twice(first)).toEqual([
      ['g/a', `${runId}/g/a`],
      ['g/:2/a', `${runId}/g/a`],
    ]);
  });

  test('one that is given something else has one of its own', async () => {
    const first: Task = { id: 'a', action: 'disk.save', input: { path: '/a', value: '{{ $random() }}' } };
    expect(await twice(first)).toEqual([
      ['g/a', `${runId}/g/a`],
      ['g/:2/a', `${runId}/g/:2/a`],
    ]);
  });
});
