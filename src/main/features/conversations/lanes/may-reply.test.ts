import { expect, test } from 'vitest';
import type { ReplyRule } from '../../../../contract/lanes.ts';
import { mayReply } from './may-reply.ts';

const rules: ReplyRule[] = [
  { channel: 'mail', chatType: 'direct', isSent: true },
  { chatType: 'group', isSent: false },
  { channel: 'mail', isSent: false },
];

test('the first rule that fits says whether replies are sent, unless the conversation says it [SQ-10]', () => {
  const held = (name: string, chatType: 'direct' | 'group' | 'thread', replies?: 'send' | 'hold') =>
    mayReply({ channel: { name, chatType }, ...(replies ? { replies } : {}) }, rules);
  expect(held('mail', 'direct')).toBe(true);
  expect(held('mail', 'thread')).toBe(false);
  expect(held('chat', 'group')).toBe(false);
  expect(held('chat', 'direct')).toBe(true);
  expect(held('chat', 'group', 'send')).toBe(true);
  expect(held('mail', 'direct', 'hold')).toBe(false);
  expect(mayReply({}, [{ isSent: false }])).toBe(true);
});
