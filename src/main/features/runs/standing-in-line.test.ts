import { expect, test } from 'vitest';
import type { Attempt } from '../../orchestrator/execution.ts';
import { doArithmetic } from '../../orchestrator/fixtures/arithmetic.ts';
import { phaseRows } from '../../orchestrator/phase-rows.ts';
import { openRuns } from './fixtures/open-runs.ts';

const add = (id: string, more: object = {}): object => ({ id, action: 'sum.add', input: { a: 1 }, ...more });

test('what a task stands in line for shows while it does so, whatever kind of task it is [OR-02]', async () => {
  const { promise: mayEnd, resolve: letEnd } = Promise.withResolvers<void>();
  const callWorker = async (attempt: Attempt): ReturnType<typeof doArithmetic> => {
    if (attempt.taskId === 'first') await mayEnd;
    return doArithmetic(attempt);
  };
  const { runs, events, database } = openRuns({ callWorker });
  const key = 'the printer';
  const tasks = [
    add('first', { key }),
    add('action', { key }),
    { id: 'value', key, value: 1 },
    { id: 'group', key, tasks: [add('x')] },
    { id: 'wait', key, wait: { forMs: 1 } },
  ];
  const runId = await runs.start({ plan: { version: 1, title: 'In line', tasks }, source: 'person' });
  const queued = ['action', 'value', 'group', 'wait'];
  await expect.poll(() => events.list({ types: ['task.queued'] }).length, { timeout: 30_000 }).toBe(queued.length);
  const phasesNow = () => phaseRows(database).of(runId, queued);
  for (const [path, phases] of phasesNow()) {
    expect({ path, phases }).toMatchObject({ path, phases: [{ kind: 'queued', for: 'key', name: key, attempt: 1 }] });
    expect(phases[0]?.to).toBeUndefined();
  }
  expect([...phasesNow().keys()].toSorted()).toEqual(queued.toSorted());
  expect(runs.get(runId).tasks['value']).toMatchObject({ status: 'waiting', attempt: 0 });
  letEnd();
  await expect.poll(() => runs.get(runId).status, { timeout: 30_000 }).toBe('completed');
  for (const phases of phasesNow().values()) {
    expect(phases.filter(({ kind }) => kind === 'queued').map(({ to }) => to !== undefined)).toEqual([true]);
  }
  expect(await runs.replay(runId)).toMatchObject({ identical: true });
}, 60_000);
