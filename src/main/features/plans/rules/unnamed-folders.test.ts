import { expect, test } from 'vitest';
import { bundledCatalogue } from '../fixtures/bundled-catalogue.ts';
import { planSentence, type Said } from '../fixtures/plan-sentence.ts';

const catalogue = bundledCatalogue();
const tasksOf = async (text: string, said: Said = {}) => (await planSentence(text, { catalogue, ...said })).plan?.tasks;

test.each([
  ['git status', 'git.status', {}],
  ['show me the git status', 'git.status', {}],
  ['are there uncommitted changes', 'git.status', {}],
  ['git log', 'git.log', {}],
  ['show me the last 5 commits', 'git.log', { limit: 5 }],
  ['git diff', 'git.diff', {}],
  ['list the git branches', 'git.branch', {}],
  ['git branch', 'git.branch', {}],
])('%s is that of the folder it is said in', async (text, action, input) => {
  expect(await tasksOf(text)).toMatchObject([{ action, input: { path: '/base', ...input } }]);
});

test('said nowhere it is the only folder that the worker may use, and else it is asked for', async () => {
  const said = (granted: string[]) => planSentence('git status', { catalogue, nowhere: true, granted });
  expect((await said(['/home/ada/site', '/home/ada/site'])).plan?.tasks).toMatchObject([
    { action: 'git.status', input: { path: '/home/ada/site' } },
  ]);
  expect(await said([])).toMatchObject({
    message: expect.stringMatching(/^Which folder do you mean\? Say it as well/),
  });
  expect(await said(['/home/ada/site', '/home/ada/app'])).toMatchObject({
    message: expect.stringMatching(/^Which folder do you mean, “\/home\/ada\/site” or “\/home\/ada\/app”\?/),
  });
});

test('in a sentence of two steps each finds its folder', async () => {
  const both = await tasksOf('git status and then git log', { nowhere: true, granted: ['/home/ada/site'] });
  expect(both).toMatchObject([
    { action: 'git.status', input: { path: '/home/ada/site' } },
    { action: 'git.log', input: { path: '/home/ada/site' }, after: ['t1'] },
  ]);
});

test.each([
  ['make a bar chart of age by name from t.csv', { kind: 'bar', y: ['age'], x: 'name', path: '/base/t.csv' }],
  ['draw a line chart of the columns sun and rain over day in t.csv', { kind: 'line', y: ['sun', 'rain'], x: 'day' }],
  [
    'plot a scatter chart of weight against height from the file t.csv',
    { kind: 'scatter', y: ['weight'], x: 'height' },
  ],
  ['make a pie chart of sales by city from t.csv to out.svg', { kind: 'pie', saveTo: '/base/out.svg' }],
  ['make a histogram of age from t.csv', { kind: 'histogram', y: ['age'], path: '/base/t.csv' }],
])('a chart of a file in one sentence: %s', async (text, input) => {
  expect(await tasksOf(text, { present: ['/base/t.csv'] })).toMatchObject([{ action: 'chart.draw', input }]);
});
