import { expect, test } from 'vitest';
import type { AnyEvent } from './events.ts';
import { watchEvents } from './watch-events.ts';

function stored(seq: number): AnyEvent {
  const id = `evt_${String(seq).padStart(26, '0')}`;
  return { id, seq, at: 0, type: 'run.started', version: 1, scope: {}, traceId: 'test', payload: {} };
}

/** A log of `length` events whose connections break after `perConnection` of them, the last event being sent again. */
function breakingLog(length: number, perConnection: number) {
  const asked: number[] = [];
  return {
    asked,
    async open(after: number): Promise<AsyncIterable<AnyEvent>> {
      asked.push(after);
      return (async function* () {
        const from = Math.max(after, 1);
        for (let seq = from; seq < from + perConnection && seq <= length; seq += 1) yield stored(seq);
        throw new Error('connection lost');
      })();
    },
  };
}

test('every durable event comes once and in order across breaks', async () => {
  const log = breakingLog(40, 7);
  const pauses: number[] = [];
  const seen: number[] = [];
  const sleep = async (ms: number): Promise<void> => void pauses.push(ms);
  for await (const event of watchEvents({ open: log.open, after: 0, sleep })) {
    seen.push(event.seq ?? 0);
    if (seen.length === 40) break;
  }
  expect(seen).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  expect(log.asked.length).toBeGreaterThan(5);
  expect(new Set(pauses)).toEqual(new Set([100]));
});

test('the pause grows while nobody answers, up to five seconds', async () => {
  const pauses: number[] = [];
  const signal = { aborted: false };
  const sleep = async (ms: number): Promise<void> => {
    pauses.push(ms);
    if (pauses.length === 8) signal.aborted = true;
  };
  const open = (): Promise<AsyncIterable<AnyEvent>> => Promise.reject(new Error('nobody there'));
  const seen: AnyEvent[] = [];
  for await (const event of watchEvents({ open, after: 3, sleep, signal })) seen.push(event);
  expect(pauses).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  expect(seen).toEqual([]);
});

test('a refused subscription is not asked for again', async () => {
  const refusal = Object.assign(new Error('types.0: expected a type'), { status: 400 });
  const open = (): Promise<AsyncIterable<AnyEvent>> => Promise.reject(refusal);
  const sleep = (): Promise<void> => Promise.reject(new Error('must not be reached'));
  await expect(watchEvents({ open, after: 0, sleep }).next()).rejects.toBe(refusal);
});

test('ephemeral events pass without moving the cursor', async () => {
  const asked: number[] = [];
  const payload = { messageId: 'msg', text: 'a' };
  const ephemeral = { ...stored(1), seq: undefined, type: 'message.delta', payload } as AnyEvent;
  const open = async (after: number): Promise<AsyncIterable<AnyEvent>> => {
    asked.push(after);
    return (async function* () {
      yield stored(5);
      yield ephemeral;
    })();
  };
  const types: string[] = [];
  for await (const event of watchEvents({ open, after: 4, sleep: async () => {} })) {
    types.push(event.type);
    if (types.length === 3) break;
  }
  expect(types).toEqual(['run.started', 'message.delta', 'message.delta']);
  expect(asked).toEqual([4, 5]);
});
