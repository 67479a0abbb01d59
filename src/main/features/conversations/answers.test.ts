import { expect, test } from 'vitest';
import type { Json } from '../../../contract/json.ts';
import { HeronError } from '../../base/errors.ts';
import type { Attempt } from '../../orchestrator/execution.ts';
import { doArithmetic } from '../../orchestrator/fixtures/arithmetic.ts';
import { gates, ofType, openConversations as open } from './fixtures/open-conversations.ts';

test('an answer comes in pieces that have its id before it comes whole', async () => {
  const { conversations, heard, texts } = open();
  await conversations.start();
  const { conversationId } = await conversations.send({ text: 'add 1 2 and add 3 4' });
  await expect.poll(() => texts(conversationId)).toHaveLength(2);
  const pieces = ofType(heard, 'message.delta');
  const answer = ofType(heard, 'message.added').at(-1)?.payload.message;
  expect(pieces.map(({ payload }) => payload.text).toSorted()).toEqual(['1 and 2 make 3.\n\n', '3 and 4 make 7.\n\n']);
  expect(pieces.every(({ payload }) => payload.messageId === answer?.id)).toBe(true);
  expect(heard.findLastIndex(({ type }) => type === 'message.delta')).toBeLessThan(
    heard.findLastIndex(({ type }) => type === 'message.added'),
  );
  for (const piece of pieces) {
    const done = heard.findIndex(({ type, scope }) => type === 'task.completed' && scope.runId === piece.scope.runId);
    expect(heard.indexOf(piece)).toBeGreaterThan(done);
  }
});

test('what failed is said, with what can be done and what was done before', async () => {
  const work = async (attempt: Attempt): Promise<Json> => {
    if (attempt.input['a'] === 3) throw new HeronError('network', 'example.com cannot be reached');
    return doArithmetic(attempt);
  };
  const { conversations, texts } = open({ work });
  await conversations.start();
  const { conversationId } = await conversations.send({ text: 'add 1 2 and add 3 4' });
  await expect.poll(() => texts(conversationId)).toHaveLength(2);
  expect(texts(conversationId)[1]).toContain('**Add 3** did not work: example.com cannot be reached.');
  expect(texts(conversationId)[1]).toContain('Check the connection and the address, then ask again.');
});

test('a run that was stopped says so', async () => {
  const { work, waiting } = gates();
  const { conversations, runs, texts } = open({ work });
  await conversations.start();
  const { conversationId, runId = '' } = await conversations.send({ text: 'add 1 2' });
  await expect.poll(() => waiting.size).toBe(1);
  await runs.cancel(runId, 'stopped by the person');
  await expect.poll(() => texts(conversationId)).toEqual(['person: add 1 2', 'assistant: Stopped, as you asked.']);
});

test('a run that ended while nobody answered is answered at the next start, once', async () => {
  const { database, conversations, events, runs } = open();
  // This engine never began to answer, as if it had been killed in between.
  const { conversationId, runId = '' } = await conversations.send({ text: 'add 1 2' });
  await expect.poll(() => runs.get(runId).status).toBe('completed');
  await events.close();
  for (let start = 0; start < 3; start += 1) {
    const next = open({}, database);
    await next.conversations.start();
    expect(next.texts(conversationId)).toEqual(['person: add 1 2', 'assistant: 1 and 2 make 3.']);
    await next.conversations.close();
    await next.events.close();
  }
});

test('a run taken up again after a restart is answered under the id its pieces had', async () => {
  const { work, waiting, letGo } = gates();
  const first = open({ work });
  await first.conversations.start();
  const { conversationId, runId } = await first.conversations.send({ text: 'add 1 2 and add 3 4' });
  await expect.poll(() => waiting.size).toBe(2);
  letGo(1);
  await expect.poll(() => ofType(first.heard, 'message.delta')).toHaveLength(1);
  await first.conversations.close();
  await first.runs.close();
  await first.events.close();

  const second = open({}, first.database);
  await second.conversations.start();
  second.runs.resume();
  await expect
    .poll(() => second.texts(conversationId))
    .toEqual(['person: add 1 2 and add 3 4', 'assistant: 1 and 2 make 3.\n\n3 and 4 make 7.']);
  const pieces = [...ofType(first.heard, 'message.delta'), ...ofType(second.heard, 'message.delta')];
  const [answer] = second.conversations.get(conversationId).messages.slice(1);
  expect(new Set(pieces.map(({ payload }) => payload.messageId))).toEqual(new Set([answer?.id]));
  expect(answer?.runId).toBe(runId);
});

test('a message the engine was closed upon is answered at the next start', async () => {
  const first = open({
    makePlan: (_, { signal }) =>
      new Promise((__, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
  });
  await first.conversations.start();
  const sending = first.conversations.send({ text: 'add 1 2' });
  const refused = sending.catch((error: unknown) => error);
  await expect.poll(() => first.conversations.list()).toHaveLength(1);
  await first.conversations.close();
  expect(await refused).toMatchObject({ code: 'cancelled' });
  await first.events.close();

  const second = open({}, first.database);
  await second.conversations.start();
  const [conversation] = second.conversations.list();
  const expected = ['person: add 1 2', 'assistant: Heron was closed before it could answer this. Say it again.'];
  expect(second.texts(conversation?.id ?? '')).toEqual(expected);
  await second.events.close();

  const third = open({}, first.database);
  await third.conversations.start();
  expect(third.texts(conversation?.id ?? '')).toEqual(expected);
});

test('a heartbeat is answered only where something needs attention, and nothing of it is shown before [AU-05]', async () => {
  const work = async ({ input }: Attempt): Promise<Json> => ({
    value: input['a'] === 1 ? 'HEARTBEAT_OK' : 'a disk that is full',
  });
  const { conversations, runs, heard, texts } = open({ work });
  await conversations.start();
  const { id: conversationId } = await conversations.begin('Watch');
  for (const a of [1, 3]) {
    const tasks = [{ id: 'look', action: 'sum.add', input: { a, b: 2 } }];
    const runId = await runs.start({
      ...{ plan: { version: 1, title: 'Heartbeat', tasks }, source: 'person', unattended: true, conversationId },
      trigger: { id: 'sch_1', kind: 'schedule', delivery: String(a), isHeartbeat: true },
    });
    await expect.poll(() => runs.get(runId).status).toBe('completed');
  }
  await expect.poll(() => texts(conversationId)).toEqual(['assistant: 3 and 2 make a disk that is full.']);
  expect(ofType(heard, 'message.delta')).toEqual([]);
});
