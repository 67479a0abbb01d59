import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../contract/events.ts';
import type { Json } from '../../contract/json.ts';
import type { Task } from '../../contract/plan-task.ts';
import { foldRun } from '../../contract/run-state.ts';
import { type Attempt, RunStop } from './execution.ts';
import { doArithmetic } from './fixtures/arithmetic.ts';
import { add, execute, openLog, soFar } from './fixtures/execute.ts';

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
});
