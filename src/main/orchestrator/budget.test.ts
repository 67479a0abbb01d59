import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../contract/events.ts';
import type { Json } from '../../contract/json.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Task } from '../../contract/plan-task.ts';
import { foldRun } from '../../contract/run-state.ts';
import { type Attempt, RunStop } from './execution.ts';
import { doArithmetic } from './fixtures/arithmetic.ts';
import { add, execute, nextEngine, openLog, runId, soFar } from './fixtures/execute.ts';

type Call = (attempt: Attempt) => Promise<Json>;

function told(events: AnyEvent[], path = 'a'): string[] {
  return events.filter(({ scope }) => scope.taskId === path).map(({ type }) => type.slice(5));
}

describe('a budget', () => {
  const loop = (budget: Task['budget'], more: Partial<Task> = {}): Task =>
    add('a', 1, { repeat: { max: 1000 }, budget, ...more });

  test('of calls ends a loop that runs away, and says what was used [OR-12, OR-14]', async () => {
    const { ending, events } = await execute([loop({ calls: 5 })]);
    expect(ending).toMatchObject({
      kind: 'failed',
      error: { code: 'limit-exceeded', message: 'The task a went over its budget: 6 calls, allowed 5' },
    });
    expect(events.filter(({ type }) => type === 'task.started')).toHaveLength(5);
    expect(events.find(({ type }) => type === 'task.overBudget')?.payload).toMatchObject({
      resource: 'calls',
      limit: 5,
      used: { calls: 6 },
      response: 'abort',
    });
  });

  test('of time ends what hangs; its fallback gives the output [OR-12, OR-14]', async () => {
    const callWorker: Call = (attempt) =>
      attempt.taskId === 'a/:fallback/b'
        ? doArithmetic(attempt)
        : new Promise((_, reject) =>
            attempt.signal.addEventListener('abort', () => reject(attempt.signal.reason as Error)),
          );
    const task = add('a', 1, { budget: { wallMs: 20, onExceeded: { fallback: [add('b', 41)] } } });
    const { ending, events } = await execute([task], { callWorker });
    expect(ending).toEqual({ kind: 'completed' });
    expect(told(events)).toEqual(['started', 'limitReached', 'overBudget', 'caught', 'completed']);
    expect(foldRun(events)?.tasks['a']?.output).toEqual({ value: 42 });
  });

  test('of the whole run ends the run, or does its fallback', async () => {
    const plan = (budget: object) => ({
      version: 1 as const,
      title: 'p',
      tasks: [add('a', 1, { repeat: { max: 100 } })],
      budget,
    });
    const aborted = plan({ calls: 3 });
    const first = await execute(aborted.tasks, { plan: aborted });
    expect(first.ending).toMatchObject({
      kind: 'failed',
      error: { message: 'The run went over its budget: 4 calls, allowed 3' },
    });
    const saved = plan({ calls: 3, onExceeded: { fallback: [add('b', 1)] } });
    const second = await execute(saved.tasks, { plan: saved });
    expect(second.ending).toEqual({ kind: 'completed' });
    expect(second.events.map(({ type }) => type)).toContain('run.overBudget');
    expect(told(second.events, ':fallback/b')).toEqual(['started', 'completed']);
  });

  const spend =
    (tokens: number, money: number): Call =>
    async (attempt) => {
      attempt.onUsed({ tokens, money });
      return doArithmetic(attempt);
    };

  test('of tokens or money counts what calls report, over all iterations [OR-12, OR-14]', async () => {
    const { ending, events } = await execute([loop({ tokens: 250 })], { callWorker: spend(100, 0.1) });
    expect(ending).toMatchObject({
      kind: 'failed',
      error: { message: 'The task a went over its budget: 300 tokens, allowed 250', details: { resource: 'tokens' } },
    });
    expect(events.filter(({ type }) => type === 'task.started')).toHaveLength(3);
    expect(events.find(({ type }) => type === 'task.overBudget')?.payload).toMatchObject({
      ...{ resource: 'tokens', limit: 250, response: 'abort' },
      used: { tokens: 300, money: 0.3, calls: 3 },
    });
    expect(foldRun(events)).toMatchObject({ used: { tokens: 300, money: 0.3 } });
    const money = await execute([loop({ money: 0.25 })], { callWorker: spend(100, 0.1) });
    expect(money.ending).toMatchObject({
      error: { message: 'The task a went over its budget: 0.30 USD, allowed 0.25' },
    });
  });

  test('ends a call that is over it before the call is done, with what others used by then', async () => {
    const calls = new Map<string, Attempt>();
    const callWorker: Call = (attempt) =>
      new Promise((_, reject) => {
        calls.set(attempt.taskId, attempt);
        attempt.signal.addEventListener('abort', () => reject(attempt.signal.reason as Error));
        attempt.onUsed({ tokens: 10 });
        if (calls.size < 2) return;
        calls.get('a/0')?.onUsed({ tokens: 60 });
        attempt.onUsed({ tokens: 60 });
      });
    const task = add('a', 1, { forEach: { in: [1, 2], concurrency: 2 }, budget: { tokens: 100 } });
    const { ending, events } = await execute([task], { callWorker });
    expect(ending).toMatchObject({ error: { message: 'The task a went over its budget: 120 tokens, allowed 100' } });
    const used = events.flatMap((event) =>
      event.type === 'task.used' ? [`${event.scope.taskId} ${event.payload.used.tokens}`] : [],
    );
    expect(used).toEqual(['a/0 10', 'a/1 10', 'a/0 50', 'a/1 50']);
    expect(foldRun(events)?.tasks['a']?.used).toEqual({ tokens: 120 });
  });

  test('of memory looks at the largest call; its calls are measured, those of others are not', async () => {
    const isMeasured: Record<string, boolean> = {};
    const callWorker: Call = async (attempt) => {
      isMeasured[attempt.taskId] = attempt.isMeasured;
      attempt.onUsed({ cpuMs: 30, memoryMb: 40 });
      return doArithmetic(attempt);
    };
    const tasks = [add('a', 1, { repeat: { max: 3 }, budget: { memoryMb: 50, cpuMs: 100 } }), add('b', 1)];
    const { ending, events } = await execute(tasks, { callWorker });
    expect(ending).toEqual({ kind: 'completed' });
    expect(isMeasured).toEqual({ 'a/0': true, 'a/1': true, 'a/2': true, b: false });
    expect(foldRun(events)?.tasks['a']?.used).toEqual({ cpuMs: 90, memoryMb: 40 });
  });

  test('what calls used is summed to a millionth of a dollar, at every task around them', async () => {
    const inner = add('c', 1, { forEach: { in: { from: 1, to: 10 } } });
    const { log, events } = await execute([{ id: 'g', tasks: [inner, add('d', 1)] }], { callWorker: spend(1, 0.1) });
    for (const path of ['', 'g']) expect(log.items.used(runId, path)).toEqual({ tokens: 11, money: 1.1 });
    expect(log.items.used(runId, 'g/c')).toEqual({ tokens: 10, money: 1 });
    expect(log.items.used(runId, 'g/c/3')).toEqual({ tokens: 1, money: 0.1 });
    expect(log.items.used(runId, 'x')).toBeUndefined();
    expect(foldRun(events)?.used).toEqual({ tokens: 11, money: 1.1 });
  });

  test('counts what was used before a restart, of tokens too', async () => {
    const log = openLog();
    const stop = new AbortController();
    let calls = 0;
    const callWorker: Call = (attempt) => {
      calls += 1;
      attempt.onUsed({ tokens: 10 });
      if (calls !== 4) return doArithmetic(attempt);
      stop.abort(new RunStop('interrupted', 'closing'));
      return Promise.reject(new Error('closing'));
    };
    await execute([loop({ tokens: 65 })], { callWorker, signal: stop.signal }, log);
    expect(log.items.used(runId, 'a')).toEqual({ tokens: 40 });
    await execute([loop({ tokens: 65 })], { callWorker, previous: soFar(log) }, log);
    expect(log.items.used(runId, 'a')).toEqual({ tokens: 70 });
    expect(log.list({ types: ['task.overBudget'] })).toHaveLength(1);
  });

  test('counts what was used before a restart', async () => {
    const log = openLog();
    const stop = new AbortController();
    let calls = 0;
    const callWorker: Call = (attempt) => {
      calls += 1;
      if (calls !== 4) return doArithmetic(attempt);
      stop.abort(new RunStop('interrupted', 'closing'));
      return Promise.reject(new Error('closing'));
    };
    await execute([loop({ calls: 6 })], { callWorker, signal: stop.signal }, log);
    await execute([loop({ calls: 6 })], { callWorker, previous: soFar(log) }, log);
    expect(log.list({ types: ['task.started'] })).toHaveLength(6);
  });

  describe('in time, of what was interrupted before any call', () => {
    const wait: Task = { id: 'w', wait: { event: { type: 'settings.changed' } } };
    const kinds: [string, Task, string][] = [
      ['a wait', { ...wait, budget: { wallMs: 600_000 } }, 'task.parked'],
      ['a group', { id: 'g', budget: { wallMs: 600_000 }, tasks: [wait] }, 'task.parked'],
      ['a list', { ...wait, id: 'l', forEach: { in: [1] }, budget: { wallMs: 600_000 } }, 'task.parked'],
    ];

    /** The first engine is gone when it waits, and the next one looks at the clock after some time. */
    async function later(tasks: Task[], plan: Partial<Plan>, type: string, ms: number) {
      const log = openLog();
      const stop = new AbortController();
      log.listen((event) => event.type === type && stop.abort(new RunStop('interrupted', 'gone')));
      const changes = { plan: { version: 1 as const, title: 'p', tasks, ...plan } };
      await execute(tasks, { ...changes, signal: stop.signal }, log);
      const next = await nextEngine(log);
      const clock = (): number => Date.now() + ms;
      return execute(tasks, { ...changes, clock, previous: soFar(next) }, next);
    }

    test.each(kinds)('goes on counting for %s [OR-12, OR-14]', async (_, task, type) => {
      const { ending } = await later([task], {}, type, 700_000);
      expect(ending).toMatchObject({ kind: 'failed', error: { code: 'limit-exceeded' } });
    });

    test.each(kinds)('goes on counting for a run of %s [OR-12, OR-14]', async (_, { budget: _b, ...task }, type) => {
      const { ending } = await later([task], { budget: { wallMs: 600_000 } }, type, 700_000);
      expect(ending).toMatchObject({ kind: 'failed', error: { code: 'limit-exceeded' } });
    });

    test('leaves what is not used up', async () => {
      const { ending } = await later([wait], { budget: { wallMs: 600_000 } }, 'task.parked', 500_000);
      expect(ending).toEqual({ kind: 'parked' });
    });
  });
});
