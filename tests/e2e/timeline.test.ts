import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { Plan } from '../../src/contract/plan.ts';
import { dataPaths } from '../../src/main/base/paths.ts';
import type { EngineClient } from '../../src/main/gateway/engine-router.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { approveWorker } from './approve-worker.ts';
import { colouredPixels } from './coloured-pixels.ts';
import { heron } from './heron.ts';
import { installWorker } from './install-worker.ts';
import { inEachLook, lookName } from './looks.ts';
import {
  accessibilityFaults,
  answers,
  closeBrowser,
  type Look,
  openWindow,
  picture,
  say,
  type Window,
} from './window.ts';

afterAll(closeBrowser);

const patient = { timeout: 60_000 };

/** Does what its input says: takes time, fails at first, or for good. */
const worker = `go: async ({ ms = 0, failing = 0, word = 'done' }, { taskId, attempt }) => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  if (attempt <= failing) throw new Error('The ' + word + ' is not there');
  return { said: word };
}`;
const input = { ms: { type: 'integer' }, failing: { type: 'integer' }, word: { type: 'string' } };

const go = (id: string, given: object = {}, more: object = {}) => ({ id, action: 'tester.go', input: given, ...more });

/** Groups, a list, a loop, a choice, retries, a failure made good, a wait. */
const mixed = (folder: string): Plan =>
  ({
    version: 1,
    title: 'Prepare the holiday pictures',
    tasks: [
      go('fetch', { ms: 150, word: 'album' }, { title: 'Fetch the album' }),
      {
        id: 'resize',
        title: 'Resize every picture',
        after: ['fetch'],
        forEach: {
          in: ['beach.jpg', 'harbour.jpg', 'lighthouse.jpg', 'dunes.jpg', 'ferry.jpg'],
          as: 'file',
          concurrency: 2,
        },
        tasks: [
          go('read', { ms: 60, word: '{{ file }}' }, { title: 'Read' }),
          go('scale', { ms: 120, word: '{{ tasks.read.output.said }}' }, { title: 'Scale' }),
        ],
      },
      go(
        'upload',
        { ms: 40, failing: 2, word: 'server' },
        {
          title: 'Upload',
          after: ['resize'],
          retry: { attempts: 3, firstMs: 250, factor: 2 },
        },
      ),
      {
        id: 'check',
        title: 'Check until it is there',
        after: ['upload'],
        repeat: { max: 3 },
        ...{ action: 'tester.go', input: { ms: 50, word: 'look {{ $string(iteration) }}' } },
      },
      go(
        'announce',
        { ms: 30, failing: 9, word: 'mail server' },
        {
          title: 'Tell everybody',
          after: ['check'],
          retry: { attempts: 1 },
          onError: { recover: [go('note', { ms: 30, word: 'a note instead' }, { title: 'Leave a note' })] },
        },
      ),
      {
        id: 'choose',
        title: 'Choose a way to store it',
        after: ['check'],
        switch: { on: 'disk', cases: [{ is: 'disk', tasks: [go('store', { ms: 90 }, { title: 'Store on disk' })] }] },
      },
      {
        id: 'save',
        title: 'Write the list',
        after: ['choose'],
        ...{
          action: 'files.write',
          input: { path: join(folder, 'list.txt'), content: 'beach\nharbour\n', overwrite: true },
        },
      },
    ],
  }) as Plan;

async function open(look?: Look): Promise<Window & { client: EngineClient }> {
  const window = await openWindow(look);
  onTestFinished(() => window.close());
  installWorker(window.dataFolder, 'tester', worker, { tier: 'node', input });
  const remote = createRemoteEngine(dataPaths(window.dataFolder).socket);
  onTestFinished(remote.close);
  const client = await remote.client();
  await approveWorker(client, 'tester');
  return Object.assign(window, { client });
}

async function show(page: Page, runId: string, tab = ''): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), `#/timeline/${runId}${tab}`);
}

async function ended(client: EngineClient, runId: string): Promise<void> {
  await expect.poll(async () => (await client.runs.get({ runId })).endedAt, patient).toBeDefined();
}

const row = (page: Page, name: RegExp | string) => page.getByRole('treeitem', { name });

/** The bars are drawn again in the colours of each look. */
async function isDrawn(part: string, page: Page): Promise<boolean> {
  return part !== 'waterfall' || (await colouredPixels(page)) > 500;
}

const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

test.each(sizes)(
  'a run is a tree over time, with graph, files and a way back in time, light and dark, $width [UI-03]',
  async (size) => {
    const looks = (['light', 'dark'] as const).map((theme): Look => ({ theme, ...size }));
    const { page, client, folder } = await open(looks[0]);
    const check = (part: string): Promise<void> =>
      inEachLook(page, looks, async (look) => {
        await expect.poll(() => isDrawn(part, page), patient).toBe(true);
        await picture(page, `timeline-${part}-${look.theme}-${look.width}`);
        expect(await accessibilityFaults(page), `${part}, ${lookName(look)}`).toEqual([]);
      });
    writeFileSync(join(folder, 'list.txt'), 'beach\nforest\n');
    const { runId } = await client.runs.start({ plan: mixed(folder), allow: 'plan' });
    await show(page, runId);
    await row(page, /Resize every picture/).waitFor(patient);
    await ended(client, runId);
    await row(page, /Done Write the list/).waitFor(patient);
    await page.getByRole('tree').focus();
    await page.keyboard.press('e');
    await row(page, /Item 3/).waitFor(patient);
    await row(page, /Iteration 2/).waitFor();
    await row(page, /Done Store on disk/).waitFor();
    await check('waterfall');

    await row(page, /Done Upload/).click();
    await page.getByText('3 attempts').waitFor(patient);
    await page.getByText('Pause before the next attempt').first().waitFor();
    await check('details');
    await page.keyboard.press('Escape');
    // Where there is no room beside the list the pane has the focus, and Escape has closed it.
    const close = page.getByRole('button', { name: 'Close details' });
    if (await close.isVisible()) await close.click();
    await row(page, /Done Upload/).waitFor();

    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys and colours' }).waitFor();
    await check('keys');
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Replay' }).click();
    const slider = page.getByRole('slider', { name: 'Time of the run' });
    await slider.press('Home');
    await page.getByText('Run created').waitFor(patient);
    await expect.poll(() => row(page, /Waiting Write the list/).count()).toBe(1);
    for (let times = 0; times < 12; times += 1) await page.getByRole('button', { name: 'One moment on' }).click();
    await check('back');

    await page.getByRole('navigation', { name: 'Parts of the run' }).getByRole('button', { name: 'Graph' }).click();
    await page.getByRole('region', { name: 'Plan graph' }).getByText('Store on disk').waitFor(patient);
    await check('graph-back');
    await page.getByRole('button', { name: 'Back to now' }).click();
    await page.getByText('5 done').first().waitFor(patient);
    await check('graph');
    await page.getByRole('navigation', { name: 'Parts of the run' }).getByRole('button', { name: 'Files' }).click();
    await page.getByText('list.txt').first().click();
    await check('files');
  },
  300_000,
);

const many = 5000;

test('a run of thousands of items is opened, scrolled, searched and gone back through; only what is seen is read [UI-03]', async () => {
  const { page, client } = await open();
  const plan: Plan = {
    version: 1,
    title: 'Thousands',
    tasks: [
      {
        id: 'all',
        title: 'Go over the list',
        forEach: { in: { from: 1, to: many }, concurrency: 32 },
        onError: 'skip',
        action: 'tester.go',
        input: { word: 'page {{ item }}', failing: '{{ item = 4000 ? 9 : 0 }}' },
      },
    ],
  };
  const { runId } = await client.runs.start({ plan, allow: 'plan' });
  await show(page, runId);
  const list = row(page, /Go over the list/);
  await list.waitFor(patient);
  await page.getByRole('tree').focus();
  await page.keyboard.press('e');
  await row(page, /Item 3/)
    .first()
    .waitFor(patient);
  await page.getByRole('button', { name: 'Follow what happens' }).click();
  await picture(page, 'timeline-live');
  expect(await accessibilityFaults(page)).toEqual([]);
  await expect
    .poll(async () => (await client.runs.get({ runId })).endedAt, { timeout: 560_000, interval: 500 })
    .toBeDefined();

  await page.getByRole('tree').focus();
  await page.keyboard.press('End');
  await row(page, new RegExp(`Done Item ${many - 1}`)).waitFor(patient);
  expect(await page.getByRole('treeitem').count()).toBeLessThan(120);
  await picture(page, 'timeline-many');
  await page.keyboard.press('Home');
  await list.waitFor();

  await page.getByRole('searchbox', { name: 'Search steps' }).fill('PAGE 4000 IS NOT');
  await row(page, /Go over the list › Item 3999/).waitFor(patient);
  expect(await page.getByRole('treeitem').count()).toBe(1);
  await row(page, /Go over the list › Item 3999/).click();
  await page.getByText('The page 4000 is not there').first().waitFor();
  await picture(page, 'timeline-found');
  expect(await accessibilityFaults(page)).toEqual([]);

  await page.getByRole('button', { name: 'Show in the tree' }).click();
  await page.getByRole('treeitem', { name: 'Skipped Item 3999', selected: true }).waitFor(patient);
  await page.getByRole('button', { name: 'Run again from here: Go over the list › Item 3999' }).waitFor();
  await page.getByRole('searchbox', { name: 'Search steps' }).fill('nothing is called this');
  await page.getByText('No steps match').waitFor(patient);
  await page.getByRole('button', { name: 'Show all steps' }).click();
  await page.getByRole('button', { name: 'Replay' }).click();
  await page.getByRole('slider', { name: 'Time of the run' }).press('Home');
  await page.getByText(/event 1 of/).waitFor(patient);
  await page.keyboard.press(']');
  await page.getByText(/event [2-9]\d* of/).waitFor(patient);
}, 700_000);

test('a run’s plan is kept as a template with inputs, in the window and on the command line; a taken name is asked about', async () => {
  const { page, client, dataFolder, folder } = await open();
  const plan: Plan = {
    version: 1,
    title: 'Count the words',
    tasks: [{ id: 'count', action: 'text.count', input: { path: join(folder, 'words.txt') } }],
  };
  writeFileSync(join(folder, 'words.txt'), 'one two three');
  const { runId } = await client.runs.start({ plan, allow: 'plan' });
  await ended(client, runId);
  await show(page, runId);
  await page.getByRole('button', { name: 'Save as template' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as template' });
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog.getByText('Say what it does').waitFor();
  await dialog.getByLabel('What it does').fill('Counts the words of a file.');
  await picture(page, 'timeline-save-template');
  expect(await accessibilityFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  const { template } = await client.templates.get({ name: 'count-the-words' });
  expect(template).toMatchObject({
    description: 'Counts the words of a file.',
    parameters: { properties: { path: { type: 'string', format: 'path', default: join(folder, 'words.txt') } } },
    tasks: [{ input: { path: '{{ input.path }}' } }],
  });

  const again = ['plan', 'save', runId, '--as', 'count-the-words', '--input', 'file=tasks.0.input.path'];
  expect(await heron(again, { dataFolder })).toMatchObject({ stderr: expect.stringContaining('already') as string });
  expect(await heron([...again, '--overwrite'], { dataFolder })).toMatchObject({ code: 0 });
  const used = {
    version: 1,
    title: 'Use it',
    tasks: [{ id: 'use', template: { name: 'count-the-words', input: { file: join(folder, 'words.txt') } } }],
  };
  const second = await client.runs.start({
    plan: used as Plan,
    allow: [{ capability: 'files.read', target: folder }],
  });
  await ended(client, second.runId);
  expect((await client.runs.get(second)).status).toBe('completed');

  await page.getByRole('button', { name: 'Save as template' }).click();
  await dialog.getByLabel('What it does').fill('Counts again.');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await page
    .getByRole('alertdialog', { name: 'Replace the template “count-the-words”?' })
    .getByRole('button', { name: 'Replace' })
    .click();
  await dialog.waitFor({ state: 'detached' });
  expect((await client.templates.get({ name: 'count-the-words' })).summary.description).toBe('Counts again.');
}, 300_000);

test('a new plan in a conversation is shown whole, with what changed since the one before [UI-04]', async () => {
  const { page, folder } = await open();
  writeFileSync(join(folder, 'a.txt'), 'one two');
  writeFileSync(join(folder, 'b.txt'), 'one two three');
  for (const [before, name] of ['a.txt', 'b.txt'].entries()) {
    await say(page, `count the words of ${folder}/${name}`);
    await page.getByRole('button', { name: 'Allow for this run' }).click();
    await answers(page)
      .nth(before)
      .getByText(/\d words/)
      .first()
      .waitFor(patient);
  }
  const card = page.getByRole('region', { name: /^Plan: / }).last();
  await card.getByRole('button', { name: 'Compared with the plan before' }).click();
  const changes = card.getByRole('list', { name: 'Changes of the plan' });
  await changes.getByText(/^Path: .*a\.txt.* → .*b\.txt/).waitFor(patient);
  await picture(page, 'plan-changes');
}, 300_000);
