import { expect, test } from 'vitest';
import type { AnyEvent } from '../../contract/events.ts';
import { AnyEvent as AnyEventSchema } from '../../contract/events.ts';
import { systemClock } from './clock.ts';
import { openDatabase } from './database.ts';
import { createEventLog, type EventDraft, type EventLog } from './event-log.ts';
import { createIds } from './ids.ts';

function openLog(database = openDatabase({ file: ':memory:' })): { log: EventLog; database: typeof database } {
  return { log: createEventLog({ database, makeId: createIds(), clock: systemClock }), database };
}

const runA = `run_${'0'.repeat(25)}A`;
const runB = `run_${'0'.repeat(25)}B`;

function started(runId: string): EventDraft {
  return { type: 'run.started', scope: { runId }, payload: {} };
}

function progressed(runId: string): EventDraft {
  return { type: 'task.progressed', scope: { runId, taskId: 't1' }, payload: { percent: 5 } };
}

async function take(events: AsyncIterable<AnyEvent>, count: number): Promise<AnyEvent[]> {
  const taken: AnyEvent[] = [];
  for await (const event of events) if (taken.push(event) === count) break;
  return taken;
}

test('appended events keep their order, match the contract and survive in the file', async () => {
  const { log, database } = openLog();
  await log.append([started(runA), started(runB)]);
  await log.append([{ type: 'run.completed', scope: { runId: runA }, payload: {} }]);
  const again = openLog(database).log;
  expect(again.lastSeq()).toBe(3);
  const events = again.list({});
  expect(events.map(({ seq, type }) => [seq, type])).toEqual([
    [1, 'run.started'],
    [2, 'run.started'],
    [3, 'run.completed'],
  ]);
  for (const event of events) expect(AnyEventSchema.safeParse(event).error).toBeUndefined();
});

test('filters by run, by type and by topic [SQ-14, DA-06]', async () => {
  const { log } = openLog();
  await log.append([
    started(runA),
    started(runB),
    { type: 'task.skipped', scope: { runId: runA, taskId: 't1' }, payload: { reason: 'x' } },
  ]);
  expect(log.list({ scope: { runId: runA } })).toHaveLength(2);
  expect(log.list({ types: ['task.*'] }).map(({ type }) => type)).toEqual(['task.skipped']);
  expect(log.list({ types: ['run.started', 'task.*'], scope: { runId: runB } })).toHaveLength(1);
  expect(log.list({ after: 1, limit: 1 }).map(({ seq }) => seq)).toEqual([2]);
  expect(log.last('run.started', {})?.scope.runId).toBe(runB);
});

test('an event that is only passed on is not stored, nor what was to be stored with it, and those who watch go on', async () => {
  const { log } = openLog();
  const watching = take(log.watch({}, undefined), 2);
  await expect(log.append([started(runA), progressed(runA)])).rejects.toMatchObject({
    code: 'internal',
    message: 'The event task.progressed is only passed on, with emit; it cannot be stored',
  });
  expect(log.list({})).toEqual([]);
  log.emit(progressed(runA));
  await log.append([started(runA)]);
  const seen = await watching;
  expect(seen.map(({ type, seq }) => [type, seq])).toEqual([
    ['task.progressed', undefined],
    ['run.started', 1],
  ]);
  for (const event of seen) expect(AnyEventSchema.safeParse(event).error).toBeUndefined();
});

test('a watcher that starts late gets what was stored and then what happens, each once', async () => {
  const { log } = openLog();
  for (let index = 0; index < 1200; index += 1) void log.append([started(runA)]);
  await log.append([started(runA)]);
  const watching = take(log.watch({ after: 0 }), 1203);
  await log.append([started(runB)]);
  await log.append([started(runB)]);
  const seqs = (await watching).map(({ seq }) => seq);
  expect(seqs).toEqual(Array.from({ length: 1203 }, (_, index) => index + 1));
});

test('a watcher that falls far behind misses nothing [SQ-14]', async () => {
  const { log } = openLog();
  const watcher = log.watch({ after: 0, types: ['run.*'] });
  await log.append([started(runA)]);
  const first = await watcher.next();
  expect(first.value?.seq).toBe(1);
  await log.append(Array.from({ length: 5000 }, () => started(runA)));
  const rest = await take(watcher, 5000);
  expect(rest.map(({ seq }) => seq)).toEqual(Array.from({ length: 5000 }, (_, index) => index + 2));
});

test('who watches in lists gets the same in the same order, at once after a rest and in short lists', async () => {
  const { log } = openLog();
  await log.append([started(runA), started(runB)]);
  const watcher = log.watchGathered({ after: 0, types: ['run.*'] });
  expect((await watcher.next()).value?.map(({ seq }) => seq)).toEqual([1, 2]);
  const next = watcher.next();
  await log.append([started(runA)]);
  expect((await next).value?.map(({ seq }) => seq)).toEqual([3]);
  const gathered = watcher.next();
  for (let index = 0; index < 40; index += 1) await log.append([started(runA)]);
  const seen = (await gathered).value ?? [];
  while (seen.length < 40) seen.push(...((await watcher.next()).value ?? []));
  expect(seen.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, index) => index + 4));
  await log.append(Array.from({ length: 3000 }, () => started(runB)));
  let last = 0;
  for await (const events of watcher) {
    expect(events.length).toBeGreaterThan(0);
    expect(events.length).toBeLessThanOrEqual(64);
    last = events.at(-1)?.seq ?? last;
    if (last === 3043) break;
  }
});

test('who watches in lists rests no longer than the log is open', async () => {
  const { log } = openLog();
  const stop = new AbortController();
  const watcher = log.watchGathered({}, stop.signal);
  const first = watcher.next();
  await log.append([started(runA)]);
  expect((await first).value).toHaveLength(1);
  const rest = watcher.next();
  stop.abort();
  expect(await rest).toEqual({ done: true, value: undefined });
});

test('ephemeral events reach watchers but are never stored', async () => {
  const { log } = openLog();
  const watching = take(log.watch({}), 2);
  log.emit(progressed(runA));
  await log.append([started(runA)]);
  const events = await watching;
  expect(events.map(({ type, seq }) => [type, seq])).toEqual([
    ['task.progressed', undefined],
    ['run.started', 1],
  ]);
  expect(log.list({})).toHaveLength(1);
});

test('events whose rows cannot be written are not kept and not seen, and do not take the others with them', async () => {
  const { log } = openLog();
  const seen: string[] = [];
  log.listen((event) => seen.push(event.type));
  const good = log.append([started(runA)]);
  const bad = log.append([started(runB)], () => {
    throw new Error('no room');
  });
  await expect(bad).rejects.toThrow('no room');
  await good;
  expect(seen).toEqual(['run.started']);
  expect(log.list({}).map(({ seq, scope }) => [seq, scope.runId])).toEqual([[1, runA]]);
  await log.append([started(runB)]);
  expect(log.lastSeq()).toBe(2);
});

test('each consumer has a cursor of its own [SQ-16]', () => {
  const { log } = openLog();
  log.moveCursor('window', 7);
  log.moveCursor('phone', 3);
  log.moveCursor('window', 9);
  expect([log.readCursor('window'), log.readCursor('phone'), log.readCursor('nobody')]).toEqual([9, 3, 0]);
});

test('an aborted watcher ends', async () => {
  const { log } = openLog();
  const stop = new AbortController();
  const ended = (async () => {
    for await (const event of log.watch({}, stop.signal)) expect(event).toBeUndefined();
    return 'ended';
  })();
  stop.abort();
  expect(await ended).toBe('ended');
});
