import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Occurrence, Schedule } from '../../src/contract/schedules.ts';
import { manifestOf } from './examples/run-examples.ts';
import { openServedEngine, type ServedTestEngine } from './served-engine.ts';

const patient = { timeout: 20_000 };
const everyMs = 60_000;
let served: ServedTestEngine;
let inbox: string;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], shouldAdvanceTime: true });
  served = await openServedEngine();
  inbox = realpathSync(mkdtempSync(join(tmpdir(), 'heron-inbox-')));
  writeFileSync(join(inbox, 'old.txt'), 'old');
  served.template({
    name: 'tell',
    parameters: {
      type: 'object',
      properties: { items: { type: 'array', items: {} }, foundBy: { type: 'string' } },
      required: ['items'],
      additionalProperties: false,
    },
    tasks: [{ id: 'names', value: '{{ input.items.name }}' }],
  });
});
afterEach(async () => {
  await served.close();
  rmSync(inbox, { recursive: true, force: true });
  vi.useRealTimers();
});

const client = () => served.engine().client;
const occurrences = (id: string): Promise<Occurrence[]> => client().schedules.occurrences({ scheduleId: id });
const polled = async (id: string): Promise<Schedule['polled']> =>
  (await client().schedules.get({ scheduleId: id })).polled;

async function waitsForFiles(): Promise<string> {
  const { id } = await client().schedules.add({
    title: 'New in the inbox',
    work: { kind: 'template', name: 'tell', input: {} },
    time: {
      ...{ kind: 'poll', action: 'files.list', input: { path: inbox }, everyMs },
      ...{ items: 'output.entries', key: 'item.name', means: 'something new is in the inbox' },
    },
    results: { to: 'none' },
  });
  return id;
}

async function allowLooking(): Promise<void> {
  const pending = () => client().permissions.pending({});
  await expect.poll(async () => (await pending()).length, patient).toBe(1);
  const [request] = await pending();
  await client().permissions.answer({ answers: [{ requestId: request!.id, answer: 'always' }] });
}

/** Lets the time pass until the next look, and that end. */
async function lookAgain(id: string): Promise<void> {
  const before = (await polled(id))?.at ?? 0;
  await vi.advanceTimersByTimeAsync(everyMs);
  await expect
    .poll(async () => {
      const now = await polled(id);
      return now !== undefined && now.at > before && now.runId === undefined;
    }, patient)
    .toBe(true);
}

test('what an action gives that it did not give before starts a run, once, whatever happens in between [AU-04]', async () => {
  const id = await waitsForFiles();
  await allowLooking();
  await expect.poll(async () => (await polled(id))?.runId, patient).toBeUndefined();
  // What was there from the beginning is nothing new.
  expect(await occurrences(id)).toEqual([]);
  writeFileSync(join(inbox, 'first.txt'), '1');
  writeFileSync(join(inbox, 'second.txt'), '2');
  await lookAgain(id);
  await expect.poll(async () => (await occurrences(id)).map(({ status }) => status), patient).toEqual(['ran']);
  const [ran] = await occurrences(id);
  expect(ran).toMatchObject({ cause: 'poll', given: { items: [{ name: 'first.txt' }, { name: 'second.txt' }] } });
  const run = await served.ended(ran!.run!.runId);
  expect(run.tasks['names']?.output).toEqual(['first.txt', 'second.txt']);
  await lookAgain(id);
  expect(await occurrences(id)).toHaveLength(1);

  // Runs that only look stand in no list, unless somebody asks for them.
  expect((await client().runs.list({})).map(({ id: each }) => each)).toEqual([run.id]);
  expect(await client().runs.list({ polls: 'with' })).toHaveLength(4);

  await served.restart();
  writeFileSync(join(inbox, 'third.txt'), '3');
  await lookAgain(id);
  await expect.poll(async () => (await occurrences(id)).length, patient).toBe(2);
  const [next] = await occurrences(id);
  expect(next?.given?.['items']).toMatchObject([{ name: 'third.txt' }]);
});

test('a line that is written to a log starts a run, as the trigger of its worker says [W-10]', async () => {
  const { action, items, key, means, input = {} } = manifestOf('log').triggers['lines'] ?? { action: '' };
  const path = join(inbox, 'app.log');
  writeFileSync(path, 'begun\nerror: an old one\n');
  const { id } = await client().schedules.add({
    title: 'An error in the log',
    work: { kind: 'template', name: 'tell', input: {} },
    time: {
      ...{ kind: 'poll', action: `log.${action}`, input: { ...input, path, pattern: 'error' }, everyMs },
      ...{ items, key, means },
    },
    results: { to: 'none' },
  });
  await allowLooking();
  await expect.poll(async () => (await polled(id))?.runId, patient).toBeUndefined();
  appendFileSync(path, 'all is well\nError: a new one\n');
  await lookAgain(id);
  await expect.poll(async () => (await occurrences(id)).length, patient).toBe(1);
  const [found] = await occurrences(id);
  expect(found?.given?.['items']).toMatchObject([{ text: 'Error: a new one', at: 36 }]);
  await lookAgain(id);
  expect(await occurrences(id)).toHaveLength(1);
});

test('what cannot look is told once, and goes on when it can again', async () => {
  const id = await waitsForFiles();
  await allowLooking();
  await expect.poll(async () => (await polled(id))?.runId, patient).toBeUndefined();
  rmSync(inbox, { recursive: true });
  await lookAgain(id);
  await lookAgain(id);
  expect((await polled(id))?.problem).toMatch(/could not look with files\.list: .*inbox/);
  expect(await occurrences(id)).toMatchObject([{ cause: 'poll', status: 'failed' }]);
  expect((await client().schedules.get({ scheduleId: id })).alarms).toMatchObject([{ kind: 'failed' }]);
  mkdirSync(inbox);
  writeFileSync(join(inbox, 'late.txt'), 'late');
  await lookAgain(id);
  expect((await polled(id))?.problem).toBeUndefined();
  await expect
    .poll(async () => (await occurrences(id)).map(({ status }) => status), patient)
    .toEqual(['ran', 'failed']);
});

test.each([
  [{ action: 'files.write', input: { path: '/a', text: 'b' } }, 'time.action: files.write changes something'],
  [{ action: 'files.shine', input: {} }, 'time.action: There is no action files.shine'],
  [{ action: 'files.list', input: {} }, 'time.input.path: '],
  [{ action: 'files.list', input: { path: '/' }, items: 'output.(' }, 'time.items: '],
  [{ action: 'files.list', input: { path: '/' }, items: 'output.entries', key: ')' }, 'time.key: '],
])('%j is refused', async (time, message) => {
  const work = { kind: 'template', name: 'tell', input: {} } as const;
  await expect(client().schedules.add({ work, time: { kind: 'poll', everyMs, ...time } })).rejects.toThrow(message);
  expect(await client().schedules.list()).toEqual([]);
});

test('one thing that changes and changes back is new both times; a paused schedule finds nothing', async () => {
  await client().permissions.allowFolder({ path: inbox });
  const { id } = await client().schedules.add({
    work: { kind: 'template', name: 'tell', input: {} },
    time: { kind: 'poll', action: 'files.read', input: { path: join(inbox, 'old.txt') }, key: 'item.text', everyMs },
    results: { to: 'none' },
  });
  await expect
    .poll(async () => (await polled(id)) !== undefined && (await polled(id))?.runId === undefined, patient)
    .toBe(true);
  const count = async (): Promise<number> => (await occurrences(id)).filter(({ status }) => status === 'ran').length;
  writeFileSync(join(inbox, 'old.txt'), 'new');
  await lookAgain(id);
  await expect.poll(count, patient).toBe(1);
  writeFileSync(join(inbox, 'old.txt'), 'old');
  await lookAgain(id);
  await expect.poll(count, patient).toBe(2);
  await client().schedules.pause({ scheduleId: id });
  writeFileSync(join(inbox, 'old.txt'), 'while nobody looked');
  await client().schedules.resume({ scheduleId: id });
  await expect
    .poll(async () => (await polled(id)) !== undefined && (await polled(id))?.runId === undefined, patient)
    .toBe(true);
  await lookAgain(id);
  expect(await count()).toBe(2);
});
