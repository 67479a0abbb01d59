import { expect, test } from 'vitest';
import { catalogueOf, bundledCatalogue } from '../plans/fixtures/bundled-catalogue.ts';
import { planSentence } from '../plans/fixtures/plan-sentence.ts';
import { spokenForms } from '../plans/rules/spoken-forms.ts';
import { readTimedSentence } from '../../../contract/time/read-time-words.ts';
import { callManifest } from './manifest.ts';

const own = catalogueOf([callManifest()]);
const bundled = bundledCatalogue();
const catalogue = {
  actions: () => [...own.actions(), ...bundled.actions()],
  action: (ref: string) => own.action(ref) ?? bundled.action(ref),
};

const understood = async (text: string) => {
  const { plan } = await planSentence(text, { catalogue, present: ['/base/notes'] });
  return plan?.tasks.map((task) => ('action' in task ? [task.action, task.input, task.after] : []));
};

test.each([
  ['call me', 'You asked me to call you.'],
  ['ring me back please', 'You asked me to call you.'],
  ['give me a call', 'You asked me to call you.'],
  ['hey heron, call me and say the tea is ready', 'the tea is ready'],
  ['phone me to say "dinner"', 'dinner'],
  ['ring me when it is done', 'It is done.'],
])('“%s” is a call that says “%s” [MM-08]', async (text, says) => {
  expect(await understood(text)).toEqual([['call.person', { text: says }, undefined]]);
});

test('a call that is asked for beside other work comes after it', async () => {
  const tasks = await understood('zip the folder notes and ring me when it is done');
  expect(tasks).toMatchObject([
    ['archive.create', { source: '/base/notes' }, undefined],
    ['call.person', { text: 'It is done.' }, ['t1']],
  ]);
});

test('with a time it is a schedule, and what needs no free words can be said', () => {
  const now = { now: Date.UTC(2026, 0, 5, 8), zone: 'UTC' };
  expect(readTimedSentence('call me at 9', now)).toMatchObject({ rest: 'call me' });
  expect(readTimedSentence('call me in 20 minutes and say the bread is ready', now)).toMatchObject({
    rest: expect.stringContaining('the bread is ready'),
  });
  expect(spokenForms(own).length).toBeGreaterThan(2);
});
