import { expect, test } from 'vitest';
import { HeronError } from '../../base/errors.ts';
import type { SentenceContext } from './answer-message.ts';
import { gates, ofType, openConversations as open, propose } from './fixtures/open-conversations.ts';

test('a message begins a conversation, starts its run and is answered when the run has ended', async () => {
  const { conversations, events, texts } = open();
  await conversations.start();
  const { conversationId, messageId, runId } = await conversations.send({ text: 'add 1 2 and add 3 4' });
  await expect
    .poll(() => texts(conversationId))
    .toEqual(['person: add 1 2 and add 3 4', 'assistant: 1 and 2 make 3.\n\n3 and 4 make 7.']);
  const { conversation, messages } = conversations.get(conversationId);
  expect(conversation.title).toBe('add 1 2 and add 3 4');
  expect(messages).toMatchObject([{ id: messageId, runId }, { runId }]);
  expect(events.list({ scope: { conversationId } }).map(({ type }) => type)).toEqual(
    expect.arrayContaining(['conversation.created', 'message.added', 'plan.proposed', 'run.created', 'run.completed']),
  );
  const [, answer] = ofType(events.list({}), 'message.added');
  expect(answer).toMatchObject({ causedBy: messageId, scope: { conversationId, runId } });
  expect(events.last('plan.proposed', { conversationId })).toMatchObject({
    causedBy: messageId,
    payload: { by: 'rules' },
  });
});

test('what was said by voice is kept as that, and the planner is told', async () => {
  const contexts: SentenceContext[] = [];
  const { conversations } = open({
    makePlan: async (_, context) => {
      contexts.push(context);
      return { kind: 'help', message: 'No.', nearPhrases: [] };
    },
  });
  const { conversationId } = await conversations.send({ text: 'dance', origin: 'voice' });
  await conversations.send({ conversationId, text: 'dance again' });
  expect(contexts.map(({ origin }) => origin)).toEqual(['voice', undefined]);
  expect(conversations.get(conversationId).messages[0]).toMatchObject({ role: 'person', origin: 'voice' });
});

test('a sentence nobody understands is answered at once, with sentences that come near', async () => {
  const { conversations, events } = open();
  await conversations.start();
  const sent = await conversations.send({ text: 'dance' });
  expect(sent.runId).toBeUndefined();
  expect(conversations.get(sent.conversationId).messages).toMatchObject([
    { role: 'person', text: 'dance' },
    { role: 'assistant', text: 'I did not understand that.', nearPhrases: ['Add <a> <b>'] },
  ]);
  expect(events.last('message.added', { conversationId: sent.conversationId })?.causedBy).toBe(sent.messageId);
});

test('a plan that cannot be made or started is an answer too', async () => {
  const noPlan = open({ makePlan: async () => Promise.reject(new HeronError('storage', 'The disk is full')) });
  const { conversationId } = await noPlan.conversations.send({ text: 'add 1 2' });
  expect(noPlan.texts(conversationId)[1]).toBe('assistant: I could not do that. The disk is full');

  const noRun = open({
    startRun: async () => Promise.reject(new HeronError('invalid-plan', 'There is no action sum.add')),
  });
  const sent = await noRun.conversations.send({ text: 'add 1 2' });
  expect(sent.runId).toBeUndefined();
  expect(noRun.texts(sent.conversationId)[1]).toBe('assistant: I could not do that. There is no action sum.add');
});

test('every answer stands after its question, also when a later one was answered sooner', async () => {
  const { work, waiting, letGo } = gates();
  const { conversations, texts } = open({ work });
  await conversations.start();
  const { conversationId } = await conversations.send({ text: 'add 1 2' });
  await Promise.all([
    conversations.send({ conversationId, text: 'add 3 4', whenBusy: 'now' }),
    conversations.send({ conversationId, text: 'dance', whenBusy: 'now' }),
  ]);
  await expect.poll(() => waiting.size).toBe(2);
  letGo(3);
  await expect.poll(() => texts(conversationId)).toHaveLength(5);
  letGo(1);
  await expect
    .poll(() => texts(conversationId))
    .toEqual([
      'person: add 1 2',
      'assistant: 1 and 2 make 3.',
      'person: add 3 4',
      'assistant: 3 and 4 make 7.',
      'person: dance',
      'assistant: I did not understand that.',
    ]);
});

test('a planner is told what was said before and what the last run gave', async () => {
  const contexts: SentenceContext[] = [];
  const { conversations, texts } = open({
    makePlan: async (text, context) => {
      contexts.push(context);
      return propose(text);
    },
  });
  await conversations.start();
  const { conversationId } = await conversations.send({ text: 'add 1 2', baseFolder: '/base' });
  await expect.poll(() => texts(conversationId)).toHaveLength(2);
  await conversations.send({ conversationId, text: 'dance' });
  expect(contexts[0]).toMatchObject({ conversationId, baseFolder: '/base', history: [] });
  expect(contexts[0]?.earlierResults()).toEqual([{ action: 'sum.add', output: { value: 3 } }]);
  expect(contexts[1]).toMatchObject({
    baseFolder: undefined,
    history: [
      { role: 'person', text: 'add 1 2' },
      { role: 'assistant', text: '1 and 2 make 3.' },
    ],
  });
});

test('conversations are listed by last use', async () => {
  let now = 1000;
  const { conversations } = open({ clock: () => (now += 1000) });
  const first = await conversations.send({ text: 'tell me about 100% wool' });
  const second = await conversations.send({ text: 'dance' });
  const listed = () => conversations.list().map(({ id }) => id);
  expect(listed()).toEqual([second.conversationId, first.conversationId]);
  await conversations.send({ conversationId: first.conversationId, text: 'and silk' });
  expect(listed()).toEqual([first.conversationId, second.conversationId]);
});

test('a title is the first line, cut between words', async () => {
  const { conversations } = open();
  const long = `please ${'walk the dog '.repeat(10)}\nand more`;
  const { conversationId } = await conversations.send({ text: long });
  const { title } = conversations.get(conversationId).conversation;
  expect(title).toBe('please walk the dog walk the dog walk the dog walk the dog…');
});

test('renaming and deleting are events; what was deleted is gone, its runs are not', async () => {
  const { work, waiting, letGo } = gates();
  const { conversations, events, runs } = open({ work });
  await conversations.start();
  const { conversationId, runId = '' } = await conversations.send({ text: 'add 1 2' });
  await expect.poll(() => waiting.size).toBe(1);
  expect(await conversations.rename(conversationId, 'Sums')).toMatchObject({ title: 'Sums' });
  expect(events.last('conversation.renamed', { conversationId })?.payload).toEqual({ title: 'Sums' });
  await conversations.remove(conversationId);
  expect(events.last('conversation.deleted', { conversationId })).toBeDefined();
  expect(conversations.list()).toEqual([]);
  letGo(1);
  await expect.poll(() => runs.get(runId).status).toBe('completed');
  await conversations.close();
  expect(ofType(events.list({}), 'message.added')).toHaveLength(1);
  for (const call of [
    () => conversations.get(conversationId),
    () => conversations.rename(conversationId, 'x'),
    () => conversations.remove(conversationId),
    () => conversations.send({ conversationId, text: 'hello' }),
  ]) {
    await expect(Promise.resolve().then<unknown>(call)).rejects.toMatchObject({ code: 'not-found' });
  }
});

test('deleting a conversation ends the planning of its messages', async () => {
  const started: string[] = [];
  const { conversations } = open({
    makePlan: (text, { signal }) => {
      started.push(text);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    },
  });
  const first = conversations.send({ text: 'add 1 2' }).catch((error: unknown) => error);
  await expect.poll(() => started).toHaveLength(1);
  const [conversation] = conversations.list();
  const conversationId = conversation?.id ?? '';
  const beside = { conversationId, text: 'add 3 4', whenBusy: 'now' as const };
  const second = conversations.send(beside).catch((error: unknown) => error);
  await conversations.remove(conversationId);
  expect(await first).toMatchObject({ code: 'cancelled', message: 'The conversation was deleted' });
  expect(await second).toMatchObject({ code: expect.stringMatching(/cancelled|not-found/) });
  expect(started).toEqual(['add 1 2']);
});

test('a message without words is refused before anything is kept', async () => {
  const { conversations, events } = open();
  await expect(conversations.send({ text: ' \n' })).rejects.toMatchObject({ code: 'invalid-input' });
  expect(events.lastSeq()).toBe(0);
});

test('/elevated alone sets the mode of the conversation; before a sentence it is that of its run [SB-13]', async () => {
  const started: unknown[] = [];
  const { conversations, texts } = open({
    startRun: async (request) => {
      started.push(request);
      return 'run_01JD0000000000000000000000';
    },
  });
  await conversations.start();
  const { conversationId } = await conversations.send({ text: '/elevated full' });
  expect(texts(conversationId).at(-1)).toContain('The elevated mode of this conversation is **full**');
  for (const [said, answer] of [
    ['/elevated', 'is **full**'],
    ['/elev OFF', 'is **off**'],
    ['/elevated maximal', 'There is no elevated mode "maximal"; there are off, ask and full.'],
  ] as const) {
    await conversations.send({ conversationId, text: said });
    expect(texts(conversationId).at(-1)).toContain(answer);
  }
  expect(started).toEqual([]);
  await conversations.send({ conversationId, text: '/elevated full add 1 2' });
  await conversations.send({ conversationId, text: 'add 1 2', elevated: 'ask' });
  await conversations.send({ conversationId, text: 'add 1 2' });
  expect(started).toMatchObject([{ elevated: 'full', plan: { title: 'Add' } }, { elevated: 'ask' }, {}]);
  expect(started.at(-1)).not.toHaveProperty('elevated');
});

test('a sender who may not elevate is told so', async () => {
  const refuse = async (): Promise<void> => {
    throw new HeronError('permission-denied', 'eve is not among those who may change the elevated mode');
  };
  const { conversations, texts } = open({ elevation: { of: () => 'ask', set: refuse } });
  await conversations.start();
  const { conversationId } = await conversations.send({ text: '/elevated full' });
  expect(texts(conversationId).at(-1)).toBe('assistant: eve is not among those who may change the elevated mode');
});

test('files go with a message, also one that waits, into its branches and exports, and leave with the conversation', async () => {
  const { work, waiting, letGo } = gates();
  const { conversations, attached, events, texts } = open({ work });
  await conversations.start();
  conversations.resume();
  const ids = ['one', 'two'].map((name) => `blb_${name}`);
  const sending = conversations.send({ text: 'add 1 2', attachments: ids.slice(0, 1) });
  await expect.poll(() => waiting.has(1)).toBe(true);
  const { conversationId } = await sending;
  const later = { conversationId, text: 'dance', attachments: ids, whenBusy: 'queue' as const };
  expect(await conversations.send(later)).toMatchObject({ isQueued: true });
  expect(conversations.get(conversationId).queued[0]?.attachments).toHaveLength(2);
  letGo(1);
  await expect.poll(() => texts(conversationId).length).toBe(4);
  const { messages } = conversations.get(conversationId);
  expect(messages.map((message) => message.attachments?.map(({ id }) => id))).toEqual([
    ['blb_one'],
    undefined,
    ids,
    undefined,
  ]);
  expect(events.last('message.queued', { conversationId })?.payload.queued.attachments).toHaveLength(2);
  expect(conversations.export(conversationId, 'markdown').text).toContain(
    'dance\n\nAttached: `blb_one.txt` (text/plain, 5 bytes)\n\nAttached: `blb_two.txt`',
  );
  const last = messages.at(-1)?.id ?? '';
  const branch = await conversations.branch(conversationId, last);
  expect(conversations.get(branch.id).messages.at(-1)?.attachments).toHaveLength(2);
  expect([...attached].toSorted()).toEqual(
    [conversationId, branch.id].flatMap((id) => ids.map((blob) => `${id} ${blob}`)).toSorted(),
  );
});

test('a file that is not there keeps the message from being sent', async () => {
  const gone = new HeronError('not-found', 'There is no blob blb_x');
  const { conversations } = open({
    files: {
      findAll: () => {
        throw gone;
      },
      attach: () => undefined,
      detach: () => undefined,
    },
  });
  await expect(conversations.send({ text: 'add 1 2', attachments: ['blb_x'] })).rejects.toThrow(gone);
  expect(conversations.list()).toEqual([]);
});
