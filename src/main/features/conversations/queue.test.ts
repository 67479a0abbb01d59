import { expect, test } from 'vitest';
import { openDatabase } from '../../base/database.ts';
import { createIds } from '../../base/ids.ts';
import { gates, openConversations as open, propose } from './fixtures/open-conversations.ts';

/** A conversation whose first run is under way. */
async function busy(database = openDatabase({ file: ':memory:' }), changes: Parameters<typeof open>[0] = {}) {
  const gate = gates();
  const opened = open({ work: gate.work, ...changes }, database);
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

/** What is said together is planned as one; a moment of silence is a few milliseconds. */
const collecting = { canCollect: true, lanes: { debounceMs: 30 } } as const;

test('what is collected while a run works is said as one message, with its files and how many it was [SQ-06, SQ-07]', async () => {
  const { say, queued, letGo, texts, conversations, events, conversationId } = await busy(undefined, collecting);
  const first = await say('dance');
  const second = await say('and sing');
  expect(queued()).toEqual(['dance', 'and sing']);
  letGo(1);
  await expect.poll(() => texts(conversationId)).toHaveLength(4);
  expect(texts(conversationId).slice(0, 3)).toEqual([
    'person: add 1 2',
    'assistant: 1 and 2 make 3.',
    'person: dance\n\nand sing',
  ]);
  expect(conversations.get(conversationId).messages[2]).toMatchObject({
    ...{ id: first.messageId, merged: [second.messageId] },
  });
  expect(events.last('message.waited', { conversationId })?.payload).toMatchObject({ count: 2, left: 0 });
  expect(conversations.queue.figures()).toEqual({ waiting: 0, taken: 0 });
});

test('what interrupts stops the run, and goes before what waits; "stop" alone only stops [SQ-06]', async () => {
  const { say, letGo, waiting, texts, conversations, conversationId } = await busy();
  await say('add 3 4');
  await conversations.send({ conversationId, text: 'add 5 6', whenBusy: 'interrupt' });
  await expect.poll(() => waiting.has(5)).toBe(true);
  expect(texts(conversationId)).toEqual(['person: add 1 2', 'assistant: Stopped, as you asked.', 'person: add 5 6']);
  await say('Stop!');
  await expect.poll(() => waiting.has(3)).toBe(true);
  letGo(3);
  await expect.poll(() => texts(conversationId)).toHaveLength(8);
  expect(texts(conversationId).slice(3)).toEqual([
    ...['assistant: Stopped, as you asked.', 'person: Stop!', 'assistant: Stopped.'],
    ...['person: add 3 4', 'assistant: 3 and 4 make 7.'],
  ]);
});

test('the oldest gives way when too many wait, and the next message has a line of it; or the newest is refused [SQ-09]', async () => {
  const told: string[] = [];
  const { say, queued, letGo, conversations, conversationId } = await busy(undefined, {
    lanes: { cap: 2 },
    makePlan: async (text, { history }) => {
      told.push(...history.filter(({ role }) => role === 'person').map((one) => one.text));
      return propose(text);
    },
  });
  for (const text of ['dance  now', 'sing', 'hop']) await say(text);
  expect(queued()).toEqual(['sing', 'hop']);
  letGo(1);
  await expect.poll(() => conversations.get(conversationId).messages).toHaveLength(6);
  const { messages } = conversations.get(conversationId);
  expect(messages[2]).toMatchObject({ text: 'sing', dropped: ['dance now'] });
  expect(messages[4]).not.toHaveProperty('dropped');
  expect(told).toContain('Said meanwhile, and known by its beginning alone:\n- dance now');

  const strict = await busy(undefined, { lanes: { cap: 1, whenFull: 'dropNew' } });
  await strict.say('sing');
  await expect(strict.say('hop')).rejects.toMatchObject({ code: 'limit-exceeded' });
  expect(strict.queued()).toEqual(['sing']);
});

test('only so many conversations are worked on at a time; what begins one waits there [SQ-05]', async () => {
  const { conversations, letGo, waiting } = await busy(undefined, { lanes: { conversations: 1 } });
  await expect.poll(() => conversations.queue.figures().taken).toBe(1);
  const newConversationId = createIds()('cnv');
  const sent = await conversations.send({ newConversationId, text: 'add 3 4' });
  expect(sent).toMatchObject({ conversationId: newConversationId, isQueued: true });
  expect(conversations.get(newConversationId)).toMatchObject({
    ...{ conversation: { title: 'add 3 4' }, messages: [], queued: [{ text: 'add 3 4' }] },
  });
  expect(conversations.queue.figures()).toMatchObject({ waiting: 1, taken: 1 });
  letGo(1);
  await expect.poll(() => waiting.has(3)).toBe(true);
  letGo(3);
  await expect(conversations.send({ newConversationId, text: 'add 5 6' })).rejects.toMatchObject({
    code: 'already-exists',
  });
});

test('the answer to a message is there before the next is said [SQ-17]', async () => {
  const { say, letGo, texts, events, conversationId } = await busy();
  const next: Promise<unknown>[] = [];
  events.listen((event) => {
    // At the very end of the run, before its answer is kept.
    if (event.type === 'run.completed' && next.length === 0) next.push(say('dance'));
  });
  letGo(1);
  await expect.poll(() => texts(conversationId)).toHaveLength(4);
  const said = events.list({ types: ['message.added'], scope: { conversationId } });
  expect(said.map((event) => event.type === 'message.added' && event.payload.message.role)).toEqual([
    ...['person', 'assistant', 'person', 'assistant'],
  ]);
});

test('what comes by a channel is waited with for its time, and its replies are held back where a rule says so [SQ-08, SQ-10]', async () => {
  const { conversations, texts } = open({
    canCollect: true,
    lanes: {
      debounceMs: 60_000,
      channels: [{ channel: 'mail', debounceMs: 40 }],
      replies: [{ channel: 'mail', chatType: 'group', isSent: false }],
    },
  });
  await conversations.start();
  conversations.resume();
  const channel = { name: 'mail', chatType: 'group' } as const;
  const { conversationId, isQueued } = await conversations.send({ text: 'dance', channel });
  expect(isQueued).toBe(true);
  await conversations.send({ conversationId, text: 'sing' });
  await expect.poll(() => texts(conversationId)).toHaveLength(2);
  expect(texts(conversationId)[0]).toBe('person: dance\n\nsing');
  expect(conversations.get(conversationId).messages[1]).toMatchObject({ isHeldBack: true });
  await conversations.setReplies(conversationId, 'send');
  await conversations.send({ conversationId, text: 'hop' });
  await expect.poll(() => texts(conversationId)).toHaveLength(4);
  expect(conversations.get(conversationId).messages[3]).not.toHaveProperty('isHeldBack');
});

test('engines that end at any moment lose nothing that waits, and say nothing twice', async () => {
  const database = openDatabase({ file: ':memory:' });
  let engine = await busy(database);
  const { conversationId } = engine;
  const words = Array.from({ length: 12 }, (_, number) => `hop ${number}`);
  for (const [number, text] of words.entries()) {
    await engine.say(text);
    if (number % 3 !== 0) continue;
    await engine.runs.close();
    await engine.conversations.close();
    engine = { ...engine, ...open({ work: engine.work, lanes: {} }, database) };
    engine.say = (said) => engine.conversations.send({ conversationId, text: said, whenBusy: 'queue' });
    await engine.conversations.start();
    engine.runs.resume();
    engine.conversations.resume();
    await expect.poll(() => engine.waiting.size).toBe(1);
  }
  engine.letGo(1);
  await expect.poll(() => engine.texts(conversationId)).toHaveLength(2 + 2 * words.length);
  const said = engine.texts(conversationId).filter((text) => text.startsWith('person: hop'));
  expect(said).toEqual(words.map((text) => `person: ${text}`));
});
