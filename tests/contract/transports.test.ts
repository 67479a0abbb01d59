import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../src/contract/events.ts';
import { createTestEngine, type TestEngine } from './test-engine.ts';
import { transports, type Connected } from './transports.ts';

async function take(stream: AsyncIterable<AnyEvent>, count: number): Promise<AnyEvent[]> {
  const events: AnyEvent[] = [];
  for await (const event of stream) {
    events.push(event);
    if (events.length === count) break;
  }
  return events;
}

const seqs = (events: AnyEvent[]): number[] => events.map((event) => event.seq ?? 0);
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe.each(transports)('$name', (transport) => {
  let engine: TestEngine;
  let connected: Connected;

  beforeEach(async () => {
    engine = createTestEngine();
    connected = await transport.connect(engine);
  });
  afterEach(async () => {
    await connected.close();
    await engine.close();
  });

  test('a call changes the engine and is answered', async () => {
    const { settings } = connected.client;
    const changed = await settings.update({ theme: 'dark', concurrency: { cpu: 2 } });
    expect(changed).toMatchObject({ theme: 'dark', concurrency: { cpu: 2, files: 4 } });
    expect(await settings.get({})).toEqual(changed);
  });

  test('input in path, query and body reaches the handler with its types', async () => {
    await engine.append(30);
    const { events } = connected.client;
    expect(await events.moveCursor({ consumer: 'window:1', seq: 12 })).toEqual({ seq: 12 });
    expect(await events.readCursor({ consumer: 'window:1' })).toEqual({ seq: 12 });
    const page = await events.list({ after: 12, limit: 3, types: ['worker.*'], scope: { workerId: 'text' } });
    expect(seqs(page.events)).toEqual([13, 14, 15]);
    expect(page.lastSeq).toBe(30);
    expect((await events.list({ types: ['run.*'] })).events).toEqual([]);
  });

  test('an unknown field is refused by name and nothing is changed [GW-08]', async () => {
    const call = connected.client.settings.update({ theme: 'dark', colour: 'red' } as never);
    await expect(call).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      status: 400,
      message: 'colour: unknown field',
      data: { code: 'invalid-input', details: { issues: [{ path: 'colour', message: 'unknown field' }] } },
    });
    expect(engine.log.lastSeq()).toBe(0);
  });

  test('each field of the wrong type is named', async () => {
    const call = connected.client.settings.update({ concurrency: { cpu: 0, shell: 'many' } } as never);
    const issues = [{ path: 'concurrency.cpu' }, { path: 'concurrency.shell' }];
    await expect(call).rejects.toMatchObject({ code: 'BAD_REQUEST', data: { details: { issues } } });
  });

  test('an error thrown by a handler arrives with its code, message and details', async () => {
    const call = connected.client.events.moveCursor({ consumer: 'window', seq: 99 });
    await expect(call).rejects.toMatchObject({
      code: 'FAILURE',
      defined: true,
      message: 'There is no event 99 yet',
      data: { code: 'conflict', message: 'There is no event 99 yet', details: { lastSeq: 0 } },
    });
  });

  test('a bug in the engine is reported as internal', async () => {
    const call = connected.client.health.logs({});
    await expect(call).rejects.toMatchObject({ code: 'FAILURE', data: { code: 'internal' } });
  });

  test('a watcher gets what is stored, then what happens', async () => {
    await engine.append(5);
    const stream = await connected.client.events.watch({ after: 2 });
    const taking = take(stream, 7);
    await engine.append(4);
    expect(seqs(await taking)).toEqual(range(3, 9));
  });

  test('a watcher in lists gets what is stored, then what happens', async () => {
    await engine.append(5);
    const stream = await connected.client.events.watchGathered({ after: 2 });
    const taking = (async () => {
      const seen: AnyEvent[] = [];
      for await (const events of stream) if (seen.push(...events) === 7) return seen;
      return seen;
    })();
    await engine.append(4);
    expect(seqs(await taking)).toEqual(range(3, 9));
  });

  test('a watcher gets ephemeral events, without a place in the log', async () => {
    await engine.append(1);
    const stream = await connected.client.events.watch({ after: 0 });
    const iterator = stream[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toMatchObject({ seq: 1 });
    engine.log.emit({ type: 'task.progressed', payload: { percent: 50 }, scope: { taskId: 'a' } });
    const { value } = await iterator.next();
    expect(value).toMatchObject({ type: 'task.progressed', payload: { percent: 50 } });
    expect((value as AnyEvent).seq).toBeUndefined();
    await iterator.return?.();
  });

  test('a filter that does not exist is refused before the stream begins', async () => {
    const call = connected.client.events.watch({ types: ['Nonsense'] });
    await expect(call).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: 'types.0: expected a type like task.completed, or task.*',
    });
  });

  test('many calls and a stream share a connection', async () => {
    const stream = await connected.client.events.watch({ after: 0 });
    const taking = take(stream, 200);
    const calls = range(1, 100).map(async () => {
      await engine.append(2);
      return connected.client.settings.get({});
    });
    expect(new Set((await Promise.all(calls)).map((answer) => answer.theme))).toEqual(new Set(['system']));
    expect(seqs(await taking)).toEqual(range(1, 200));
  });

  test('a stream that is aborted ends, and the engine stops listening', async () => {
    const controller = new AbortController();
    const stream = await connected.client.events.watch({ after: 0 }, { signal: controller.signal });
    const reading = take(stream, 2).catch(() => []);
    await engine.append(1);
    await expect.poll(engine.watchers).toBe(1);
    controller.abort();
    await reading;
    await expect.poll(engine.watchers).toBe(0);
    expect(await connected.client.settings.get({})).toMatchObject({ theme: 'system' });
  });

  test('a reader that stops reading ends its stream in the engine', async () => {
    await engine.append(3);
    expect(seqs(await take(await connected.client.events.watch({ after: 0 }), 2))).toEqual([1, 2]);
    await engine.append(1); // a stream that waits for an event notices when it has one
    await expect.poll(engine.watchers).toBe(0);
  });
});
