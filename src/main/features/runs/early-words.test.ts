import { describe, expect, test } from 'vitest';
import { HeronError } from '../../base/errors.ts';
import { openRuns } from './fixtures/open-runs.ts';
import type { RunParts } from './run-parts.ts';

const waitMs = { timeout: 30_000 };
const plan = (task: object): object => ({ version: 1, title: 'Wait', tasks: [task] });
const add = (id: string): object => ({ id, action: 'sum.add', input: { a: 1 }, key: 'one' });
const failing = (id: string): object => ({ id, value: '{{ $error("no") }}', onError: 'escalate' });

describe('an answer given before its task waits for it', () => {
  /** A run that asks, over a restart, while another one has the key that it needs to go on. */
  async function asking(task: object) {
    let letGo = (): void => {};
    const callWorker: RunParts['callWorker'] = async (attempt) => {
      if (attempt.taskId === 'holder') await new Promise<void>((resolve) => (letGo = resolve));
      else if (attempt.answer === undefined) throw new HeronError('blocked', 'Which?');
      return { value: 1 };
    };
    const first = openRuns({ callWorker });
    const runId = await first.runs.start({ plan: plan(task), source: 'person' });
    await expect.poll(() => first.events.count({ types: ['task.blocked'] }), waitMs).toBe(1);
    await first.runs.close();
    const second = openRuns({ callWorker }, first.database);
    const holding = await second.runs.start({ plan: plan(add('holder')), source: 'person' });
    await expect.poll(() => second.runs.get(holding).tasks['holder']?.status, waitMs).toBe('running');
    second.runs.resume();
    return { ...second, runId, holding, letGo: () => letGo() };
  }

  test.each([
    ['a task that asked', add('a')],
    ['an approval', { id: 'a', key: 'one', wait: { approval: { text: 'Now?' } } }],
    ['a failure that was put before the person', { id: 'a', key: 'one', tasks: [failing('b')] }],
  ])('is taken by %s, once, and the replay is the same [X-02, X-03]', async (_, task) => {
    const { runs, events, runId, holding, letGo } = await asking(task);
    const path = events.list({ types: ['task.blocked'] })[0]?.scope.taskId ?? '';
    const answer = path === 'a/b' ? 'skip' : 'approve';
    await runs.answer(runId, path, answer);
    await expect(runs.answer(runId, path, answer)).rejects.toThrow(/answer/);
    expect(runs.get(runId).status).toBe('running');
    letGo();
    await expect.poll(() => runs.get(runId).status, waitMs).toBe('completed');
    expect(events.list({ types: ['task.answered'] })).toMatchObject([{ payload: { answer } }]);
    expect((await runs.replay(runId)).difference).toBeUndefined();
    await expect.poll(() => runs.get(holding).status, waitMs).toBe('completed');
    expect(events.list({ types: ['task.started'] }).filter(({ scope }) => scope.runId === holding)).toHaveLength(1);
    await runs.close();
  });
});
