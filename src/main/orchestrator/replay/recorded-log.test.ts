import { expect, test } from 'vitest';
import type { AnyEvent } from '../../../contract/events.ts';
import { runId } from '../fixtures/execute.ts';
import { recordedLog } from './recorded-log.ts';

test('what was not yet safe at two ends is told at the second [X-03]', () => {
  const scope = { runId, taskId: 'asking' };
  const drafts = [
    { type: 'task.answered', scope, payload: { answer: 'yes' } },
    { type: 'task.limitReached', scope: { runId, taskId: 'one' }, payload: { limit: 'time', unsafe: 1 } },
    { type: 'task.limitReached', scope, payload: { limit: 'time', unsafe: 2 } },
  ];
  const events = drafts.map((draft, index) => ({ ...draft, seq: index + 1 }) as AnyEvent);
  const log = recordedLog((after, limit) => events.slice(after, after + limit));
  expect(log.next()).toBe(events[0]);
  expect(log.unsafeUntil(1)).toBe(3);
  expect(log.unsafeUntil(2)).toBe(3);
  expect(log.unsafeUntil(3)).toBeUndefined();
});
