import { expect, test } from 'vitest';
import type { Conversation } from '../../../contract/conversations.ts';
import { branchesBefore } from './branches.ts';

function conversation(id: string, messageId?: string): Conversation {
  const origin = messageId === undefined ? {} : { origin: { conversationId: 'cnv_1', messageId } };
  return { id, title: id, createdAt: 1, updatedAt: 1, ...origin };
}

test('branches are found by the message they leave before, and those of the same list stay the same', () => {
  const list = [conversation('cnv_1'), conversation('cnv_2', 'msg_1'), conversation('cnv_3', 'msg_1')];
  const found = branchesBefore(list, 'msg_1');
  expect(found?.map(({ id }) => id)).toEqual(['cnv_2', 'cnv_3']);
  expect(branchesBefore(list, 'msg_1')).toBe(found);
  expect(branchesBefore(list, 'msg_2')).toBeUndefined();
  expect(branchesBefore([...list, conversation('cnv_4', 'msg_2')], 'msg_2')).toHaveLength(1);
});
