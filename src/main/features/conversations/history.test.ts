import { expect, test } from 'vitest';
import { gates, openConversations as open } from './fixtures/open-conversations.ts';

test('what was said is told in its order, and what nothing has come of yet is marked as open [ME-03]', async () => {
  const { work, waiting, letGo } = gates();
  const { conversations, texts } = open({ work });
  await conversations.start();
  const { conversationId } = await conversations.send({ text: 'dance' });
  await conversations.send({ conversationId, text: 'add 1 2' });
  await expect.poll(() => waiting.has(1)).toBe(true);
  const told = () =>
    conversations.history(conversationId).map(({ text, isOpen }) => `${text}${isOpen ? ' (open)' : ''}`);
  expect(told()).toEqual(['dance', 'I did not understand that.', 'add 1 2 (open)']);
  letGo(1);
  await expect.poll(() => texts(conversationId)).toHaveLength(4);
  expect(told()[2]).toBe('add 1 2');
  expect(conversations.history(conversationId).every(({ id }) => id?.startsWith('msg_'))).toBe(true);
  expect(() => conversations.history('cnv_01JD0000000000000000000000')).toThrow('There is no conversation');
  await conversations.close();
});
