import { expect, test } from 'vitest';
import { HeronError } from '../../base/errors.ts';
import type { UsageWindow } from '../../../contract/models.ts';
import { openWorld, requestOf, runId, way } from '../guards/fixtures/guarded-models.ts';

const hour = 3_600_000;
const behind = { runId, isBackground: true };
const window = (used: number, resetsAt: number, accountId = 'default'): UsageWindow => ({
  ...{ providerId: 'big', accountId, unit: 'requests', per: '5 hours', atMost: 100, left: 100 - used, resetsAt, at: 0 },
});

test('a request of work in the background that has no room is not made, and people go on [MD-17]', async () => {
  const one = way('big/one', { says: 'Fine.' });
  const { ask, windows, time } = openWorld([one]);
  windows.push(window(60, time.now + 3 * hour));
  await expect(ask({ scope: behind })).rejects.toMatchObject({
    code: 'limit-exceeded',
    message: expect.stringContaining('big/default has 40 of 100 requests left of 5 hours'),
    details: { resetsAt: time.now + 2 * hour },
  });
  expect(await ask()).toMatchObject({ text: 'Fine.' });
  expect(await ask({ scope: { ...behind, hasEntered: true } })).toMatchObject({ text: 'Fine.' });
  expect(one.asked).toBe(2);
});

test('another account that has room is asked instead [MD-17]', async () => {
  const [first, second] = [way('big/one@first', { says: 'First.' }), way('big/one@second', { says: 'Second.' })];
  const { ask, windows, time } = openWorld([first, second]);
  windows.push(window(60, time.now + 3 * hour, 'first'), window(10, time.now + 3 * hour, 'second'));
  expect((await ask({ scope: behind })).text).toBe('Second.');
  expect((await ask()).text).toBe('First.');
});

test('an agent waits for its room, says once until when, and goes on when there is some [MD-17]', async () => {
  const { guards, windows, time, log, settings } = openWorld([way('big/one', { says: 'Fine.' })]);
  windows.push(window(60, time.now + 3 * hour));
  let isIn = false;
  const entering = guards.enter(requestOf({ scope: { ...behind, taskId: 'work' } })).then((leave) => {
    isIn = true;
    return leave;
  });
  await expect
    .poll(() => log.last('model.heldBack', { runId }))
    .toMatchObject({
      payload: { account: 'big/default', until: time.now + 2 * hour, window: { left: 40 } },
      scope: { runId, taskId: 'work' },
    });
  // What else happens wakes it, and it is said no second time.
  await log.append([{ type: 'settings.changed', payload: { settings: {} } }]);
  expect(isIn).toBe(false);
  settings.pacing = { ...settings.pacing, share: 100 };
  await log.append([{ type: 'settings.changed', payload: { settings: {} } }]);
  const leave = await entering;
  expect(log.list({ types: ['model.heldBack'] })).toHaveLength(1);
  expect(guards.background.rooms(['big/default'])).toMatchObject([{ background: { may: true, atWork: 1 } }]);
  leave();
  leave();
  expect(guards.background.rooms(['big/default'])).toMatchObject([{ background: { atWork: 0 } }]);
});

test('so many work at a time by an account, and more before it begins anew [MD-17]', async () => {
  const { guards, windows, time } = openWorld([way('big/one', { says: 'Fine.' })]);
  windows.push(window(10, time.now + 3 * hour));
  const enter = () => guards.enter(requestOf({ scope: behind }));
  const first = await enter();
  let second: (() => void) | undefined;
  const waiting = enter().then((leave) => (second = leave));
  const stop = new AbortController();
  const stopped = guards.enter(requestOf({ scope: behind, signal: stop.signal }));
  stop.abort(new Error('stopped'));
  await expect(stopped).rejects.toThrow('stopped');
  expect(second).toBeUndefined();
  first();
  (await waiting)();
  // Shortly before its end four go at once.
  time.now += 2.5 * hour;
  const leaves = await Promise.all([enter(), enter(), enter(), enter()]);
  expect(guards.background.rooms(['big/default'])).toMatchObject([{ background: { atWork: 4, isHasty: true } }]);
  for (const leave of leaves) leave();
  // Whoever a person waits for has no turn to wait for.
  expect(await guards.enter(requestOf())).toBeTypeOf('function');
});

test('a turn goes along with the account that is asked, and a place elsewhere is taken only where one is free [MD-17]', async () => {
  const away = { fails: new HeronError('network', 'away') };
  const [first, second] = [way('big/one@first', away), way('big/one@second', { says: 'Second.' })];
  const { ask, guards, windows, time } = openWorld([first, second]);
  const soon = time.now + 3 * hour;
  windows.push(window(10, soon, 'first'), window(10, soon, 'second'));
  const working = () => guards.background.rooms(['big/first', 'big/second']).map(({ background }) => background.atWork);
  const step = (taskId: string) => ({ scope: { ...behind, taskId } });
  const leaveOne = await guards.enter(requestOf(step('one')));
  expect(working()).toEqual([1, 0]);
  expect((await ask({ scope: { ...step('one').scope, hasEntered: true } })).text).toBe('Second.');
  expect(working()).toEqual([0, 1]);
  // The first rests by now, and the only place of the second is taken: nobody is asked in a place that is not there.
  const leaveTwo = await guards.enter(requestOf(step('two')));
  expect(working()).toEqual([1, 1]);
  await expect(ask({ scope: { ...step('two').scope, hasEntered: true } })).rejects.toThrow('away');
  expect(second.asked).toBe(1);
  leaveOne();
  leaveTwo();
  expect(working()).toEqual([0, 0]);
});

test('whoever waits for a place hears of more of them, and of what changes while it looks [MD-17]', async () => {
  const { guards, windows, time, settings, log } = openWorld([way('big/one', { says: 'Fine.' })]);
  windows.push(window(10, time.now + 3 * hour));
  const leaves = [await guards.enter(requestOf({ scope: behind }))];
  const waiting = guards.enter(requestOf({ scope: { ...behind, taskId: 'two' } }));
  settings.pacing = { ...settings.pacing, atOnce: 2 };
  await log.append([{ type: 'settings.changed', payload: { settings: {} } }]);
  leaves.push(await waiting);
  windows[0] = window(60, time.now + 3 * hour);
  const held = guards.enter(requestOf({ scope: { ...behind, taskId: 'three' } }));
  // In the moment in which it is told that it is held back there is room again.
  const stop = log.listen(({ type }) => {
    if (type !== 'model.heldBack') return;
    settings.pacing = { ...settings.pacing, share: 100, atOnce: 3 };
    void log.append([{ type: 'settings.changed', payload: { settings: {} } }]);
  });
  leaves.push(await held);
  stop();
  for (const leave of leaves) leave();
});

test('the window of a plan is counted by Heron, from the first request on or from the time that is told [MD-17]', async () => {
  const usage = { money: 0.5 };
  const { ask, settings, guards, time, database } = openWorld([way('big/one', { says: 'Fine.', usage })]);
  const [began, left] = [time.now, () => guards.background.rooms(['big/default'])[0]?.windows];
  settings.pacing = { ...settings.pacing, plans: [{ account: 'big/default', hours: 5, unit: 'tokens', atMost: 1000 }] };
  expect(left()).toMatchObject([{ left: 1000, per: '5 hours', isCounted: true }]);
  expect(left()?.[0]?.resetsAt).toBeUndefined();
  await ask();
  time.now += hour;
  await ask();
  expect(left()).toMatchObject([{ left: 760, resetsAt: began + 5 * hour }]);
  // Runs that are pruned take their requests with them, and what they used stays used.
  database.exec('DELETE FROM model_requests');
  expect(left()).toMatchObject([{ left: 760, resetsAt: began + 5 * hour }]);
  time.now = began + 5 * hour;
  expect(left()).toMatchObject([{ left: 1000 }]);
  time.now += hour;
  await ask();
  expect(left()).toMatchObject([{ left: 880, resetsAt: began + 11 * hour }]);
  const from = new Date(began - 30 * 24 * hour).toISOString();
  settings.pacing.plans = [
    { account: 'big/default', hours: 168, unit: 'money', atMost: 20, from },
    { account: 'big/default', hours: 24, unit: 'requests', atMost: 3 },
    { account: 'other/default', hours: 24, unit: 'requests', atMost: 3 },
  ];
  expect(left()).toMatchObject([
    { left: 18.5, unit: 'money', per: '7 days', resetsAt: began - 30 * 24 * hour + 35 * 24 * hour },
    { left: 0, per: '1 day', resetsAt: began + 24 * hour },
  ]);
  await expect(ask({ scope: behind })).rejects.toMatchObject({ code: 'limit-exceeded' });
});

test('a limit of a day is a window as well: the half of it is for people [MD-17]', async () => {
  const { ask, settings } = openWorld([way('big/one', { says: 'Fine.' })]);
  settings.spending = { ...settings.spending, dayTokens: 400 };
  await ask();
  await ask();
  await expect(ask({ scope: behind })).rejects.toThrow('160 of 400 tokens left of the limit of a day');
  await ask();
});
