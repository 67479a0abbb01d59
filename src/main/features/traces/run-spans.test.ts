import { expect, test } from 'vitest';
import type { AnyEvent, EventType, Payload } from '../../../contract/events.ts';
import type { Span } from '../../../contract/traces.ts';
import { createIds } from '../../base/ids.ts';
import { spanPlaces, traceIdOf } from '../../base/trace-context.ts';
import { createRunSpans } from './run-spans.ts';

const makeId = createIds(() => 1);
const runId = makeId('run');
const error = { code: 'network' as const, message: 'no answer' };
let seq = 0;

function event<Type extends EventType>(type: Type, at: number, payload: Payload<Type>, taskId?: string): AnyEvent {
  const scope = { runId, ...(taskId === undefined ? {} : { taskId }) };
  return { id: makeId('evt'), seq: ++seq, at, type, version: 1, scope, traceId: 'a'.repeat(32), payload } as AnyEvent;
}

const created = event('run.created', 0, {
  plan: { version: 1, title: 'Two steps', tasks: [{ id: 'fetch', action: 'web.get', input: {} }] },
  source: 'person',
  unattended: false,
});

function spansOf(events: AnyEvent[]): Span[] {
  const spans = createRunSpans(runId);
  return [...events.flatMap(spans.apply), ...spans.rest()];
}

const started = (at: number, attempt: number, taskId: string): AnyEvent =>
  event('task.started', at, { attempt, input: {}, idempotencyKey: 'k' }, taskId);

test('a run holds its task, and the task each of its attempts with what it ended with', () => {
  const spans = spansOf([
    created,
    event('run.started', 1, {}),
    started(2, 1, 'fetch'),
    event('task.retried', 5, { attempt: 1, error, delayMs: 10 }, 'fetch'),
    started(15, 2, 'fetch'),
    event('task.completed', 20, { attempt: 2, output: null, says: 'done' }, 'fetch'),
    event('run.completed', 21, {}),
  ]);
  expect(spans.map(({ kind, name, startedAt, endedAt, outcome }) => [kind, name, startedAt, endedAt, outcome])).toEqual(
    [
      ['attempt', 'attempt 1', 2, 5, 'failed'],
      ['attempt', 'attempt 2', 15, 20, 'ok'],
      ['task', 'web.get', 2, 20, 'ok'],
      ['run', 'Two steps', 0, 21, 'ok'],
    ],
  );
  const [first, second, task, run] = spans;
  expect(first?.failure).toEqual({ code: 'network', class: 'transient' });
  expect([first?.parentId, second?.parentId, task?.parentId]).toEqual([task?.id, task?.id, run?.id]);
  expect(task?.moments).toEqual([{ at: 5, name: 'retried' }]);
});

test('a task inside another is inside its span, items without one of their own are passed over', () => {
  const spans = spansOf([
    created,
    event('task.opened', 1, { attempt: 1, total: 1 }, 'sums'),
    started(2, 1, 'sums/0/hash'),
    event('task.completed', 3, { attempt: 1, output: null, says: '' }, 'sums/0/hash'),
    event('task.completed', 4, { attempt: 1, output: null, says: '' }, 'sums'),
  ]);
  const inner = spans.find(({ kind, name }) => kind === 'task' && name === 'sums/0/hash');
  expect(inner?.parentId).toBe(spanPlaces.task(runId, 'sums'));
});

test('an attempt that an engine left behind is cut off when the run is taken up again', () => {
  const spans = spansOf([
    created,
    started(2, 1, 'fetch'),
    event('run.resumed', 900, { repeated: ['fetch'] }),
    started(901, 2, 'fetch'),
    event('task.failed', 905, { attempt: 2, error }, 'fetch'),
    event('run.failed', 906, { error }),
  ]);
  const attempts = spans.filter(({ kind }) => kind === 'attempt');
  expect(attempts.map(({ outcome, endedAt }) => [outcome, endedAt])).toEqual([
    ['cut-off', 2],
    ['failed', 905],
  ]);
  expect(spans.at(-1)).toMatchObject({ kind: 'run', outcome: 'failed', moments: [{ name: 'taken up again' }] });
});

test('what has not ended is under way, and has no end', () => {
  const spans = spansOf([created, started(2, 1, 'fetch')]);
  expect(spans.map(({ kind, outcome, endedAt }) => [kind, outcome, endedAt])).toEqual([
    ['attempt', 'under-way', undefined],
    ['task', 'under-way', undefined],
    ['run', 'under-way', undefined],
  ]);
});

test('a run recorded without a trace has the one its id spells', () => {
  const [run] = spansOf([{ ...created, traceId: runId }]);
  expect(run?.traceId).toBe(traceIdOf(runId));
  expect(run?.traceId).toMatch(/^[0-9a-f]{32}$/);
});
