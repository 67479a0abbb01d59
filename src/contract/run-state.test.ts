import { expect, test } from 'vitest';
import type { AnyEvent } from './events.ts';
import { applyRunEvent, foldRun } from './run-state.ts';

const runId = `run_${'0'.repeat(26)}`;
let seq = 0;

function event(type: string, payload: object, taskId?: string): AnyEvent {
  seq += 1;
  const scope = { runId, ...(taskId ? { taskId } : {}) };
  return { id: `evt_${seq}`, seq, at: 1000 + seq, type, version: 1, scope, traceId: runId, payload } as AnyEvent;
}

const plan = {
  version: 1 as const,
  title: 'Three',
  tasks: ['a', 'b', 'c'].map((id) => ({ id, action: 'clock.now', input: {} })),
};
const created = event('run.created', { plan, source: 'person', unattended: false });
const events = [
  created,
  event('run.started', {}),
  event('task.started', { attempt: 1, input: {}, idempotencyKey: 'k' }, 'a'),
  event('task.completed', { attempt: 1, output: 1, says: 'One.' }, 'a'),
  event('task.started', { attempt: 1, input: {}, idempotencyKey: 'k' }, 'b'),
  event('task.failed', { attempt: 1, error: { code: 'network', message: 'gone' } }, 'b'),
  event('run.failed', { error: { code: 'network', message: 'gone' } }),
];

test('a task that never started is skipped once its run has ended', () => {
  const statuses = (all: AnyEvent[]): unknown => Object.values(foldRun(all)?.tasks ?? {}).map(({ status }) => status);
  expect(statuses(events.slice(0, -1))).toEqual(['completed', 'failed', 'waiting']);
  expect(statuses(events)).toEqual(['completed', 'failed', 'skipped']);
  expect(statuses([created, event('run.cancelled', { reason: 'enough' })])).toEqual(['skipped', 'skipped', 'skipped']);
});

test('event by event the same state comes out as in one fold, and earlier states stay as they were [SQ-15]', () => {
  const states = events.map((_, index) => structuredClone(foldRun(events.slice(0, index + 1))));
  let state: ReturnType<typeof foldRun>;
  const kept = events.map((each) => (state = applyRunEvent(state, each)));
  expect(kept).toEqual(states);
});

test('events of other runs change nothing', () => {
  const run = foldRun(events.slice(0, 3));
  const foreign = { ...event('run.completed', {}), scope: { runId: `run_${'1'.repeat(26)}` } } as AnyEvent;
  expect(applyRunEvent(run, foreign)).toBe(run);
});

test('a run is parked until something happens in it, inside others too; that it is kept is nothing of the kind', () => {
  const parked = foldRun([created, event('run.started', {}), event('run.parked', {})]);
  expect(parked?.isParked).toBe(true);
  expect(applyRunEvent(parked, event('run.pinned', { isPinned: true }))).toMatchObject({
    isParked: true,
    pinned: true,
  });
  expect(applyRunEvent(parked, event('task.woken', { by: 'time', output: null }, 'a/0/w'))?.isParked).toBeUndefined();
  expect(applyRunEvent(parked, event('run.cancelled', { reason: 'enough' }))?.isParked).toBeUndefined();
});
