import { expect, test } from 'vitest';
import { openDatabase } from '../../../base/database.ts';
import { gates, openConversations } from '../fixtures/open-conversations.ts';
import { messageIndex } from '../message-index.ts';
import { queueStore } from '../queue-store.ts';
import { conversationStore } from '../store.ts';
import { createSteering, type Steering } from './steering.ts';

/** A run under way, with somebody who wants to be heard by it. */
async function talk() {
  const database = openDatabase({ file: ':memory:' });
  const gate = gates();
  const steering = () => {
    const log = opened.events;
    const store = conversationStore(database);
    return createSteering({ log, store, queued: queueStore(database), index: messageIndex(database), clock: Date.now });
  };
  const takeUnheard: Steering['takeUnheard'] = (isOver) => {
    const once = steering();
    const taken = once.takeUnheard(isOver);
    once.close();
    return taken;
  };
  const opened = openConversations(
    {
      work: gate.work,
      steering: { takeUnheard, close: () => undefined },
    },
    database,
  );
  await opened.conversations.start();
  opened.conversations.resume();
  const { conversationId, runId = '' } = await opened.conversations.send({ text: 'add 1 2' });
  await expect.poll(() => gate.waiting.size).toBe(1);
  const say = (text: string) => opened.conversations.send({ conversationId, text });
  const record = (heard: { messageId: string; text: string }[]) =>
    opened.events.append([{ type: 'task.steered', payload: { heard }, scope: { runId, taskId: 'work/0' } }]);
  return { ...opened, ...gate, database, steering, conversationId, runId, say, record };
}

test('what begins with btw is said to the run, and to no other, until that is on record [SQ-06]', async () => {
  const { say, steering, conversationId, runId, record, texts, conversations } = await talk();
  const first = steering();
  expect(first.hear({ runId, conversationId })).toBeUndefined();
  const { messageId } = await say('btw use the other folder');
  await say('todo tidy up');
  const heard = [{ messageId, text: 'use the other folder' }];
  expect(await first.hear({ runId, conversationId })).toEqual(heard);
  expect(texts(conversationId)).toEqual(['person: add 1 2', 'person: use the other folder']);
  expect(conversations.get(conversationId).messages[1]).toMatchObject({ steers: runId });
  expect(conversations.get(conversationId).queued).toMatchObject([{ text: 'tidy up', mode: 'followup' }]);
  first.close();
  // The engine ended before it was on record: it is told again, and said once.
  const second = steering();
  expect(await second.hear({ runId, conversationId })).toEqual(heard);
  expect(texts(conversationId)).toHaveLength(2);
  await record(heard);
  expect(second.hear({ runId, conversationId })).toBeUndefined();
  second.close();
});

test('what a run did not hear is answered when it is over, and what nobody was there to hear waits like anything else', async () => {
  const { say, steering, conversationId, runId, letGo, texts } = await talk();
  await say('btw dance');
  await steering().hear({ runId, conversationId });
  await say('btw sing');
  letGo(1);
  await expect.poll(() => texts(conversationId)).toHaveLength(6);
  expect(texts(conversationId)).toEqual([
    ...['person: add 1 2', 'assistant: 1 and 2 make 3.'],
    ...['person: dance', 'assistant: I did not understand that.'],
    ...['person: sing', 'assistant: I did not understand that.'],
  ]);
});

test('an engine that ended between the record and the forgetting does not say it twice', async () => {
  const { say, steering, conversationId, runId, database, events, letGo, texts, record } = await talk();
  const { messageId } = await say('btw dance');
  const first = steering();
  await first.hear({ runId, conversationId });
  first.close();
  await record([{ messageId, text: 'dance' }]);
  expect(queueStore(database).steering(runId)).toHaveLength(1);
  expect(steering().hear({ runId, conversationId })).toBeUndefined();
  expect(queueStore(database).steering(runId)).toEqual([]);
  letGo(1);
  await expect.poll(() => events.count({ types: ['run.completed'], scope: { conversationId } })).toBe(1);
  await expect.poll(() => texts(conversationId)).toHaveLength(3);
});
