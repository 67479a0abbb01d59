import { expect, test } from 'vitest';
import type { AnyEvent, EventFilter } from '../../../contract/events.ts';
import { createFakeEngine, testEvent, testId } from '../../engine/fake-engine.ts';
import { passesText } from './filter.ts';
import { readBack } from './read-back.ts';
import { withPlansOf } from './plans.ts';
import { createTimeline } from './store.ts';

const runId = testId('run', 1);

/** A log of `length` events; every hundredth belongs to the worker `rare`. */
function createLog(length: number) {
  const calls: number[] = [];
  const event = (seq: number): AnyEvent =>
    seq % 100 === 0
      ? testEvent('worker.unloaded', {}, { seq, scope: { workerId: 'rare' } })
      : testEvent('run.started', {}, { seq, scope: { runId } });
  const stored = Array.from({ length }, (_, index) => event(index + 1));
  const engine = createFakeEngine((os) => ({
    events: {
      list: os.events.list.handler(({ input }) => {
        calls.push(input.after);
        const events = stored
          .filter((one) => Number(one.seq) > input.after && matches(one, input))
          .slice(0, input.limit);
        return { events, lastSeq: stored.length };
      }),
    },
  }));
  const append = (): void => {
    stored.push(event(stored.length + 1));
    engine.emit(stored.at(-1)!);
  };
  return { ...engine, stored, calls, append };
}

function matches(event: AnyEvent, { types, scope }: EventFilter): boolean {
  return (
    (!types || types.some((type) => event.type.startsWith(type.slice(0, -1)))) &&
    (!scope?.workerId || scope.workerId === event.scope.workerId) &&
    (!scope?.runId || scope.runId === event.scope.runId)
  );
}

const seqs = (events: AnyEvent[]) => events.map((event) => event.seq);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

function setUp(length: number) {
  const log = createLog(length);
  const timeline = createTimeline({ ...log, sizes: { page: 10, most: 30 } });
  return { log, timeline, now: timeline.state.getState, shown: () => seqs(timeline.state.getState().events) };
}

test('the newest page comes first and what happens is added to it', async () => {
  const { log, timeline, shown } = setUp(50);
  await timeline.readLatest();
  expect(shown()).toEqual(range(41, 50));
  log.append();
  expect(shown()).toEqual(range(41, 51));
});

test('an event that comes while the page is read is neither lost nor doubled', async () => {
  const { log, timeline, shown } = setUp(50);
  const reading = timeline.readLatest();
  log.append();
  await reading;
  log.append();
  expect(shown().at(-1)).toBe(52);
  expect(new Set(shown()).size).toBe(shown().length);
  expect(shown()).toContain(51);
});

test('paging back reaches the beginning of the log without gaps', async () => {
  const { timeline, now, shown } = setUp(25);
  await timeline.readLatest();
  await timeline.readOlder();
  await timeline.readOlder();
  expect(shown()).toEqual(range(1, 25));
  expect(now().oldest).toBe(1);
  await timeline.readOlder();
  expect(shown()).toEqual(range(1, 25));
});

test('far back the newest are let go, and what comes is counted until the person returns', async () => {
  const { log, timeline, now, shown } = setUp(100);
  await timeline.readLatest();
  for (let page = 0; page < 4; page += 1) await timeline.readOlder();
  expect(shown()).toEqual(range(51, 80));
  expect(now().isLive).toBe(false);
  log.append();
  log.append();
  expect(now().unseen).toBe(2);
  await timeline.readLatest();
  expect(shown()).toEqual(range(93, 102));
  expect(now()).toMatchObject({ isLive: true, unseen: 0 });
});

test('a live window forgets its oldest events and can read them again', async () => {
  const { log, timeline, now, shown } = setUp(30);
  await timeline.readLatest();
  for (let more = 0; more < 25; more += 1) log.append();
  expect(shown().length).toBeLessThanOrEqual(30);
  expect(shown().at(-1)).toBe(55);
  const oldest = now().oldest;
  expect(shown()[0]).toBe(oldest);
  await timeline.readOlder();
  expect(shown().slice(0, 10)).toEqual(range(oldest - 10, oldest - 1));
});

test('a filter asks the engine, and holds for what comes', async () => {
  const { log, timeline, shown } = setUp(399);
  timeline.setFilter({ workerId: 'rare' });
  await expect.poll(shown).toEqual([100, 200, 300]);
  log.append();
  log.append();
  expect(shown()).toEqual([100, 200, 300, 400]);
  timeline.setFilter({ workerId: undefined, topics: ['worker'] });
  await expect.poll(shown).toEqual([100, 200, 300, 400]);
});

test('an answer to a filter that has changed since is thrown away', async () => {
  const { timeline, shown } = setUp(399);
  timeline.setFilter({ workerId: 'rare' });
  timeline.setFilter({ workerId: undefined });
  await expect.poll(shown).toEqual(range(390, 399));
});

test('a rare event in a long log is found in few calls', async () => {
  const log = createLog(99);
  for (let seq = 100; seq <= 50_000; seq += 1) {
    log.stored.push(testEvent('run.started', {}, { seq, scope: { runId } }));
  }
  const { events, oldest } = await readBack(log.client, { types: ['worker.*'] }, 50_001, 400);
  expect(events).toEqual([]);
  expect(oldest).toBe(1);
  expect(log.calls.length).toBeLessThan(12);
});

test('text is found anywhere in an event, whatever its case', () => {
  const event = testEvent('run.cancelled', { reason: 'Stopped by Ada' });
  expect(passesText(event, ' BY ada')).toBe(true);
  expect(passesText(event, 'run.canc')).toBe(true);
  expect(passesText(event, 'grace')).toBe(false);
});

const plan = { version: 1 as const, title: 'One step', tasks: [{ id: 'a', action: 'hash.file', input: {} }] };
const task = { scope: { runId, taskId: 'a' } };
const life = [
  testEvent('run.created', { plan, source: 'rules', unattended: false }, { scope: { runId }, seq: 1, at: 1000 }),
  testEvent('run.started', {}, { scope: { runId }, seq: 2, at: 1010 }),
  testEvent('task.started', { attempt: 1, input: {}, idempotencyKey: 'k' }, { ...task, seq: 3, at: 1500 }),
  testEvent('task.completed', { attempt: 1, output: { sum: 1 }, says: 'Hashed.' }, { ...task, seq: 4, at: 9000 }),
  testEvent('run.completed', {}, { scope: { runId }, seq: 5, at: 9001 }),
];

test('the plans of runs are remembered, also when a filter no longer shows where they began', async () => {
  const { log, timeline, now } = setUp(0);
  log.stored.push(...life.slice(0, 4));
  await timeline.readLatest();
  expect(now().plans[runId]).toEqual(plan);
  timeline.setFilter({ topics: ['task'] });
  await expect.poll(() => now().events.map(({ type }) => type)).toEqual(['task.started', 'task.completed']);
  expect(now().plans[runId]).toEqual(plan);
});

test('events without a new plan leave what is known as it is', () => {
  const known = withPlansOf(life, {});
  expect(withPlansOf(life.slice(1), known)).toBe(known);
});
