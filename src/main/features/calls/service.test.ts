import { expect, test } from 'vitest';
import { type CallSettings, usualCalls } from '../../../contract/calls.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import { type Database, openDatabase } from '../../base/database.ts';
import { createEventLog } from '../../base/event-log.ts';
import { createIds } from '../../base/ids.ts';
import { silentLogger } from '../../base/silent-logger.ts';
import { isQuiet } from './quiet-hours.ts';
import { createCalls } from './service.ts';

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
  const place = (text: string, more: { isAppointed?: boolean; runId?: string; signal?: AbortSignal } = {}) =>
    calls.place(
      { text, about: 'Baking', runId: more.runId ?? runId, ...(more.isAppointed ? { isAppointed: true } : {}) },
      more.signal ?? signal,
    );
  const rung = async (text: string) => {
    await expect.poll(() => calls.list().find((call) => call.text === text && call.state === 'ringing')).toBeDefined();
    return calls.list().find((call) => call.text === text)!;
  };
  return { calls, told, place, rung, database, log, runId, pass: (ms: number) => (now += ms) };
}
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
