import { expect, test } from 'vitest';
import { createFakeEngine, testId } from '../../engine/fake-engine.ts';
import type { PageStorage } from './kept-words.ts';
import { createChat, newThread } from './store.ts';

const upload = () => Promise.reject(new Error('No file is handed in here'));
const conversationId = testId('cnv', 1);
const conversation = { id: conversationId, title: 'Reports', createdAt: 1, updatedAt: 1 };

function memory(room = Infinity): PageStorage & { texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => {
      if (text.length > room) throw new DOMException('The quota has been exceeded', 'QuotaExceededError');
      texts.set(key, text);
    },
    removeItem: (key) => void texts.delete(key),
    key: (index) => [...texts.keys()][index] ?? null,
    get length() {
      return texts.size;
    },
  };
}

/** A page over this storage; the engine takes no message unless it is up. */
function openPage(
  storage: PageStorage | undefined,
  { isUp = false, said = [] as string[], waiting = [] as string[] } = {},
) {
  const messages = said.map((text, index) => ({
    id: testId('msg', index),
    conversationId,
    role: 'person' as const,
    text,
    at: 5,
  }));
  const queued = waiting.map((text, index) => ({ id: testId('msg', 50 + index), conversationId, text, at: 5 }));
  const engine = createFakeEngine((os) => ({
    conversations: {
      list: os.conversations.list.handler(() => [conversation]),
      get: os.conversations.get.handler(() => ({ conversation, messages, queued })),
      send: os.conversations.send.handler(() => {
        if (!isUp) throw new Error('down');
        return { conversationId, messageId: testId('msg', 9) };
      }),
    },
    events: { list: os.events.list.handler(() => ({ events: [], lastSeq: 0 })) },
  }));
  return createChat({ ...engine, upload, now: () => 3, storage });
}

test('what is typed is there again in the next page, for each conversation', () => {
  const storage = memory();
  const first = openPage(storage);
  first.setDraft(conversationId, 'pack the reports');
  first.setDraft(newThread, 'what time');
  const { drafts } = openPage(storage).state.getState();
  expect(drafts).toEqual({ [conversationId]: 'pack the reports', [newThread]: 'what time' });
  first.setDraft(conversationId, '');
  expect(openPage(storage).state.getState().drafts).toEqual({ [newThread]: 'what time' });
});

test('a message that could not be sent is there again in the next page, and gone once it is sent', async () => {
  const storage = memory();
  await openPage(storage).send(conversationId, 'pack it');
  const next = openPage(storage, { isUp: true });
  const [kept] = next.state.getState().threads[conversationId]?.outgoing ?? [];
  expect(kept).toMatchObject({ text: 'pack it', failure: { code: 'cancelled' } });
  await next.resend(conversationId, kept?.key ?? '');
  expect(openPage(storage).state.getState().threads).toEqual({});
});

test.each([
  ['said', { said: ['pack it'] }],
  ['waiting', { waiting: ['pack it'] }],
])('a message that had arrived before the page was closed, and is %s, is not offered again', async (_, kept) => {
  const storage = memory();
  await openPage(storage).send(conversationId, 'pack it');
  const next = openPage(storage, kept);
  await next.read(conversationId);
  expect(next.state.getState().threads[conversationId]?.outgoing).toEqual([]);
  expect(storage.texts.size).toBe(0);
});

test.each([
  ['full', memory(0)],
  ['switched off', undefined],
])('where the storage is %s what is typed stays in the page, and it says that it is not kept', (_, storage) => {
  const page = openPage(storage);
  page.setDraft(newThread, 'what time');
  expect(page.state.getState()).toMatchObject({ drafts: { [newThread]: 'what time' }, keepsWords: false });
  page.setDraft(newThread, '');
  expect(page.state.getState().keepsWords).toBe(true);
});

test('what was typed in conversations that are gone is forgotten, and what others keep is not touched', async () => {
  const storage = memory();
  storage.setItem('heron.theme', 'dark');
  storage.setItem(`heron.unsent.${conversationId}`, '{"no": "list"}');
  const page = openPage(storage);
  page.setDraft(testId('cnv', 7), 'of a deleted one');
  page.setDraft(conversationId, 'of this one');
  await page.list();
  expect([...storage.texts.keys()].toSorted()).toEqual(
    ['heron.theme', `heron.unsent.${conversationId}`, `heron.draft.${conversationId}`].toSorted(),
  );
  expect(page.state.getState().threads).toEqual({});
});
