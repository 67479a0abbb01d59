import { expect, test } from 'vitest';
import { openDatabase } from '../../base/database.ts';
import { gates, openConversations as open } from './fixtures/open-conversations.ts';

/** A conversation whose first run is under way. */
async function busy(database = openDatabase({ file: ':memory:' })) {
  const gate = gates();
  const opened = open({ work: gate.work }, database);
  await opened.conversations.start();
  opened.conversations.resume();
  const { conversationId } = await opened.conversations.send({ text: 'add 1 2' });
  await expect.poll(() => gate.waiting.size).toBe(1);
  const say = (text: string) => opened.conversations.send({ conversationId, text, whenBusy: 'queue' });
  const queued = () => opened.conversations.get(conversationId).queued.map(({ text }) => text);
  return { ...opened, ...gate, conversationId, say, queued };
}

test('what is said while a run works waits, and goes by itself, one after the other', async () => {
  const { say, queued, letGo, waiting, texts, conversationId } = await busy();
  const second = await say('add 3 4');
  const third = await say('add 5 6');
  expect([second, third]).toMatchObject([{ isQueued: true }, { isQueued: true }]);
  expect(queued()).toEqual(['add 3 4', 'add 5 6']);
  expect(texts(conversationId)).toEqual(['person: add 1 2']);
  letGo(1);
  await expect.poll(() => waiting.has(3)).toBe(true);
  expect(queued()).toEqual(['add 5 6']);
  expect(waiting.has(5)).toBe(false);
  letGo(3);
  await expect.poll(() => waiting.has(5)).toBe(true);
  letGo(5);
  await expect.poll(() => texts(conversationId).at(-1)).toBe('assistant: 5 and 6 make 11.');
  expect(queued()).toEqual([]);
});

test('the message that goes is the one that waited, under the same id', async () => {
  const { say, letGo, events, conversations, conversationId } = await busy();
  const { messageId } = await say('dance');
  letGo(1);
  await expect
    .poll(() => conversations.get(conversationId).messages.map(({ id, text }) => [id, text]))
    .toContainEqual([messageId, 'dance']);
  expect(events.last('message.queued', { conversationId })?.payload.queued.id).toBe(messageId);
});

test('a message that waits can be changed, taken back, or sent at once', async () => {
  const { say, queued, letGo, waiting, texts, conversations, conversationId } = await busy();
  const changed = await say('add 3 4');
  const withdrawn = await say('add 5 6');
  const urgent = await say('add 7 8');
  await conversations.queue.reword({ conversationId, messageId: changed.messageId }, 'add 30 40');
  await conversations.queue.withdraw({ conversationId, messageId: withdrawn.messageId });
  expect(queued()).toEqual(['add 30 40', 'add 7 8']);
  const runId = await conversations.queue.sendNow({ conversationId, messageId: urgent.messageId });
  expect(runId).toMatch(/^run_/);
  await expect.poll(() => waiting.has(7)).toBe(true);
  expect(queued()).toEqual(['add 30 40']);
  letGo(7);
  letGo(1);
  await expect.poll(() => waiting.has(30)).toBe(true);
  letGo(30);
  await expect.poll(() => texts(conversationId).at(-1)).toBe('assistant: 30 and 40 make 70.');
  for (const { messageId } of [changed, withdrawn]) {
    await expect(conversations.queue.withdraw({ conversationId, messageId })).rejects.toMatchObject({
      code: 'not-found',
    });
  }
});

test('an empty change is refused, and a change is kept without the value of a secret', async () => {
  const gate = gates();
  const { conversations } = open({ work: gate.work, scrub: (text) => text.replace('hunter2', '***') });
  await conversations.start();
  const { conversationId } = await conversations.send({ text: 'add 1 2' });
  const { messageId } = await conversations.send({ conversationId, text: 'say hunter2', whenBusy: 'queue' });
  expect(conversations.get(conversationId).queued).toMatchObject([{ text: 'say ***' }]);
  await expect(conversations.queue.reword({ conversationId, messageId }, ' \n')).rejects.toMatchObject({
    code: 'invalid-input',
  });
  expect(await conversations.queue.reword({ conversationId, messageId }, 'tell hunter2')).toMatchObject({
    text: 'tell ***',
  });
});

test('what waits survives the end of the engine, and goes once the next one takes up its runs', async () => {
  const database = openDatabase({ file: ':memory:' });
  const first = await busy(database);
  await first.say('add 3 4');
  await first.runs.close();
  await first.conversations.close();

  const next = open({}, database);
  await next.conversations.start();
  const { conversationId } = first;
  expect(next.conversations.get(conversationId).queued).toMatchObject([{ text: 'add 3 4' }]);
  next.runs.resume();
  next.conversations.resume();
  await expect.poll(() => next.texts(conversationId).at(-1)).toBe('assistant: 3 and 4 make 7.');
  expect(next.texts(conversationId)).toEqual([
    'person: add 1 2',
    'assistant: 1 and 2 make 3.',
    'person: add 3 4',
    'assistant: 3 and 4 make 7.',
  ]);
});

test('what waits is kept with a deleted conversation and goes when it is restored; what is said to nothing under way does not wait', async () => {
  const { say, letGo, waiting, texts, conversations, events, conversationId } = await busy();
  letGo(1);
  await expect.poll(() => texts(conversationId)).toHaveLength(2);
  expect(await say('dance')).not.toHaveProperty('isQueued');
  await conversations.send({ conversationId, text: 'add 5 6' });
  await say('add 7 8');
  await conversations.remove(conversationId);
  const said = () => events.count({ types: ['message.added'], scope: { conversationId } });
  const before = said();
  letGo(5);
  await expect.poll(() => events.count({ types: ['run.completed'], scope: { conversationId } })).toBe(2);
  expect(said()).toBe(before);
  await conversations.restore(conversationId);
  await expect.poll(() => waiting.has(7)).toBe(true);
});
