import { expect, test } from 'vitest';
import type { Json } from '../../../../contract/json.ts';
import { isActionTask } from '../../../../contract/plan-task.ts';
import { bundledCatalogue } from '../fixtures/bundled-catalogue.ts';
import { planSentence } from '../fixtures/plan-sentence.ts';

/** What people say to a machine on their first day, with no model anywhere. */
const catalogue = bundledCatalogue();
const present = ['/home/ada/Downloads', '/home/ada/Documents', '/home/ada/Pictures', '/base/a.txt', '/base/code'];

async function said(text: string): Promise<[string, Json] | string> {
  const made = await planSentence(text, { catalogue, present });
  const [task, more] = (made.plan?.tasks ?? []).filter(isActionTask);
  if (!task || more) return made.plan ? 'several steps' : made.message;
  return [task.action, task.input];
}

test.each<[string, string, Record<string, Json>]>([
  ['how much disk space is left', 'process.disks', {}],
  ['how full is my disk?', 'process.disks', {}],
  ['what is using my cpu', 'process.list', { sort: 'cpu' }],
  ['why is my computer so slow', 'process.list', { sort: 'cpu' }],
  ['which program uses the most memory', 'process.list', { sort: 'memory' }],
  ['what is my IP address?', 'network.addresses', {}],
  ['find the biggest files in Downloads', 'cleanup.largest', { path: '/home/ada/Downloads' }],
  ['show me the 10 largest videos in my Downloads folder', 'cleanup.largest', { limit: 10, kind: 'videos' }],
  ['what takes up space in Downloads', 'cleanup.largest', { path: '/home/ada/Downloads' }],
  [
    'move all pdf files from Downloads to Documents',
    'cleanup.gather',
    { path: '/home/ada/Downloads', destination: '/home/ada/Documents', ending: 'pdf', apply: true },
  ],
  ['move all the photos from Downloads to Pictures', 'cleanup.gather', { kind: 'photos', apply: true }],
  ['put all my pdfs from Downloads into Documents', 'cleanup.gather', { ending: 'pdfs' }],
  ['copy all jpg files from Downloads to Pictures', 'cleanup.gather', { ending: 'jpg', copy: true }],
  ['move files named invoice* from Downloads to Documents', 'cleanup.gather', { pattern: 'invoice*' }],
  ['move all files from Downloads to Documents', 'cleanup.gather', { pattern: '*', apply: true }],
  ['delete all .tmp files in Downloads', 'cleanup.discard', { ending: '.tmp', apply: true }],
  ['get rid of all installers in Downloads', 'cleanup.discard', { kind: 'installers', apply: true }],
  ['find all pictures in Documents', 'files.find', { path: '/home/ada/Documents' }],
  ['find files named invoice', 'files.find', { pattern: 'invoice', path: '/home/ada' }],
  ['search for "invoice" in Downloads', 'files.find', { text: 'invoice', path: '/home/ada/Downloads' }],
  ['what is in a.txt', 'files.read', { path: '/base/a.txt' }],
  ['what is in Downloads', 'files.list', { path: '/home/ada/Downloads' }],
  ['what is 12 * 7', 'calculator.calculate', { sum: '12 * 7' }],
  ["what's 15% of 80?", 'calculator.calculate', { sum: '15% of 80' }],
  ['(3 + 4) * 2', 'calculator.calculate', { sum: '(3 + 4) * 2' }],
  ['what is the square root of 2', 'calculator.calculate', {}],
  ['convert 5 miles to km', 'calculator.convert', { amount: 5, from: 'miles', to: 'km' }],
  ['how many feet are in 3 miles', 'calculator.convert', { amount: 3, from: 'miles', to: 'feet' }],
  ['20 celsius in fahrenheit', 'calculator.convert', { amount: 20 }],
])('%s → %s', async (text, action, input) => {
  expect(await said(text)).toEqual([action, expect.objectContaining(input)]);
});

test.each([
  ['clean up my Downloads folder', 'cleanup.organise'],
  ['delete empty folders in Downloads', 'cleanup.emptyFolders'],
  ['find old files in Downloads', 'cleanup.oldFiles'],
  ['find duplicates in Downloads', 'cleanup.duplicates'],
  ['delete the file a.txt', 'files.remove'],
  ['move a.txt to Documents', 'files.move'],
  ['convert a.txt to html', 'markdown.html'],
  ['what time is it', 'clock.now'],
  ['git status of code', 'git.status'],
  ['run the tests in code', 'test.run'],
])('what was meant before is still: %s → %s', async (text, action) => {
  expect((await said(text))[0]).toBe(action);
});

test.each([
  'what is love',
  'what is the weather like in Paris',
  'what is the capital of France',
  'how much does a house cost',
  'translate hello to German',
])('nobody takes “%s” for a sum', async (text) => {
  expect(await said(text)).toMatch(/did not understand|None of my workers/);
});
