import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { HeronError } from '../../base/errors.ts';
import { conversationId, fault, openWorld, requestOf, way } from './fixtures/guarded-models.ts';

const minute = 60_000;

test('other accounts of a model are asked first, then the next model, and every fallback is an event [MD-04, MD-05]', async () => {
  const ways = [
    way('big/one@home', fault('rate-limited')),
    way('small/two@home', { says: 'from two' }),
    way('big/one@work', fault('overloaded')),
  ];
  const { ask, log, time } = openWorld(ways);
  expect(await ask({ scope: { conversationId } })).toEqual({ text: 'from two', model: 'small/two' });
  expect(ways.map(({ asked }) => asked)).toEqual([1, 1, 1]);
  expect(log.last('model.fellBack', { conversationId })?.payload).toEqual({
    ...{ purpose: 'answer', because: 'rate-limited', message: 'The server says rate-limited' },
    ...{ from: { model: 'big/one', account: 'home' }, to: { model: 'small/two', account: 'home' } },
    until: time.now + 30_000,
  });
  expect(log.list({ types: ['model.rested'] }).map(({ payload }) => payload)).toMatchObject([
    { model: 'big/one', account: 'home', because: 'rate-limited', times: 1 },
    { model: 'big/one', account: 'work', because: 'overloaded', times: 1 },
  ]);
});

test('the account that answered in a conversation stays, so that its prompt is not read anew [MD-05]', async () => {
  const ways = [way('big/one@home', fault('overloaded'), { says: 'home' }), way('big/one@work', { says: 'work' })];
  const { ask, time } = openWorld(ways);
  const scope = { conversationId };
  expect((await ask({ scope })).text).toBe('work');
  time.now += 10 * minute;
  expect((await ask({ scope })).text).toBe('work');
  expect((await ask()).text).toBe('home');
});

test('a way rests for 30 s, a minute, then five, and billing for five hours and longer; an answer ends that [MD-06]', async () => {
  const first = way('big/one', fault('overloaded'));
  const { ask, guards, time } = openWorld([first, way('small/two', { says: 'two' })]);

  async function restsLike(steps: number[]): Promise<void> {
    for (const ms of steps) {
      await ask();
      expect((guards.rests.of(first)?.until ?? 0) - time.now).toBe(ms);
      const { asked } = first;
      time.now += ms - 1;
      await ask();
      expect(first.asked).toBe(asked);
      time.now += 1;
    }
  }

  async function answersAgain(): Promise<void> {
    first.turns = [{ says: 'one' }];
    time.now += 5 * minute;
    expect((await ask()).text).toBe('one');
  }

  await restsLike([minute / 2, minute, 5 * minute, 5 * minute]);
  await answersAgain();
  first.turns = [fault('billing')];
  await restsLike([5, 10, 20, 24, 24].map((hours) => hours * 60 * minute));
  await answersAgain();
  first.turns = [fault('key')];
  await restsLike([minute / 2]);
});

test('an account whose last requests mostly failed is asked last, until that is an hour ago [MD-04]', async () => {
  const home = way('big/one@home', fault('overloaded'));
  const { ask, time } = openWorld([home, way('big/one@work', { says: 'work' })]);
  for (const asked of [1, 2, 3, 4, 4]) {
    expect((await ask()).text).toBe('work');
    expect(home.asked).toBe(asked);
    time.now += 5 * minute;
  }
  time.now += 60 * minute;
  await ask();
  expect(home.asked).toBe(5);
});

test('what the server asks for is the least, and requests that fail together are one failure [MD-06]', async () => {
  const first = way('big/one', fault('rate-limited', { retryAfterMs: 90_000 }));
  const { ask, guards, time } = openWorld([first, way('small/two', { says: 'two' })]);
  await Promise.all([ask(), ask(), ask()]);
  expect(first.asked).toBe(3);
  expect(guards.rests.all()).toEqual([
    { model: 'big/one', account: 'default', because: 'rate-limited', times: 1, until: time.now + 90_000 },
  ]);
});

test('models rest over a restart, until their time or until a person has them asked again [MD-06]', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heron-rests-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'heron.db');
  const before = openWorld([way('big/one', fault('billing')), way('small/two', { says: 'two' })], { file });
  await before.ask();
  const first = way('big/one', { says: 'one' });
  const after = openWorld([first, way('small/two', { says: 'two' })], { file, now: before.time.now + minute });
  expect((await after.ask()).text).toBe('two');
  expect(first.asked).toBe(0);
  await after.guards.rests.resume({ model: 'big/one', account: 'default' });
  expect((await after.ask()).text).toBe('one');
  await expect(after.guards.rests.resume(first)).rejects.toMatchObject({ code: 'not-found' });
  expect(after.log.last('model.resumed', {})?.payload).toEqual({ model: 'big/one', account: 'default' });
});

test('what has begun to answer is never begun again [MD-04]', async () => {
  const second = way('small/two', { says: 'two' });
  const broken = { fails: new HeronError('network', 'cut off'), after: 'Half an ans' };
  const { client, guards, log } = openWorld([way('big/one', broken), second]);
  const heard: string[] = [];
  const listening = (async () => {
    for await (const part of client.stream(requestOf())) if (part.type === 'text') heard.push(part.text);
  })();
  await expect(listening).rejects.toMatchObject({ code: 'network' });
  expect(heard).toEqual(['Half an ans']);
  expect(second.asked).toBe(0);
  expect(log.last('model.fellBack', {})).toBeUndefined();
  expect(guards.rests.all()).toMatchObject([{ model: 'big/one', because: 'network' }]);
});

test.each([
  ['a context that is too long', 'context-overflow'],
  ['a refusal', 'refused'],
] as const)('%s goes up: nobody else is asked [MD-04]', async (_, kind) => {
  const second = way('small/two', { says: 'two' });
  const { ask, guards } = openWorld([way('big/one', fault(kind)), second]);
  await expect(ask()).rejects.toMatchObject({ code: 'provider', details: { kind } });
  expect(second.asked).toBe(0);
  expect(guards.rests.all()).toEqual([]);
});

test('a model that somebody named, or gave the conversation, is asked by all of its accounts and never replaced [MD-04, MD-07]', async () => {
  const third = way('small/two', { says: 'two' });
  const ways = [way('big/one@home', fault('key')), way('big/one@work', fault('rate-limited')), third];
  const { ask, chosen } = openWorld(ways);
  const refused = { code: 'provider', message: expect.stringContaining('not replaced by another') };
  await expect(ask({ choice: { named: 'big/one' } })).rejects.toMatchObject(refused);
  expect(ways.map(({ asked }) => asked)).toEqual([1, 1, 0]);
  chosen[conversationId] = 'big/one';
  await expect(ask({ scope: { conversationId } })).rejects.toMatchObject(refused);
  expect(third.asked).toBe(0);
  delete chosen[conversationId];
  expect((await ask({ scope: { conversationId } })).text).toBe('two');
  chosen[conversationId] = 'big/one';
  expect((await ask({ scope: { conversationId }, choice: { purpose: 'title' } })).text).toBe('two');
});

test('the only model there is stays out of the way of its server while that forbids it, and is asked otherwise [MD-06]', async () => {
  const only = way('big/one', fault('rate-limited', { retryAfterMs: 45_000 }), {
    fails: new HeronError('network', 'gone'),
  });
  const { ask, time } = openWorld([only]);
  await expect(ask()).rejects.toMatchObject({ message: 'The server says rate-limited' });
  await expect(ask()).rejects.toMatchObject({
    code: 'provider',
    message: expect.stringMatching(
      /^No model can answer: big\/one \(default\) is rate-limited and rests until \d\d:\d\d:\d\d\. /,
    ),
    details: { kind: 'rate-limited', until: time.now + 45_000 },
  });
  expect(only.asked).toBe(1);
  time.now += 45_000;
  for (const asked of [2, 3]) {
    await expect(ask()).rejects.toMatchObject({ code: 'network', message: 'gone' });
    expect(only.asked).toBe(asked);
  }
});

test('an answer that is not wanted any more is nobody’s failure', async () => {
  const second = way('small/two', { says: 'two' });
  const { client, guards, log } = openWorld([way('big/one', { says: 'one' }), second]);
  const stop = new AbortController();
  stop.abort(new HeronError('cancelled', 'Stopped'));
  const asking = Array.fromAsync(client.stream(requestOf({ signal: stop.signal })));
  await expect(asking).rejects.toMatchObject({ code: 'cancelled' });
  expect(guards.rests.all()).toEqual([]);
  for await (const part of client.stream(requestOf())) if (part.type === 'text') break;
  expect(log.last('model.used', {})?.payload).toMatchObject({
    isEstimate: true,
    failure: 'cancelled',
    outputTokens: 1,
  });
  expect(second.asked).toBe(0);
});

test('a server that is there again is found out while somebody waits, without a token, and is asked from then on [MD-04]', async () => {
  const away = { fails: new HeronError('network', 'away') };
  const first = way('big/one', away, away, { says: 'one' });
  const looks: string[] = [];
  let isThere = false;
  const listModels = async ({ model }: { model: string }) => {
    looks.push(model);
    if (!isThere) throw new HeronError('network', 'away');
    return ['one'];
  };
  const { ask, guards, log, time } = openWorld([first, way('small/two', { says: 'two' })], { listModels });
  const said = async (): Promise<string> => {
    const { text } = await ask();
    await guards.health?.settled();
    return text;
  };
  // It fails, and then rests: only then is it looked at, and at most every 15 s.
  expect([await said(), looks.length]).toEqual(['two', 0]);
  expect([await said(), await said(), looks.length]).toEqual(['two', 'two', 1]);
  isThere = true;
  time.now += 15_000;
  expect([await said(), looks.length]).toEqual(['two', 2]);
  expect(log.last('model.resumed', {})?.payload).toEqual({ model: 'big/one', account: 'default', by: 'check' });
  // It was there and fails all the same: that is no first failure.
  expect([await said(), guards.rests.all()[0]?.times]).toEqual(['two', 2]);
  time.now += 15_000;
  expect([await said(), await said()]).toEqual(['two', 'one']);
  // Nobody waits, nobody is asked.
  time.now += 24 * 60 * minute;
  expect(looks).toHaveLength(3);
});

test('what a list cannot show is not looked for: load, limits, keys, bills and silence [MD-04]', async () => {
  let looks = 0;
  const listModels = async (): Promise<string[]> => {
    looks += 1;
    return ['other'];
  };
  const faults = [fault('overloaded'), fault('rate-limited'), fault('key'), fault('billing')];
  const silent = { fails: new HeronError('timeout', 'silent') };
  const ways = [...faults, silent].map((turn, index) => way(`big/${index}`, turn));
  const gone = way('big/gone', fault('unknown-model'));
  const { ask, guards } = openWorld([...ways, gone, way('small/two', { says: 'two' })], { listModels });
  for (let round = 0; round < 2; round += 1) await ask();
  await guards.health?.settled();
  expect(looks).toBe(1);
  expect(guards.rests.of(gone)).toBeDefined();
});
