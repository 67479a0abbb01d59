import { expect, test } from 'vitest';
import { smallCatalogue } from './fixtures/small-catalogue.ts';
import { planSentence } from './fixtures/plan-sentence.ts';
import { readMentions } from './mentions.ts';

const catalogue = smallCatalogue();
const read = (text: string) => {
  const { text: rest, catalogue: left } = readMentions(text, catalogue);
  return { rest, refs: left.actions().map(({ ref }) => ref) };
};
const all = catalogue.actions().map(({ ref }) => ref);

test('a worker that is mentioned is the only one to plan with, an action the only one', () => {
  expect(read('@checksum hash a.txt')).toEqual({
    rest: 'hash a.txt',
    refs: all.filter((ref) => ref.startsWith('checksum.')),
  });
  expect(read('hash a.txt @checksum.hash')).toEqual({ rest: 'hash a.txt', refs: ['checksum.hash'] });
});

test('a path that is mentioned is that path, also with spaces; other words with @ stay', () => {
  expect(read('zip @~/docs')).toEqual({ rest: 'zip "~/docs"', refs: all });
  expect(read('zip @"/my docs/a b.txt" now')).toEqual({ rest: 'zip "/my docs/a b.txt" now', refs: all });
  expect(read('ask @ada or ada@example.org')).toEqual({ rest: 'ask @ada or ada@example.org', refs: all });
});

test('what the worker cannot do is not done by another', async () => {
  const { text, catalogue: left } = readMentions('@checksum zip @~/photos', catalogue);
  expect((await planSentence(text, { catalogue: left, present: ['/home/ada/photos'] })).plan).toBeUndefined();
  const archive = readMentions('@archive zip @~/photos', catalogue);
  const made = await planSentence(archive.text, { catalogue: archive.catalogue, present: ['/home/ada/photos'] });
  expect(made.plan?.tasks).toMatchObject([{ action: 'archive.create', input: { source: '/home/ada/photos' } }]);
});
