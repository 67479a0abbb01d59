import { expect, test } from 'vitest';
import { openDatabase } from '../../base/database.ts';
import { restorableMs } from './arranging.ts';
import { openConversations as open } from './fixtures/open-conversations.ts';

test('conversations are found by title and by what was said, with the words around it', async () => {
  let now = 1000;
  const { conversations } = open({ clock: () => (now += 1000) });
  await conversations.start();
  const wool = await conversations.send({ text: 'tell me about 100% wool' });
  await conversations.send({ conversationId: wool.conversationId, text: 'and is the SILK of spiders stronger?' });
  const dance = await conversations.send({ text: 'dance' });
  const found = (query: string) => conversations.search(query).map(({ conversation }) => conversation.id);
  expect(found('silk')).toEqual([wool.conversationId]);
  expect(found('pider ILK')).toEqual([wool.conversationId]);
  expect(found('silk dance')).toEqual([]);
  expect(found('dan')).toEqual([dance.conversationId]);
  for (const query of ['100%', '%', '0%']) expect(found(query)).toEqual([wool.conversationId]);
  expect(found('"wool" OR')).toEqual([]);
  for (const query of [' ', '_', '\\']) expect(found(query)).toEqual([]);
  expect(conversations.search('silk')[0]?.excerpts).toMatchObject([
    { role: 'person', before: 'and is the ', found: 'SILK', after: ' of spiders stronger?' },
  ]);
  await conversations.rename(dance.conversationId, 'Evening');
  expect(conversations.search('evening')).toMatchObject([{ conversation: { title: 'Evening' }, excerpts: [] }]);
});

test('an excerpt of a long message is cut between words', async () => {
  const { conversations } = open();
  const { conversationId } = await conversations.send({
    text: `${'one two '.repeat(20)}needle ${'six ten '.repeat(20)}`,
  });
  const [excerpt] = conversations.search('needle')[0]?.excerpts ?? [];
  expect(excerpt).toMatchObject({ found: 'needle' });
  expect(excerpt?.before).toMatch(/^…(one|two) .* two $/);
  expect(excerpt?.after).toMatch(/^ six .* (six|ten)…$/);
  await conversations.remove(conversationId);
  expect(conversations.search('needle')).toEqual([]);
});

test('what was said before it was known to be a secret is not found in clear', async () => {
  let secret = '';
  const clean = (text: string): string => (secret === '' ? text : text.replaceAll(secret, '***'));
  const { conversations } = open({ scrub: clean });
  await conversations.send({ text: 'the word is hunter2 today' });
  secret = 'hunter2';
  expect(JSON.stringify(conversations.search('today')[0]?.excerpts)).not.toContain(secret);
});

test('an excerpt has the words of a message without the marks of Markdown, and no secret that those kept apart', async () => {
  let secret = '';
  const clean = (text: string): string => (secret === '' ? text : text.replaceAll(secret, '***'));
  const { conversations } = open({ scrub: clean });
  await conversations.send({
    text: 'The sum is **42**, as `a*b*c` in [the notes](https://example.org/) says: hun**ter2** 7',
  });
  expect(conversations.search('42')[0]?.excerpts).toMatchObject([
    { before: 'The sum is ', found: '42', after: ', as a*b*c in the notes says: hunter2 7' },
  ]);
  secret = 'hunter2';
  expect(JSON.stringify(conversations.search('42')[0]?.excerpts)).not.toContain(secret);
});

test('pinning and filing are kept over a restart, and each is an event', async () => {
  const database = openDatabase({ file: ':memory:' });
  const { conversations, events } = open({}, database);
  const { conversationId } = await conversations.send({ text: 'dance' });
  await conversations.pin(conversationId, true);
  expect(await conversations.file(conversationId, ' Taxes ')).toMatchObject({ isPinned: true, folder: 'Taxes' });
  expect(events.last('conversation.filed', { conversationId })?.payload).toEqual({ folder: 'Taxes' });
  await conversations.close();
  const next = open({}, database).conversations;
  expect(next.list()).toMatchObject([{ id: conversationId, isPinned: true, folder: 'Taxes' }]);
  await next.pin(conversationId, false);
  const plain = await next.file(conversationId, undefined);
  expect(plain).not.toHaveProperty('isPinned');
  expect(plain).not.toHaveProperty('folder');
  await expect(next.file(conversationId, '  ')).rejects.toMatchObject({ code: 'invalid-input' });
});

test('a deleted conversation can be restored for a day, with its messages, and then no more', async () => {
  let now = 1000;
  const { conversations, texts } = open({ clock: () => now });
  await conversations.start();
  const { conversationId } = await conversations.send({ text: 'dance' });
  const said = texts(conversationId);
  await expect(conversations.restore(conversationId)).rejects.toMatchObject({ code: 'not-found' });
  await conversations.remove(conversationId);
  expect(conversations.list()).toEqual([]);
  now += restorableMs / 2;
  await conversations.start();
  await conversations.restore(conversationId);
  expect(texts(conversationId)).toEqual(said);
  expect(conversations.search('dance')).toHaveLength(1);
  await conversations.remove(conversationId);
  now += restorableMs + 1;
  await conversations.start();
  await expect(conversations.restore(conversationId)).rejects.toMatchObject({ code: 'not-found' });
});

test('a branch keeps what came before a message, and knows where it is from', async () => {
  const { conversations, texts } = open();
  await conversations.start();
  const { conversationId } = await conversations.send({ text: 'add 1 2' });
  await expect.poll(() => texts(conversationId)).toHaveLength(2);
  const { messageId } = await conversations.send({ conversationId, text: 'dance' });
  await conversations.rename(conversationId, 'Sums');
  await conversations.file(conversationId, 'School');
  const branch = await conversations.branch(conversationId, messageId);
  expect(branch).toMatchObject({ title: 'Sums (branch)', folder: 'School', origin: { conversationId, messageId } });
  expect(texts(branch.id)).toEqual(['person: add 1 2', 'assistant: 1 and 2 make 3.']);
  expect(conversations.list()).toContainEqual(branch);
  await conversations.send({ conversationId: branch.id, text: 'add 3 4' });
  await expect.poll(() => texts(branch.id).at(-1)).toBe('assistant: 3 and 4 make 7.');
  expect(texts(conversationId)).toHaveLength(4);
  expect((await conversations.branch(branch.id, conversations.get(branch.id).messages[0]?.id ?? '')).title).toBe(
    'Sums (branch 2)',
  );
  await expect(conversations.branch(branch.id, messageId)).rejects.toMatchObject({ code: 'not-found' });
});

test('nothing in a branch is answered anew at the next start', async () => {
  const database = openDatabase({ file: ':memory:' });
  const { conversations, texts } = open({}, database);
  await conversations.start();
  const { conversationId } = await conversations.send({ text: 'dance' });
  const last = await conversations.send({ conversationId, text: 'dance' });
  const branch = await conversations.branch(conversationId, last.messageId);
  const said = texts(branch.id);
  await conversations.close();
  const next = open({}, database);
  await next.conversations.start();
  expect(next.texts(branch.id)).toEqual(said);
});

test('a conversation is exported as Markdown and as JSON', async () => {
  const { conversations } = open({ clock: () => Date.UTC(2026, 0, 2, 3, 4) });
  await conversations.start();
  const { conversationId } = await conversations.send({ text: 'dance' });
  await conversations.rename(conversationId, '../etc: "Dance"');
  expect(conversations.export(conversationId, 'markdown')).toEqual({
    name: 'etc Dance.md',
    text: '# ../etc: "Dance"\n\n## You, 2026-01-02 03:04 UTC\n\ndance\n\n## Heron, 2026-01-02 03:04 UTC\n\nI did not understand that.\n',
  });
  const { name, text } = conversations.export(conversationId, 'json');
  expect(name).toBe('etc Dance.json');
  expect(JSON.parse(text)).toEqual({
    ...{ format: 'heron-conversation', version: 2 },
    conversation: conversations.get(conversationId).conversation,
    messages: conversations.get(conversationId).messages,
  });
});
