import { describe, expect, test } from 'vitest';
import { type CallSettings, usualCalls } from '../../../contract/calls.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import { type Database, openDatabase } from '../../base/database.ts';
import { createEventLog } from '../../base/event-log.ts';
import { createIds } from '../../base/ids.ts';
import { silentLogger } from '../../base/silent-logger.ts';
import { isQuiet } from './quiet-hours.ts';
import { createCalls, type WantedCall } from './service.ts';

const makeId = createIds();
const noon = Date.UTC(2026, 0, 5, 12);
const night = Date.UTC(2026, 0, 5, 23);
const signal = new AbortController().signal;

function open({ at = noon, database = openDatabase({ file: ':memory:' }), ...change }: Opening = {}) {
  let now = at;
  const log = createEventLog({ database, makeId, clock: () => now });
  const told: AnyEvent[] = [];
  log.listen((event) => void told.push(event));
  const settings: CallSettings = { ...usualCalls, ...change };
  const calls = createCalls({
    log,
    makeId,
    clock: () => now,
    logger: silentLogger,
    settings: () => settings,
    zone: () => 'UTC',
  });
  const runId = makeId('run');
  const place = (
    text: string,
    { runId: whose = runId, signal: until = signal, ...more }: Partial<WantedCall> & { signal?: AbortSignal } = {},
  ) => calls.place({ text, about: 'Baking', runId: whose, ...more }, until);
  const rung = async (text: string) => {
    await expect.poll(() => calls.list().find((call) => call.text === text && call.state === 'ringing')).toBeDefined();
    return calls.list().find((call) => call.text === text)!;
  };
  return { calls, told, place, rung, database, log, runId, pass: (ms: number) => (now += ms) };
}
type Opened = ReturnType<typeof open>;
type Opening = Partial<CallSettings> & { at?: number; database?: Database };

test('a call rings until somebody takes it; until they hang up the microphone may be open for it [MM-08]', async () => {
  const { calls, place, rung, told } = open();
  const outcome = place('The cake is done.');
  const { id, about } = await rung('The cake is done.');
  expect(about).toBe('Baking');
  expect(calls.isTalking(id)).toBe(false);
  expect(await calls.answer(id)).toMatchObject({ text: 'The cake is done.', state: 'talking' });
  expect(await outcome).toBe('answered');
  expect(calls.isTalking(id)).toBe(true);
  // Another window was quicker.
  expect(await calls.answer(id)).toMatchObject({ state: 'talking' });
  await calls.close(id);
  expect(calls.isTalking(id)).toBe(false);
  expect(calls.list()).toEqual([]);
  await expect(calls.answer(id)).rejects.toMatchObject({ code: 'not-found' });
  expect(told.map(({ type }) => type)).toEqual(['call.rang', 'call.ended', 'call.closed']);
});

test('one that nobody takes waits, over a restart too; a run whose call was declined does not ring again', async () => {
  const { calls, place, rung, database, log } = open({ ringSeconds: 0.05 });
  expect(await place('Nobody is here.')).toBe('missed');
  expect(calls.list()).toMatchObject([{ text: 'Nobody is here.', state: 'missed' }]);
  await log.close();
  const again = open({ database });
  expect(again.calls.list()).toMatchObject([{ text: 'Nobody is here.', state: 'missed', about: 'Baking' }]);
  const declined = again.place('Do you hear me?');
  await again.calls.decline((await again.rung('Do you hear me?')).id);
  expect(await declined).toBe('declined');
  expect(await again.place('Do you hear me now?')).toBe('held');
  const other = again.place('This is another one.', { runId: makeId('run') });
  await again.calls.decline((await again.rung('This is another one.')).id);
  expect(await other).toBe('declined');
  expect(rung).toBeDefined();
});

describe('an engine that ends while a call rings', () => {
  /** A call of a task rings; what the next engine makes of it is up to the test. */
  async function ended({ taskId = 'tell', by = async (_: Opened, __: string): Promise<void> => undefined } = {}) {
    const first = open();
    const { runId, database, log } = first;
    const outcome = first.place('The oven is on.', { taskId });
    const { id } = await first.rung('The oven is on.');
    await by(first, id);
    await log.close();
    return { id, runId, taskId, database, outcome };
  }
  const ids = (opened: Opened) => opened.calls.list().map(({ id, state }) => `${id} ${state}`);

  test('goes on with the same call for what is left of its time, once', async () => {
    const { id, runId, taskId, database } = await ended();
    const next = open({ database, at: noon + 39_950 });
    // 50 ms of its 40 seconds are left.
    expect(await next.place('The oven is on.', { runId, taskId })).toBe('missed');
    expect(
      next.told.map(({ type, scope, payload }) => [type, scope.taskId, 'callId' in payload && payload.callId]),
    ).toEqual([
      ['call.rang', taskId, id],
      ['call.ended', taskId, id],
    ]);
    expect(ids(next)).toEqual([`${id} missed`]);
    // Another call of the same task is another one.
    const again = next.place('The oven is on.', { runId, taskId });
    await expect.poll(() => ids(next).length).toBe(2);
    await next.calls.answer(next.calls.list().find(({ state }) => state === 'ringing')!.id);
    expect(await again).toBe('answered');
  });

  test('says long after that it was missed, and rings no more', async () => {
    const { id, runId, taskId, database } = await ended();
    const next = open({ database, at: noon + 3_600_000 });
    expect(await next.place('The oven is on.', { runId, taskId })).toBe('missed');
    expect(ids(next)).toEqual([`${id} missed`]);
    expect(next.told.map(({ type }) => type)).toEqual(['call.ended']);
  });

  test('knows what the person had done with it', async () => {
    const answered = await ended({ by: async ({ calls }, id) => void (await calls.answer(id)) });
    const next = open({ database: answered.database });
    expect(await next.place('The oven is on.', { runId: answered.runId, taskId: 'tell' })).toBe('answered');
    const declined = await ended({ by: async ({ calls }, id) => calls.decline(id) });
    const other = open({ database: declined.database });
    expect(await other.place('The oven is on.', { runId: declined.runId, taskId: 'tell' })).toBe('declined');
    expect([...next.told, ...other.told]).toEqual([]);
  });

  test('rings anew for a task that ended before it placed another call', async () => {
    const { runId, taskId, database } = await ended({
      by: async ({ calls, log, runId: whose }, id) => {
        await calls.answer(id);
        const payload = { attempt: 1, output: { outcome: 'answered' }, says: '' };
        await log.append([{ type: 'task.completed', payload, scope: { runId: whose, taskId: 'tell' } }]);
      },
    });
    const next = open({ database });
    const outcome = next.place('The oven is on.', { runId, taskId });
    await next.calls.decline((await next.rung('The oven is on.')).id);
    expect(await outcome).toBe('declined');
  });
});

test('quiet hours and a person who takes no calls keep it in the inbox; what the person appointed rings at night', async () => {
  const quiet = open({ at: night });
  expect(await quiet.place('The news of the hour.')).toBe('held');
  expect(quiet.calls.list()).toMatchObject([{ state: 'held' }]);
  expect(quiet.told.map(({ type }) => type)).toEqual(['call.held']);
  const appointed = quiet.place('You asked me to call you.', { isAppointed: true });
  await quiet.calls.answer((await quiet.rung('You asked me to call you.')).id);
  expect(await appointed).toBe('answered');
  const never = open({ isOn: false });
  expect(await never.place('Hello?', { isAppointed: true })).toBe('held');
  await expect(never.calls.try()).rejects.toMatchObject({ code: 'conflict' });
});

test('calls ring one after the other, one that is put off rings again by itself, and a run that ends takes its call back', async () => {
  const { calls, place, rung, pass, told } = open();
  const [first, second] = [place('One.'), place('Two.')];
  const { id } = await rung('One.');
  expect(calls.list().map(({ text }) => text)).toEqual(['One.']);
  // Put off for no time at all it rings at once, after the other.
  const ringsAt = await calls.later(id, 0);
  expect(await first).toBe('later');
  pass(1);
  expect(ringsAt).toBe(noon);
  await calls.answer((await rung('Two.')).id);
  expect(await second).toBe('answered');
  await rung('One.');
  await calls.close(id);
  expect(
    told.filter(({ type, payload }) => type === 'call.rang' && 'text' in payload && payload.text === 'One.'),
  ).toHaveLength(2);
  const stop = new AbortController();
  const third = place('Three.', { signal: stop.signal, runId: makeId('run') });
  await rung('Three.');
  stop.abort(new Error('The run was stopped'));
  await expect(third).rejects.toThrow('The run was stopped');
  expect(calls.list().map(({ text }) => text)).toEqual(['Two.']);
});

test.each([
  ['22:00', '07:00', '23:30', true],
  ['22:00', '07:00', '06:59', true],
  ['22:00', '07:00', '07:00', false],
  ['12:00', '13:00', '12:30', true],
  ['12:00', '13:00', '11:59', false],
  ['08:00', '08:00', '08:00', false],
])('from %s to %s, %s is quiet: %s', (quietFrom, quietTo, time, quiet) => {
  const at = Date.parse(`2026-01-05T${time}:00Z`);
  expect(isQuiet({ hasQuietHours: true, quietFrom, quietTo }, at, 'UTC')).toBe(quiet);
  expect(isQuiet({ hasQuietHours: false, quietFrom, quietTo }, at, 'UTC')).toBe(false);
});
