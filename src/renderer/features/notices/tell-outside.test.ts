import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { AnyEvent } from '../../../contract/events.ts';
import type { RunSummary } from '../../../contract/runs.ts';
import { testEvent, testId } from '../../engine/fake-engine.ts';
import type { RunsState } from '../runs/store.ts';
import { tellOutside } from './tell-outside.ts';

test('who looks elsewhere is told of questions, ends and failures, and of what starts by itself only the failure [MM-11]', () => {
  const [runId, nightly] = [testId('run', 1), testId('run', 2)];
  const titled = (id: string, title: string) => ({ [id]: { id, title } as RunSummary });
  const summaries = { ...titled(runId, 'Zip'), ...titled(nightly, 'Back up') };
  const runs = createStore<RunsState>(() => ({ summaries, isListed: true, open: {} }));
  const told: string[] = [];
  let isLookedAt = false;
  let hear: (events: AnyEvent[]) => void = () => expect.fail('nobody listens');
  tellOutside({
    engine: { subscribe: (listener) => ((hear = listener), () => undefined) },
    runs: { state: runs },
    isLookedAt: () => isLookedAt,
    show: ({ title, place }) => told.push(`${title} ${place}`),
  });
  const trigger = { id: `sch_${'1'.repeat(26)}`, kind: 'schedule' as const, delivery: '1' };
  const plan = { version: 1 as const, title: 'Back up', tasks: [] };
  const error = { code: 'internal' as const, message: 'gone' };
  const question = { text: 'Which printer?' };
  hear([
    testEvent('task.blocked', { attempt: 1, question }, { scope: { runId, taskId: 'print' } }),
    testEvent('run.completed', {}, { scope: { runId } }),
    testEvent('run.created', { plan, source: 'person', unattended: true, trigger }, { scope: { runId: nightly } }),
    testEvent('run.completed', {}, { scope: { runId: nightly } }),
    testEvent('run.failed', { error }, { scope: { runId: nightly } }),
  ]);
  expect(told).toEqual([
    'Waits for you: Zip #/inbox',
    `Done: Zip #/timeline/${runId}`,
    `Failed: Back up #/timeline/${nightly}`,
  ]);
  isLookedAt = true;
  hear([testEvent('run.failed', { error }, { scope: { runId } })]);
  expect(told).toHaveLength(3);
});
