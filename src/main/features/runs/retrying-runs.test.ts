import { describe, expect, test } from 'vitest';
import { HeronError } from '../../base/errors.ts';
import { doArithmetic } from '../../orchestrator/fixtures/arithmetic.ts';
import { openRuns } from './fixtures/open-runs.ts';

const parked =
  (events: ReturnType<typeof openRuns>['events']): (() => number) =>
  () =>
    events.list({ types: ['run.parked'] }).length;

describe('a run that waits for its next attempt', () => {
  const retrying = (delayMs: number, more: object = {}): object => {
    const retry = { attempts: 2, firstMs: delayMs, maxMs: delayMs };
    const task = { id: 'a', action: 'sum.add', input: { a: 1 }, retry, ...more };
    return { version: 1, title: 'Try again', tasks: [task] };
  };
  const failingOnce = (): Parameters<typeof openRuns>[0] => {
    let calls = 0;
    return {
      callWorker: async (attempt) => {
        calls += 1;
        if (calls === 1) throw new HeronError('worker-failed', 'not yet');
        return doArithmetic(attempt);
      },
    };
  };

  test('leaves memory when that is long, and goes on when it is due [OR-11]', async () => {
    const { runs, events, database } = openRuns(failingOnce());
    const runId = await runs.start({ plan: retrying(2500), source: 'person' });
    await expect.poll(parked(events), { timeout: 30_000 }).toBe(1);
    expect(runs.get(runId)).toMatchObject({ status: 'running', tasks: { a: { status: 'waiting', failures: 1 } } });
    expect(runs.isBusy()).toBe(false);
    await expect.poll(() => runs.get(runId).status, { timeout: 30_000 }).toBe('completed');
    expect(events.list({ types: ['task.started'] })).toHaveLength(2);
    expect(database.prepare('SELECT * FROM run_waits').all()).toEqual([]);
    expect(await runs.replay(runId)).toMatchObject({ identical: true });
  }, 60_000);

  test('goes on after a restart, and not before it is due', async () => {
    const first = openRuns(failingOnce());
    const runId = await first.runs.start({ plan: retrying(3000), source: 'person' });
    await expect.poll(parked(first.events), { timeout: 30_000 }).toBe(1);
    await first.runs.close();
    const second = openRuns({}, first.database);
    second.runs.resume();
    await expect.poll(() => second.runs.get(runId).status, { timeout: 30_000 }).toBe('completed');
    const [retried] = second.events.list({ types: ['task.retried'] });
    const [, again] = second.events.list({ types: ['task.started'] });
    expect((again?.at ?? 0) - (retried?.at ?? 0)).toBeGreaterThanOrEqual(2990);
    await second.runs.close();
  }, 60_000);

  test('ends in time when a limit around it is over before', async () => {
    const { runs, events } = openRuns(failingOnce());
    const task = retrying(600_000, { budget: { wallMs: 4000 } });
    const runId = await runs.start({ plan: task, source: 'person' });
    await expect.poll(parked(events), { timeout: 30_000 }).toBe(1);
    await expect.poll(() => runs.get(runId).status, { timeout: 30_000 }).toBe('failed');
    expect(runs.get(runId).error).toMatchObject({ code: 'limit-exceeded', details: { resource: 'wallMs' } });
  }, 60_000);

  test('is stopped like any other', async () => {
    const { runs, events, database } = openRuns(failingOnce());
    const runId = await runs.start({ plan: retrying(600_000), source: 'person' });
    await expect.poll(parked(events), { timeout: 30_000 }).toBe(1);
    await runs.cancel(runId, 'enough');
    expect(runs.get(runId)).toMatchObject({ status: 'cancelled', tasks: { a: { status: 'cancelled' } } });
    expect(database.prepare('SELECT * FROM run_waits').all()).toEqual([]);
  }, 60_000);
});
