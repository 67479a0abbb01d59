import { expect, test } from 'vitest';
import type { Conversation } from '../../../contract/conversations.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import { testEvent, testId } from '../../engine/fake-engine.ts';
import { applyToList, foldersOf, groupConversations } from './conversation-order.ts';

test('conversations are grouped by the day they were last spoken in, whatever the hour', () => {
  const now = new Date(2026, 5, 15, 0, 30).getTime();
  const at = (day: number, hour: number) => ({
    id: `${day}-${hour}`,
    title: '',
    createdAt: 0,
    updatedAt: new Date(2026, 5, day, hour).getTime(),
  });
  const groups = groupConversations([at(15, 0), at(14, 23), at(14, 1), at(9, 12), at(8, 12)], now);
  expect(groups.map(({ heading, conversations }) => [heading, conversations.map(({ id }) => id)])).toEqual([
    ['Today', ['15-0']],
    ['Yesterday', ['14-23', '14-1']],
    ['Last 7 days', ['9-12']],
    ['Earlier', ['8-12']],
  ]);
});

test('what is pinned comes first, then the folders by name, then the days', () => {
  const now = Date.now();
  const one = (id: string, details: Partial<Conversation> = {}): Conversation => ({
    ...{ id, title: id, createdAt: 0, updatedAt: now },
    ...details,
  });
  const list = [
    one('a'),
    one('b', { folder: 'Work' }),
    one('c', { folder: 'Home' }),
    one('d', { isPinned: true, folder: 'Work' }),
  ];
  const groups = groupConversations(list, now).map(({ heading, conversations }) => [
    heading,
    conversations.map(({ id }) => id),
  ]);
  expect(groups).toEqual([
    ['Pinned', ['d']],
    ['Home', ['c']],
    ['Work', ['b']],
    ['Today', ['a']],
  ]);
  expect(foldersOf(list)).toEqual(['Home', 'Work']);
});

test('pinning, filing, branching, deleting and restoring change the list at once', () => {
  const scope = { conversationId: testId('cnv', 1) };
  const conversation = { id: scope.conversationId, title: 'Sums', createdAt: 1, updatedAt: 1 };
  const branch = { ...conversation, id: testId('cnv', 2), updatedAt: 2 };
  const after = (list: Conversation[], ...events: AnyEvent[]) => events.reduce(applyToList, list);
  const arranged = after(
    [conversation],
    testEvent('conversation.pinned', { isPinned: true }, { scope }),
    testEvent('conversation.filed', { folder: 'School' }, { scope }),
  );
  expect(arranged).toEqual([{ ...conversation, isPinned: true, folder: 'School' }]);
  const plain = after(
    arranged,
    testEvent('conversation.pinned', { isPinned: false }, { scope }),
    testEvent('conversation.filed', {}, { scope }),
  );
  expect(plain).toEqual([conversation]);
  const inBranch = { scope: { conversationId: branch.id } };
  const branched = testEvent('conversation.branched', { conversation: branch, messages: [] }, inBranch);
  const deleted = testEvent('conversation.deleted', {}, { scope });
  const restored = testEvent('conversation.restored', { conversation }, { scope });
  expect(after(plain, branched)).toEqual([branch, conversation]);
  expect(after(plain, branched, deleted)).toEqual([branch]);
  expect(after(plain, branched, deleted, restored)).toEqual([branch, conversation]);
});
