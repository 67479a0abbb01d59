import { expect, onTestFinished, test } from 'vitest';
import { openConversations, propose } from './fixtures/open-conversations.ts';
import type { ConversationParts } from './conversation-parts.ts';

const patience = { timeout: 30_000 };

async function open(changes: Parameters<typeof openConversations>[0]) {
  const opened = openConversations(changes);
  await opened.conversations.start();
  onTestFinished(() => opened.conversations.close());
  return opened;
}

test('after the first answer a conversation gets a title, once [MD-16]', async () => {
  const asked: string[] = [];
  const makeTitle: ConversationParts['makeTitle'] = async ({ question, answer }) => {
    asked.push(`${question} – ${answer}`);
    return 'A small sum';
  };
  const { conversations, heard } = await open({ makeTitle });
  const { conversationId } = await conversations.send({ text: 'hello' });
  await expect.poll(() => conversations.get(conversationId).conversation.title, patience).toBe('A small sum');
  await conversations.send({ conversationId, text: 'and again' });
  expect(asked).toEqual(['hello – I did not understand that.']);
  expect(heard.filter(({ type }) => type === 'conversation.renamed')).toMatchObject([{ payload: { by: 'model' } }]);
});

test('a title that a person gave meanwhile stays', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const { conversations } = await open({ makeTitle: () => promise });
  const { conversationId } = await conversations.send({ text: 'hello' });
  await conversations.rename(conversationId, 'Mine');
  resolve('Of the model');
  await conversations.close();
  expect(conversations.get(conversationId).conversation.title).toBe('Mine');
});

test('when nobody makes one, or it fails, the first words stay', async () => {
  const failing = await open({ makeTitle: async () => Promise.reject(new Error('out of order')) });
  const { conversationId } = await failing.conversations.send({ text: 'hello there' });
  await failing.conversations.close();
  expect(failing.conversations.get(conversationId).conversation.title).toBe('hello there');
});

test('words arrive while they are written, and the whole has the same id [MD-08]', async () => {
  const makePlan: ConversationParts['makePlan'] = async (text, { onWords }) => {
    for (const word of ['I did not ', 'understand that.']) onWords(word);
    return propose(text);
  };
  const { conversations, heard } = await open({ makePlan });
  const { conversationId } = await conversations.send({ text: 'hello' });
  const pieces = heard.flatMap((event) => (event.type === 'message.delta' ? [event.payload] : []));
  const answer = conversations.get(conversationId).messages.at(-1);
  expect(pieces.map(({ text }) => text).join('')).toBe(answer?.text);
  expect(new Set(pieces.map(({ messageId }) => messageId))).toEqual(new Set([answer?.id]));
});

test('an answer that is stopped keeps what there is of it, and what waits behind it goes on [MD-08]', async () => {
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const makePlan: ConversationParts['makePlan'] = async (text, { onWords, signal }) => {
    if (text !== 'a long story') return propose(text);
    onWords('Once upon');
    begin();
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  };
  const { conversations, texts } = await open({ makePlan });
  const { conversationId } = await conversations.send({ text: 'hello' });
  expect(conversations.stopAnswer(conversationId)).toBe(false);
  const story = conversations.send({ conversationId, text: 'a long story' });
  await begun;
  const next = conversations.send({ conversationId, text: 'something else', whenBusy: 'now' });
  expect(conversations.stopAnswer(conversationId)).toBe(true);
  await story;
  await next;
  expect(texts(conversationId)).toContain('assistant: Once upon …\n\n*Stopped.*');
  expect(texts(conversationId).at(-1)).toBe('assistant: I did not understand that.');
});
