import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openConversations as open } from './fixtures/open-conversations.ts';
import { readEnvelope } from './read-envelope.ts';

/** As a Heron wrote it that knew no versions. */
const first = readFileSync(join(import.meta.dirname, 'fixtures/conversation-v1.json'), 'utf8');

test('a conversation that an older Heron wrote is read, and written in the form of now [SQ-03]', async () => {
  const { conversations, texts } = open();
  const read = await conversations.import(first);
  expect(read).toMatchObject({ title: 'Zip the notes', folder: 'Work' });
  expect(read.origin).toBeUndefined();
  expect(texts(read.id)).toEqual(['person: zip ~/notes', 'assistant: Packed 3 files into `/home/ada/notes.zip`.']);
  const written = JSON.parse(conversations.export(read.id, 'json').text) as Record<string, unknown>;
  expect(written).toMatchObject({ format: 'heron-conversation', version: 2 });
  const again = await conversations.import(JSON.stringify(written));
  expect(again.id).not.toBe(read.id);
  expect(texts(again.id)).toEqual(texts(read.id));
  expect(conversations.search('notes.zip')).toHaveLength(2);
});

test('what is no conversation, or one of a Heron to come, is refused with where and why', async () => {
  const { conversations } = open();
  const v2 = { ...(JSON.parse(first) as object), format: 'heron-conversation', version: 2 };
  for (const [text, why] of [
    ['{', 'it is no JSON'],
    ['[]', 'it is no object'],
    ['{}', 'conversation: '],
    ['{"format": "other", "version": 2}', 'format: expected heron-conversation'],
    ['{"format": "heron-conversation"}', 'version: expected a whole number'],
    [JSON.stringify({ ...v2, version: 3 }), 'it is of version 3, and this Heron reads up to 2'],
    [JSON.stringify({ ...v2, version: 0 }), 'there is no version 0'],
    [JSON.stringify({ ...v2, more: 1 }), 'more'],
  ] as const) {
    expect(() => readEnvelope(text)).toThrow(why);
    await expect(conversations.import(text)).rejects.toMatchObject({ code: 'invalid-input' });
  }
  expect(conversations.list()).toEqual([]);
});
