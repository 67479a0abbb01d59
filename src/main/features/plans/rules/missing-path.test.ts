import { expect, test } from 'vitest';
import { bundledCatalogue } from '../fixtures/bundled-catalogue.ts';
import { planSentence } from '../fixtures/plan-sentence.ts';

test('what is only read and not there is told before anybody is asked for permission', async () => {
  const catalogue = bundledCatalogue();
  const present = ['/base/notes.txt', '/base/letters', '/home/ada/Documents'];
  const said = async (text: string) => (await planSentence(text, { catalogue, present })).plan?.tasks[0]?.input;
  expect(await planSentence('read nots.txt', { catalogue, present })).toEqual({
    message: 'There is nothing at /base/nots.txt. Did you mean “notes.txt”?',
    nearPhrases: [],
  });
  expect(await planSentence('read the file notes', { catalogue, present })).toMatchObject({
    message: 'There is nothing at /base/notes. Did you mean “notes.txt”?',
  });
  expect(await planSentence('zip photos and tell me its md5', { catalogue, present })).toMatchObject({
    message: 'There is nothing at /base/photos.',
  });
  expect(await said('zip up the letters folder')).toMatchObject({ source: '/base/letters' });
  expect(await said('what is in my documents folder')).toMatchObject({ path: '/home/ada/Documents' });
  expect(await said('write "x" to new.txt and then read new.txt')).toMatchObject({ path: '/base/new.txt' });
  expect(await said('make a folder called new')).toMatchObject({ path: '/base/new' });
  const earlier = [{ action: 'files.write', output: { path: '/gone.txt' } }];
  expect((await planSentence('read it', { catalogue, present, earlier })).plan?.tasks).toMatchObject([
    { input: { path: '/gone.txt' } },
  ]);
});

test('"everything" is no name of a file', async () => {
  for (const text of ['delete everything', 'delete everything in my documents folder', 'remove all my files']) {
    expect((await planSentence(text, { catalogue: bundledCatalogue() })).plan).toBeUndefined();
  }
  const made = await planSentence('delete everything', {
    catalogue: bundledCatalogue(),
    present: ['/base/everything'],
  });
  expect(made.plan?.tasks).toMatchObject([{ action: 'files.remove', input: { path: '/base/everything' } }]);
});
