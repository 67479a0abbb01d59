import { expect, test } from 'vitest';
import type { RunSummary } from '../../../contract/runs.ts';
import { testEvent, testId } from '../../engine/fake-engine.ts';
import { applyToSummary } from './summaries.ts';

test('of a list only the task itself counts, not what is done for each item', () => {
  const runId = testId('run', 1);
  const plan = {
    version: 1 as const,
    title: 'Sums',
    tasks: [{ id: 'a', action: 'sum.add', input: {}, forEach: { in: [1, 2] } }],
  };
  const created = testEvent('run.created', { plan, source: 'person', unattended: false }, { scope: { runId } });
  let summary = applyToSummary(undefined, created, true);
  for (const taskId of ['a/0', 'a/1', 'a']) {
    const done = testEvent('task.completed', { attempt: 1, output: 1, says: '' }, { scope: { runId, taskId } });
    summary = applyToSummary(summary, done, true);
  }
  expect(summary?.tasks).toEqual({ total: 1, completed: 1, failed: 0 });
});

test('a run is pinned and no longer pinned', () => {
  const summary = { id: testId('run', 1), title: 'Sums', status: 'completed' } as RunSummary;
  const pinned = applyToSummary(summary, testEvent('run.pinned', { isPinned: true }), true);
  expect(pinned).toEqual({ ...summary, pinned: true });
  expect(applyToSummary(pinned, testEvent('run.pinned', { isPinned: false }), true)).toEqual(summary);
});

test('a run asks what its steps wait for, until they have a word or it is over', () => {
  const runId = testId('run', 1);
  const summary = { id: runId, title: 'Print', status: 'running' } as RunSummary;
  const of = (taskId: string) => ({ scope: { runId, taskId } });
  const asked = (['print', 'mail/0'] as const).reduce<RunSummary | undefined>(
    (run, taskId) =>
      applyToSummary(run, testEvent('task.blocked', { attempt: 1, question: { text: 'Where?' } }, of(taskId)), true),
    applyToSummary(summary, testEvent('task.uncertain', { attempt: 1 }, of('print')), true),
  );
  expect(asked?.asks).toEqual(['print', 'mail/0']);
  const answered = applyToSummary(asked, testEvent('task.answered', { answer: 'here' }, of('print')), true);
  expect(answered?.asks).toEqual(['mail/0']);
  const cancelled = applyToSummary(asked, testEvent('task.cancelled', { reason: 'time' }, of('mail/0')), false);
  expect(cancelled?.asks).toEqual(['print']);
  const error = { code: 'internal' as const, message: 'gone' };
  expect(applyToSummary(asked, testEvent('run.failed', { error }, { scope: { runId } }), true)).not.toHaveProperty(
    'asks',
  );
});
