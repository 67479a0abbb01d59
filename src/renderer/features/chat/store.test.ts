import { expect, test } from 'vitest';
import type { Message } from '../../../contract/conversations.ts';
import type { RunSummary } from '../../../contract/runs.ts';
import { createFakeEngine, testEvent, testId } from '../../engine/fake-engine.ts';
import { createChat, newThread } from './store.ts';
import { emptyThread, threadItems } from './threads.ts';
import { withSameRows } from './use-thread-items.ts';

const upload = () => Promise.reject(new Error('No file is handed in here'));
const conversationId = testId('cnv', 1);
const conversation = { id: conversationId, title: 'Reports', createdAt: 1, updatedAt: 1 };

function message(number: number, text: string, details: Partial<Message> = {}): Message {
  return { id: testId('msg', number), conversationId, role: 'person', text, at: number, ...details };
}

const added = (one: Message) => testEvent('message.added', { message: one }, { scope: { conversationId }, at: one.at });

function setUp(answers: { send?: (text: string) => Message; messages?: Message[] } = {}) {
  const stored = answers.messages ?? [];
  const engine = createFakeEngine((os) => ({
    conversations: {
      list: os.conversations.list.handler(() => [conversation]),
      get: os.conversations.get.handler(() => ({ conversation, messages: stored, queued: [] })),
      send: os.conversations.send.handler(({ input }) => {
        const sent = answers.send?.(input.text) ?? message(1, input.text);
        return { conversationId, messageId: sent.id };
      }),
    },
    events: { list: os.events.list.handler(() => ({ events: [], lastSeq: 0 })) },
  }));
  const chat = createChat({ ...engine, upload, now: () => 1, storage: undefined });
  const thread = (id = conversationId) => chat.state.getState().threads[id] ?? emptyThread;
  const texts = () => threadItems(thread(), []).map((item) => ('message' in item ? item.message.text : item.kind));
  return { engine, chat, thread, texts, stored };
}

test('what is said shows at once and once, when its event comes after the answer', async () => {
  const { engine, chat, thread, texts } = setUp();
  await chat.read(conversationId);
  const sending = chat.send(conversationId, 'pack it');
  expect(texts()).toEqual(['outgoing']);
  await sending;
  expect(texts()).toEqual(['outgoing']);
  engine.emit(added(message(1, 'pack it')));
  expect(texts()).toEqual(['pack it']);
  expect(thread().outgoing).toEqual([]);
});

test('who answered in whose place stands in the conversation once, and its model follows the events [MD-04, MD-07]', async () => {
  const { engine, chat, thread, texts } = setUp();
  await chat.read(conversationId);
  const ways = { from: { model: 'big/one', account: 'home' }, to: { model: 'small/two', account: 'home' } };
  const payload = { purpose: 'plan', because: 'overloaded', message: 'busy', ...ways };
  const fellBack = testEvent('model.fellBack', payload, { scope: { conversationId }, at: 5 });
  engine.emit(added(message(1, 'pack it')));
  engine.emit(fellBack);
  engine.emit(fellBack);
  expect(texts()).toEqual(['pack it', 'modelNote']);
  engine.emit(testEvent('conversation.modelChosen', { model: 'big/one' }, { scope: { conversationId } }));
  expect(thread().conversation).toEqual({ ...conversation, model: 'big/one' });
  expect(chat.state.getState().threads[conversationId]?.conversation?.model).toBe('big/one');
  engine.emit(testEvent('conversation.modelChosen', {}, { scope: { conversationId } }));
  expect(thread().conversation).toEqual(conversation);
});

test('what is said shows once when its event comes before the answer', async () => {
  const parts = setUp({
    send: (text) => {
      parts.engine.emit(added(message(7, text)));
      return message(7, text);
    },
  });
  await parts.chat.read(conversationId);
  await parts.chat.send(conversationId, 'pack it');
  expect(parts.texts()).toEqual(['pack it']);
});

test('the first message begins a conversation and stays on the screen meanwhile', async () => {
  const { chat, thread, texts, stored } = setUp();
  const sending = chat.send(newThread, 'hello');
  expect(thread(newThread).outgoing).toHaveLength(1);
  stored.push(message(1, 'hello'));
  expect(await sending).toBe(conversationId);
  expect(thread(newThread).outgoing).toEqual([]);
  await expect.poll(texts).toEqual(['hello']);
});

test('a conversation is shown from the moment it begins, and its first answer grows there', async () => {
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  let id = '';
  const engine = createFakeEngine((os) => ({
    conversations: {
      send: os.conversations.send.handler(async ({ input }) => {
        id = input.newConversationId ?? '';
        const begun = { ...conversation, id, title: input.text };
        engine.emit(testEvent('conversation.created', { conversation: begun }, { scope: { conversationId: id } }));
        await over;
        return { conversationId: id, messageId: testId('msg', 1) };
      }),
      get: os.conversations.get.handler(() => ({ conversation: { ...conversation, id }, messages: [], queued: [] })),
    },
    events: { list: os.events.list.handler(() => ({ events: [], lastSeq: 0 })) },
  }));
  const chat = createChat({ ...engine, upload, now: () => 1, storage: undefined });
  expect(await chat.send(newThread, 'tell me')).toBe(id);
  const thread = () => chat.state.getState().threads[id] ?? emptyThread;
  expect(thread().outgoing).toMatchObject([{ text: 'tell me' }]);
  expect(chat.state.getState().threads[newThread]?.outgoing).toEqual([]);
  const delta = { messageId: testId('msg', 2), text: 'Once upon' };
  engine.emit(testEvent('message.delta', delta, { scope: { conversationId: id } }));
  expect(thread().streaming[delta.messageId]?.text).toBe('Once upon');
  end();
});

test('a message that could not be sent is kept, and can be sent again or thrown away', async () => {
  let isDown = true;
  const { chat, thread, texts } = setUp({
    send: (text) => {
      if (isDown) throw new Error('down');
      return message(1, text);
    },
  });
  expect(await chat.send(conversationId, 'pack it')).toBeUndefined();
  const failed = thread().outgoing[0];
  expect(failed).toMatchObject({ text: 'pack it', failure: { code: 'internal' } });
  isDown = false;
  expect(await chat.resend(conversationId, failed?.key ?? '')).toBe(conversationId);
  expect(texts()).toEqual(['outgoing']);
  chat.discard(conversationId, thread().outgoing[0]?.key ?? '');
  expect(texts()).toEqual([]);
});

test('an answer grows while it is made and is replaced by the whole', async () => {
  const { engine, chat, thread, texts } = setUp();
  await chat.read(conversationId);
  const delta = (text: string) =>
    testEvent('message.delta', { messageId: testId('msg', 2), text }, { scope: { conversationId }, seq: 0 });
  engine.emit(delta('Two fi'), delta('les'));
  expect(Object.values(thread().streaming)).toMatchObject([{ text: 'Two files' }]);
  engine.emit(added(message(2, 'Two files.', { role: 'assistant' })), delta('late'));
  expect(thread().streaming).toEqual({});
  expect(texts()).toEqual(['Two files.']);
});

test('what a model thinks stands with the answer that grows, and is no part of it; the whole has its own [GW-05]', async () => {
  const { engine, chat, thread } = setUp();
  await chat.read(conversationId);
  const place = { scope: { conversationId }, seq: 0 };
  const messageId = testId('msg', 2);
  const thought = (text: string) => testEvent('message.thought', { messageId, text }, place);
  engine.emit(thought('First '), thought('this.'));
  const shown = () => threadItems(thread(), []).filter(({ kind }) => kind === 'streaming');
  expect(shown()).toMatchObject([{ text: '', thinking: { text: 'First this.' } }]);
  engine.emit(testEvent('message.delta', { messageId, text: 'Two files' }, place));
  expect(shown()).toMatchObject([{ text: 'Two files', thinking: { text: 'First this.' } }]);
  const thinking = { text: 'First this.', tookMs: 12_000 };
  engine.emit(added(message(2, 'Two files.', { role: 'assistant', thinking })), thought('late'));
  expect(shown()).toEqual([]);
  expect(thread().messages).toMatchObject([{ text: 'Two files.', thinking }]);
});

test('words that turn out to be no answer go when the rules are asked instead; those of a run stay [MD-08]', async () => {
  const { engine, chat, thread } = setUp();
  await chat.read(conversationId);
  const delta = (number: number, more: object) =>
    testEvent(
      'message.delta',
      { messageId: testId('msg', number), text: 'Two', ...more },
      { scope: { conversationId }, seq: 0 },
    );
  engine.emit(delta(2, {}), delta(3, { runId: testId('run', 1) }));
  const failure = { code: 'network' as const, message: 'cut off' };
  engine.emit(testEvent('planner.fellBack', { text: 'hash', error: failure }, { scope: { conversationId } }));
  expect(Object.keys(thread().streaming)).toEqual([testId('msg', 3)]);
});

test('the list follows what happens, the conversation spoken in last first', async () => {
  const { engine, chat } = setUp();
  await chat.list();
  const other = { id: testId('cnv', 2), title: 'Music', createdAt: 5, updatedAt: 5 };
  engine.emit(testEvent('conversation.created', { conversation: other }, { scope: { conversationId: other.id } }));
  const titles = () => chat.state.getState().conversations.map(({ title }) => title);
  expect(titles()).toEqual(['Music', 'Reports']);
  engine.emit(added(message(9, 'pack it')));
  expect(titles()).toEqual(['Reports', 'Music']);
  engine.emit(testEvent('conversation.renamed', { title: 'Taxes' }, { scope: { conversationId } }));
  engine.emit(testEvent('conversation.deleted', {}, { scope: { conversationId: other.id } }));
  expect(titles()).toEqual(['Taxes']);
});

test('a run stands between the words that asked for it and the answer, also within one millisecond', () => {
  const run = { id: testId('run', 1), createdAt: 3 } as RunSummary;
  const thread = {
    ...emptyThread,
    messages: [message(3, 'Done.', { role: 'assistant', id: testId('msg', 1) }), message(3, 'pack it')],
  };
  expect(
    threadItems(thread, [run]).map((item) => item.kind + ('message' in item ? `:${item.message.role}` : '')),
  ).toEqual(['message:person', 'run', 'message:assistant']);
});

test('a conversation that is deleted while it is open says so', async () => {
  const { engine, chat, thread } = setUp();
  await chat.read(conversationId);
  engine.emit(testEvent('conversation.deleted', {}, { scope: { conversationId } }));
  expect(thread()).toMatchObject({ messages: [], isRead: false, failure: { code: 'not-found' } });
});

test('a message that waits is shown as waiting until it is said, changed or taken back', async () => {
  const { engine, chat, thread, texts } = setUp();
  await chat.read(conversationId);
  const queued = (number: number, text: string) => ({ id: testId('msg', number), conversationId, text, at: 1 });
  const happened = { scope: { conversationId } };
  const waits = (number: number, text: string) =>
    testEvent('message.queued', { queued: queued(number, text) }, happened);
  engine.emit(waits(6, 'zip it'), waits(5, 'pack it'), waits(6, 'zip it'));
  expect(thread().queued.map(({ text }) => text)).toEqual(['pack it', 'zip it']);
  engine.emit(testEvent('message.reworded', { messageId: testId('msg', 6), text: 'zip all' }, happened));
  expect(thread().queued.map(({ text }) => text)).toEqual(['pack it', 'zip all']);
  engine.emit(added(message(5, 'pack it')));
  expect(texts()).toEqual(['pack it']);
  engine.emit(testEvent('message.withdrawn', { messageId: testId('msg', 6) }, happened));
  expect(thread().queued).toEqual([]);
});

test('of a long conversation only the row that grows is a new one', async () => {
  const { engine, chat, thread } = setUp({ messages: [message(1, 'pack it'), message(2, 'zip it')] });
  await chat.read(conversationId);
  const delta = (text: string) =>
    testEvent('message.delta', { messageId: testId('msg', 3), text }, { scope: { conversationId }, seq: 0 });
  engine.emit(delta('Two'));
  const before = threadItems(thread(), []);
  engine.emit(delta(' files'));
  const after = withSameRows(before, threadItems(thread(), []));
  expect(after.map((item, index) => item === before[index])).toEqual([true, true, false]);
  expect(after[2]).toMatchObject({ kind: 'streaming', text: 'Two files' });
});
