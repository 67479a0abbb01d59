import { expect, test } from 'vitest';
import { conversationId, fault, openWorld, runId, way } from './fixtures/guarded-models.ts';

const hour = 3_600_000;

function open(spending: Record<string, number>, usage = {}) {
  const only = way('big/one', { says: 'Fine.', usage });
  const world = openWorld([only]);
  world.settings.spending = { ...world.settings.spending, ...spending };
  return { ...world, only };
}

test('a limit is checked before each request: beyond it none is made, and the error says which, how much, and where it is changed [X-10]', async () => {
  const { ask, only, log, time } = open({ dayTokens: 245 });
  await ask();
  await ask();
  await expect(ask()).rejects.toMatchObject({
    code: 'limit-exceeded',
    message:
      'The limit of 245 tokens a day for models leaves no room for this request (240 tokens used); limits are changed in Settings, Spending, or with "heron models limits"',
    details: { per: 'day', unit: 'tokens', used: 240, atMost: 245, setting: 'spending.dayTokens' },
  });
  await expect(ask()).rejects.toMatchObject({ code: 'limit-exceeded' });
  expect(only.asked).toBe(2);
  expect(log.list({ types: ['model.limitReached'] })).toHaveLength(1);
  time.now += 12 * hour;
  await ask();
  expect(only.asked).toBe(3);
});

test.each([
  ['a run', { runTokens: 125 }, { runId }],
  ['a conversation', { conversationTokens: 125 }, { conversationId }],
  ['a month', { monthTokens: 125 }, {}],
  ['a day, in money', { dayMoney: 0.01 }, {}],
] as const)('%s has a limit of its own [X-10]', async (_, spending, scope) => {
  const { ask, only } = open(spending, { money: 0.01 });
  await ask({ scope });
  await expect(ask({ scope })).rejects.toMatchObject({ code: 'limit-exceeded' });
  expect(only.asked).toBe(1);
  if (Object.keys(scope).length > 0) expect((await ask()).text).toBe('Fine.');
});

test('once, when four fifths are used, it is said that a limit comes near [X-10]', async () => {
  const { ask, log } = open({ dayTokens: 1000, runTokens: 10_000 });
  for (let asked = 0; asked < 8; asked += 1) await ask({ scope: { runId } });
  expect(log.list({ types: ['model.limitNeared'] }).map(({ payload }) => payload)).toEqual([
    { limit: expect.objectContaining({ per: 'day', unit: 'tokens', used: 840, atMost: 1000 }) },
  ]);
});

test('requests under way count: together they do not go beyond what each would have been allowed [X-10]', async () => {
  const { ask, only } = open({ dayTokens: 120 });
  const long = { messages: [{ role: 'user' as const, content: 'a'.repeat(400) }] };
  const asked = await Promise.allSettled([ask(long), ask(long), ask(long)]);
  expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(only.asked).toBe(1);
});

test('work in the background uses what would be left over: little after a reset, all of it before the next [MD-17]', async () => {
  const { ask, time } = open({ dayTokens: 1000 });
  const title = { choice: { purpose: 'title' } } as const;
  time.now = new Date(2026, 10, 26, 0, 30).getTime();
  await ask();
  await expect(ask(title)).rejects.toMatchObject({ code: 'limit-exceeded', message: expect.stringContaining('waits') });
  time.now = new Date(2026, 10, 26, 22).getTime();
  for (let asked = 0; asked < 6; asked += 1) await ask(title);
});

test('each request is kept with its tokens, money, time, model, account, purpose and place, and summed [OB-05]', async () => {
  const priced = way('big/one@work', { says: 'Fine.', usage: { money: 0.0012 } });
  const { ask, guards, log } = openWorld([priced]);
  await ask({ scope: { conversationId, runId, taskId: 'draft' }, choice: { purpose: 'act' } });
  const use = {
    ...{ model: 'big/one', account: 'work', purpose: 'act', money: 0.0012 },
    ...{ inputTokens: 100, outputTokens: 20, reasoningTokens: 5, conversationId, runId, taskId: 'draft' },
  };
  expect(guards.store.requests({ of: 'run', id: runId }, 10)).toMatchObject([use]);
  expect(log.last('model.used', { runId })?.payload).toMatchObject(use);
  priced.turns = [fault('nonsense'), { says: 'Fine.' }];
  priced.asked = 0;
  await expect(ask({ scope: { conversationId } })).rejects.toMatchObject({ code: 'provider' });
  await ask({ scope: { conversationId } });
  const sum = { requests: 3, failed: 1, unpriced: 1, inputTokens: 200, outputTokens: 40, money: 0.0012 };
  expect(guards.store.since('2026-11-26')).toMatchObject(sum);
  expect(guards.store.ofHolder({ of: 'conversation', id: conversationId })).toMatchObject(sum);
  expect(guards.store.ofHolder({ of: 'run', id: runId })).toMatchObject({ requests: 1, money: 0.0012 });
  expect(guards.store.byModel('2026-11-01')).toMatchObject([{ model: 'big/one', ...sum }]);
  expect(guards.store.byAccount('2026-11-01')).toMatchObject([{ account: 'work', ...sum }]);
  expect(guards.store.byPurpose('2026-11-01')).toMatchObject([
    { purpose: 'act', requests: 1 },
    { purpose: 'answer', requests: 2 },
  ]);
  expect(guards.store.since('2026-11-27')).toMatchObject({ requests: 0, money: 0 });
});

test('an agent, a channel and a folder each have a limit of their own, and are warned of it [X-10, OB-05]', async () => {
  const only = way('big/one', { says: 'Fine.', usage: { money: 0.01 } });
  const { ask, settings, guards, log } = openWorld([only]);
  const limit = { dayTokens: 0, dayMoney: 0, monthTokens: 0, monthMoney: 0 };
  settings.shares = {
    accounts: [],
    limits: [
      { ...limit, kind: 'agent', name: 'researcher', dayTokens: 125 },
      { ...limit, kind: 'channel', name: 'heartbeat', monthMoney: 0.01 },
      { ...limit, kind: 'folder', name: 'Work', dayTokens: 1000 },
    ],
  };
  await ask({ scope: { agent: 'researcher', folder: 'Work' } });
  await expect(ask({ scope: { agent: 'researcher' } })).rejects.toMatchObject({
    code: 'limit-exceeded',
    message: expect.stringContaining('The limit of 125 tokens a day of the agent researcher for models'),
    details: { of: { kind: 'agent', name: 'researcher' }, setting: 'shares.limits', used: 120 },
  });
  await ask({ scope: { agent: 'writer', channel: 'heartbeat' } });
  await expect(ask({ scope: { channel: 'heartbeat' } })).rejects.toMatchObject({
    message: expect.stringContaining('$0.01 a month of the channel heartbeat'),
  });
  expect(only.asked).toBe(2);
  await ask({ scope: { channel: 'window' } });
  expect(guards.store.byShare('').map(({ kind, name, requests, money }) => [kind, name, requests, money])).toEqual([
    ['agent', 'researcher', 1, 0.01],
    ['agent', 'writer', 1, 0.01],
    ['channel', 'heartbeat', 1, 0.01],
    ['channel', 'window', 1, 0.01],
    ['folder', 'Work', 1, 0.01],
  ]);
  expect(guards.limits.ofShares().map(({ used, atMost }) => [used, atMost])).toEqual([
    [120, 125],
    [0.01, 0.01],
    [120, 1000],
  ]);
  expect(log.list({ types: ['model.limitNeared'] }).map(({ payload }) => payload)).toMatchObject([
    { limit: { of: { kind: 'agent', name: 'researcher' } } },
    { limit: { of: { kind: 'channel', name: 'heartbeat' } } },
  ]);
  expect(log.list({ types: ['model.limitReached'] })).toHaveLength(2);
});

test('a folder uses its own accounts alone; what is reserved for it nobody else asks [MD-10]', async () => {
  const ways = [way('big/one@private', { says: 'private' }), way('big/one@work', { says: 'work' })];
  const { ask, settings } = openWorld(ways);
  const folder = { folder: 'Work', accounts: ['big/work'], isReserved: false };
  settings.shares = { limits: [], accounts: [folder] };
  expect((await ask({ scope: { folder: 'Work' } })).text).toBe('work');
  expect((await ask({ choice: { named: 'big/one' }, scope: { folder: 'Work' } })).text).toBe('work');
  expect((await ask()).text).toBe('private');
  settings.shares = { limits: [], accounts: [{ ...folder, accounts: ['big/work', 'big/private'], isReserved: true }] };
  await expect(ask()).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('kept for a folder'),
  });
  settings.shares = { limits: [], accounts: [{ ...folder, accounts: ['other/main'] }] };
  await expect(ask({ scope: { folder: 'Work' } })).rejects.toMatchObject({
    code: 'unsupported',
    message:
      'The folder Work uses the accounts other/main alone, and only big/private, big/work could be asked for this; Settings, Spending says which accounts folders have',
  });
});
