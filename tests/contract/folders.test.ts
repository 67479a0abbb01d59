import { expect, onTestFinished, test, vi } from 'vitest';
import type { ScriptedReply } from '../../src/main/models/fixtures/transcript.ts';
import { call } from './served-engine.ts';
import { openTalkingEngine } from './talking-engine.ts';

vi.setConfig({ testTimeout: 120_000, expect: { poll: { timeout: 60_000 } } });

const planner: ScriptedReply = {
  text: JSON.stringify({ answer: 'Noted.' }),
  when: 'You are the planner of Heron',
  always: true,
};

test('a folder goes on in its last conversation while that is short and fresh; else a new one is told what was said [SQ-12]', async () => {
  const records: string[] = [];
  const world = await openTalkingEngine(
    {
      answer: (asked) => {
        records.push(asked);
        return { text: `## Facts\nThe roof costs ${/roof costs (\d+)/.exec(asked)?.[1]}.` };
      },
      when: 'You keep the record of a conversation',
      always: true,
    },
    planner,
  );
  const { client } = world.engine();
  const say = (text: string, more: object = {}) => client.conversations.send({ text, folder: 'House', ...more });
  // Two sentences at once begin one conversation.
  const [first, second] = await Promise.all([say('The roof costs 4100.'), say('It is of slate.', { whenBusy: 'now' })]);
  expect(second.conversationId).toBe(first.conversationId);
  await say('And the gutter is old.');
  const { last } = await client.folders.read({ folder: 'House' });
  expect(last).toMatchObject({ conversationId: first.conversationId, tokens: expect.any(Number) });
  expect(last?.because).toBeUndefined();
  expect(records).toEqual([]);

  // Too long by what a model would be shown of it.
  await client.settings.update({ memory: { continueTokens: 1000 } });
  await client.conversations.send({ conversationId: first.conversationId, text: 'and so on. '.repeat(800) });
  expect((await client.folders.read({ folder: 'House' })).last?.because).toBe('long');
  const next = await say('What does the roof cost?');
  expect(next.conversationId).not.toBe(first.conversationId);
  expect(records).toHaveLength(1);
  expect(records[0]).toContain('It is of slate.');
  const { conversation } = await client.conversations.get({ conversationId: next.conversationId });
  expect(conversation).toMatchObject({
    folder: 'House',
    follows: {
      conversationId: first.conversationId,
      given: { text: '## Facts\nThe roof costs 4100.', model: 'server/scripted' },
    },
  });
  const planned = world.server.requests.findLast(({ text }) => text.includes('You are the planner of Heron'))?.text;
  expect(planned).toContain('Summary of the earlier conversations in this folder');
  expect(planned).toContain('The roof costs 4100.');
  expect(planned).not.toContain('and so on. and so on.');

  // It is the last one now, and short; what it was given is there after a restart, and nothing is summed up twice.
  await world.restart();
  const again = world.engine().client;
  await again.settings.update({ memory: { continueTokens: 150_000 } });
  expect((await again.folders.read({ folder: 'House' })).last?.conversationId).toBe(next.conversationId);
  const third = await again.conversations.send({ text: 'Thank you.', folder: 'House', beginsAnew: true });
  const { events } = await again.events.list({ types: ['conversation.given'] });
  expect(events.map(({ scope }) => scope.conversationId)).toEqual([next.conversationId, third.conversationId]);
  expect(records).toHaveLength(2);
  expect(records[1]).toContain('<record>');
  expect(records[1]).not.toContain('It is of slate.');

  // What is deleted is not told any more.
  await again.conversations.remove({ conversationId: first.conversationId });
  expect((await again.folders.read({ folder: 'House' })).summary).toBeUndefined();
  await expect(
    again.conversations.send({ text: 'x', folder: 'House', conversationId: next.conversationId }),
  ).rejects.toThrow('names no conversation');
});

test('what is old begins anew, and without a summary the new conversation says why [SQ-12]', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const world = await openTalkingEngine(
    { fault: 'key', when: 'You keep the record of a conversation', always: true },
    planner,
  );
  const { client } = world.engine();
  const first = await client.conversations.send({ text: 'The roof leaks.', folder: 'House' });
  vi.setSystemTime(Date.now() + 23 * 3_600_000);
  expect((await client.conversations.send({ text: 'Still.', folder: 'House' })).conversationId).toBe(
    first.conversationId,
  );
  vi.setSystemTime(Date.now() + 25 * 3_600_000);
  expect((await client.folders.read({ folder: 'House' })).last).toMatchObject({ because: 'old' });
  const next = await client.conversations.send({ text: 'And now?', folder: 'House' });
  const { conversation, messages } = await client.conversations.get({ conversationId: next.conversationId });
  expect(conversation.follows).toMatchObject({
    conversationId: first.conversationId,
    given: { text: '', because: expect.any(String) },
  });
  expect(messages.map(({ text }) => text)).toEqual(['And now?', 'Noted.']);
});

test('named agents are listed, set up, spoken to and read over HTTP, by who has the token [GW-12]', async () => {
  const world = await openTalkingEngine(
    { text: '', calls: [{ name: 'text__count', input: { text: 'one two' } }], when: '"content":"Count the words' },
    { text: 'Two words.', when: '"content":"Count the words' },
    { text: 'As I said: two.', when: 'What was said before in this conversation' },
    planner,
  );
  const base = await world.address();
  const authorization = `Bearer ${world.tokens().apiToken}`;
  const ask = (path: string, method = 'GET', body?: unknown, headers: Record<string, string> = { authorization }) => {
    const [place = '', query = ''] = path.split('?');
    const url = `${base}/api/v1/agents${place}`;
    return call(url, { method, headers, query: query && `?${query}`, ...(body === undefined ? {} : { body }) });
  };
  const writer = { name: 'counter', description: 'counts words', tools: ['text.*'], mostSteps: 5 };
  expect((await ask('', 'GET', undefined, {})).status).toBe(401);
  expect((await ask('', 'POST', writer, {})).status).toBe(401);
  expect((await ask('', 'POST', writer)).json).toEqual(writer);
  expect((await ask('', 'POST', writer)).json?.data?.code).toBe('already-exists');
  expect((await ask('', 'POST', { ...writer, name: 'No Name' })).status).toBe(400);
  expect((await ask('', 'POST', { ...writer, name: 'more', powers: 'all' })).status).toBe(400);
  expect((await ask('')).json).toEqual([writer]);

  const said = (await ask('/counter/messages', 'POST', { text: 'Count the words of "one two"' })).json as unknown as {
    conversationId: string;
    runId: string;
  };
  expect((await world.ended(said.runId)).tasks['work']?.output).toMatchObject({ text: 'Two words.', by: 'counter' });
  const { conversationId } = said;
  const history = async (query = '') => {
    const { json } = await ask(`/counter/messages?${query}`);
    return (json as unknown as { role: string; text: string }[]).map(({ role, text }) => `${role}: ${text}`);
  };
  const whole = ['person: Count the words of "one two"', 'assistant: Two words.'];
  await expect.poll(() => history()).toEqual(whole);
  // It goes on in the same conversation, and knows what was said there.
  const more = (await ask('/counter/messages', 'POST', { text: 'How many?', conversationId })).json as unknown as {
    runId: string;
  };
  expect((await world.ended(more.runId)).tasks['work']?.output).toMatchObject({ text: 'As I said: two.' });
  await expect.poll(() => history(`conversationId=${conversationId}`)).toHaveLength(4);
  expect(await history('limit=1')).toEqual(['assistant: As I said: two.']);

  const other = await world.engine().client.conversations.send({ text: 'hello' });
  const foreign = { text: 'Count', conversationId: other.conversationId };
  expect((await ask('/counter/messages', 'POST', foreign)).json?.data?.code).toBe('conflict');
  expect((await ask(`/counter/messages?conversationId=${other.conversationId}`)).json?.data?.code).toBe('conflict');
  expect((await ask('/nobody/messages', 'POST', { text: 'Hi' })).json?.data?.code).toBe('not-found');
  expect((await ask('/nobody/messages')).json?.data?.code).toBe('not-found');
  // What an agent may do is decided where it is for everybody.
  await world.engine().client.settings.update({ policy: { deny: ['text'] } });
  world.server.script(
    { text: '', calls: [{ name: 'text__count', input: { text: 'a' } }], when: '"content":"Count again' },
    { text: 'I may not.', when: 'Count again' },
  );
  const denied = (await ask('/counter/messages', 'POST', { text: 'Count again' })).json as unknown as { runId: string };
  await world.ended(denied.runId);
  const { events } = await world
    .engine()
    .client.events.list({ types: ['task.completed'], scope: { runId: denied.runId } });
  expect(events.filter(({ scope }) => scope.taskId?.includes('text_count'))).toEqual([]);
});
