import { expect, test } from 'vitest';
import { readTimedSentence } from '../../../contract/time/read-time-words.ts';
import type { Schedule, TimePreview } from '../../../contract/schedules.ts';
import { ofType, openConversations } from './fixtures/open-conversations.ts';
import type { Scheduling } from './scheduled-plan.ts';

const context = { now: Date.UTC(2026, 10, 26, 12), zone: 'UTC' };
const next = [Date.UTC(2026, 10, 27, 9)];

function open(preview: Partial<TimePreview> = {}) {
  const added: Parameters<Scheduling['add']>[0][] = [];
  const scheduling: Scheduling = {
    zone: () => 'UTC',
    read: (text) => readTimedSentence(text, context),
    preview: async () => ({ words: 'every weekday at 09:00', cron: '0 9 * * 1-5', zone: 'UTC', next, ...preview }),
    said: async (text) => (text === 'Good morning' ? ['Morning'] : []),
    add: async (wanted) => {
      added.push(wanted);
      return { title: wanted.plan.title, words: 'every weekday at 09:00', next } as unknown as Schedule;
    },
  };
  return { ...openConversations({ scheduling }), added };
}

test('a sentence that says when is shown with its next times, and becomes a schedule when the person says so [AU-01]', async () => {
  const { conversations, texts, heard, added } = open();
  const { conversationId } = await conversations.send({ text: 'every weekday at 9 add 1 2' });
  expect(texts(conversationId).at(-1)).toContain('would start by itself **every weekday at 09:00** (`0 9 * * 1-5`)');
  expect(texts(conversationId).at(-1)).toContain('Fri 27 Nov 2026, 09:00');
  expect(added).toEqual([]);
  await conversations.send({ conversationId, text: 'Schedule it' });
  expect(added).toMatchObject([
    { text: 'add 1 2', conversationId, by: 'rules', time: { kind: 'cron', cron: '0 9 * * 1-5' } },
  ]);
  expect(texts(conversationId).at(-1)).toContain('The next time is Fri 27 Nov 2026, 09:00.');
  expect(ofType(heard, 'run.created')).toEqual([]);
});

test('it is left alone by a no, and a time that is over is said at once', async () => {
  const { conversations, texts, added } = open();
  const { conversationId } = await conversations.send({ text: 'add 1 2 every day' });
  await conversations.send({ conversationId, text: 'leave it' });
  expect(texts(conversationId).at(-1)).toBe('assistant: Left alone: nothing starts by itself.');
  expect(added).toEqual([]);
  const over = open({ next: [], problem: 'this moment is over' });
  const said = await over.conversations.send({ text: 'on 2020-01-01 at 9 add 1 2' });
  expect(over.texts(said.conversationId).at(-1)).toBe('assistant: I cannot schedule that: this moment is over.');
});

test('what cannot be planned without its words of time is planned with them', async () => {
  const { conversations, texts } = open();
  const { conversationId } = await conversations.send({ text: 'sing every day' });
  expect(texts(conversationId).at(-1)).toBe('assistant: I did not understand that.');
});

test('words that start something are not planned', async () => {
  const { conversations, texts, heard } = open();
  const { conversationId } = await conversations.send({ text: 'Good morning' });
  expect(texts(conversationId).at(-1)).toContain('Started **Morning**.');
  expect(ofType(heard, 'plan.proposed')).toEqual([]);
});
