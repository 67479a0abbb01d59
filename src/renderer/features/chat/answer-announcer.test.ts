// @vitest-environment jsdom
import { createElement } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Conversation, Message } from '../../../contract/conversations.ts';
import { type FakePage, openPage } from '../../app/fake-page.ts';
import { navigate, useRoute } from '../../app/use-route.ts';
import { createFakeEngine, type FakeEngine, testEvent, testId } from '../../engine/fake-engine.ts';
import { ChatBody } from './screen.tsx';

const older = testId('cnv', 1);

let page: FakePage;
let engine: FakeEngine;
let begun: Conversation | undefined;

function Chat() {
  const route = useRoute();
  const conversationId = route.screen === 'chat' ? route.conversationId : undefined;
  return createElement(ChatBody, { conversationId, start: createElement('p', {}, 'Nothing yet') });
}

const answerIn = (conversationId: string, number: number, text: string, at: number): Message => ({
  ...{ id: testId('msg', number), conversationId, role: 'assistant', text, at },
});

function emitAnswer(answer: Message): void {
  const scope = { conversationId: answer.conversationId };
  engine.emit(testEvent('message.added', { message: answer }, { scope, at: answer.at }));
}

/** An engine that answers before it says that the message has come, as the rules do. */
async function open(): Promise<void> {
  engine = createFakeEngine((os) => ({
    conversations: {
      get: os.conversations.get.handler(({ input: { conversationId } }) => ({
        conversation:
          begun?.id === conversationId ? begun : { id: older, title: 'Reports', createdAt: 1, updatedAt: 1 },
        messages: conversationId === older ? [answerIn(older, 1, 'Packed long ago', 1)] : [],
        queued: [],
      })),
      send: os.conversations.send.handler(({ input: { newConversationId = older } }) => {
        const now = Date.now();
        begun = { id: newConversationId, title: 'Time', createdAt: now, updatedAt: now };
        const scope = { conversationId: newConversationId };
        engine.emit(testEvent('conversation.created', { conversation: begun }, { scope, at: now }));
        emitAnswer(answerIn(newConversationId, 2, 'It is noon', now));
        return { conversationId: newConversationId, messageId: testId('msg', 3) };
      }),
    },
    events: { list: os.events.list.handler(() => ({ events: [], lastSeq: 0 })) },
    runs: { list: os.runs.list.handler(() => []) },
  }));
  page = await openPage(engine, createElement(Chat));
}

const newest = () => page.find('[role="status"][aria-label="Newest answer"]');

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      disconnect(): void {}
    },
  );
});
afterEach(async () => {
  await page.close();
  vi.unstubAllGlobals();
  navigate({ screen: 'chat' });
});

test('the first answer of a new conversation is read out, by what was in the page before', async () => {
  await open();
  const before = newest();
  const composer = page.find<HTMLTextAreaElement>('textarea');
  await page.settle(() => page.heron.chat.setDraft('new', 'what time is it'));
  await page.press('Enter', composer);
  await expect.poll(() => newest().textContent).toBe('It is noon');
  expect(newest()).toBe(before);
});

test('what stood in a conversation when it was opened is not read out, what comes then is', async () => {
  await open();
  await page.settle(() => navigate({ screen: 'chat', conversationId: older }));
  await expect.poll(() => page.text()).toContain('Packed long ago');
  expect(newest().textContent).toBe('');
  await page.settle(() => emitAnswer(answerIn(older, 4, 'Packed again', Date.now())));
  expect(newest().textContent).toBe('Packed again');
});
