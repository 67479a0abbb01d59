import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { dataPaths } from '../../src/main/base/paths.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { runExamples } from './example-workflows.ts';
import { heron, temporaryFolder } from './heron.ts';
import { accessibilityFaults, closeBrowser, goTo, openWindow, picture, type Window } from './window.ts';
import { dragLine, dragStep, field, kept, newWorkflow, out, saved, step } from './workflow-canvas.ts';

let window: Window;
const patient = { timeout: 60_000 };

beforeEach(async () => {
  window = await openWindow();
  mkdirSync(join(window.folder, 'docs'));
  writeFileSync(join(window.folder, 'docs/a.txt'), 'alpha');
});
afterEach(() => window.close());
afterAll(closeBrowser);

/** What each step needs is asked when it is known: answers until it is done. */
async function allowUntil(page: Page, done: Locator, press: (button: Locator) => Promise<void>): Promise<void> {
  const allow = page.getByRole('button', { name: /^Allow (once|all \d+ for this run)$/ }).last();
  for (;;) {
    await expect.poll(async () => (await done.isVisible()) || (await allow.isVisible()), patient).toBe(true);
    if (await done.isVisible()) return;
    const asked = await allow.elementHandle();
    await press(allow);
    // A press right after the question came up is not taken for an answer: then it is pressed once more.
    await asked?.waitForElementState('hidden', { timeout: 3000 }).catch(() => undefined);
  }
}

test('find, zip and hash are dragged onto the canvas, connected, run, and seen green [UI-08, W-28, X-01]', async () => {
  const { page, folder } = window;
  await newWorkflow(page);
  await dragStep(page, 'Find files', 80, 120);
  await page.getByLabel('Path', { exact: true }).fill(join(folder, 'docs'));
  await page.getByLabel('Pattern', { exact: true }).fill('*.txt');
  await dragStep(page, 'Create an archive', 200, 300);
  await dragStep(page, 'Compute a checksum', 260, 480);
  await picture(page, 'workflow-dragged');
  await page.keyboard.press('Escape');
  await dragLine(page, out(page, 'find'), field(page, 'create', 'source'));
  await dragLine(page, out(page, 'create'), field(page, 'hash', 'path'));
  await saved(page);
  expect((await kept(window)).tasks).toMatchObject([
    { id: 'find', input: { path: join(folder, 'docs') } },
    { id: 'create', input: { source: '{{ tasks.find.output.path }}' } },
    { id: 'hash', input: { path: '{{ tasks.create.output.path }}' } },
  ]);
  await page.getByRole('button', { name: 'Tidy up' }).click();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await allowUntil(page, step(page, 'hash').getByText('Done'), (button) => button.click());
  for (const place of ['find', 'create', 'hash']) await step(page, place).getByText('Done').waitFor(patient);
  const sum = createHash('sha256')
    .update(readFileSync(join(folder, 'docs.zip')))
    .digest('hex');
  await step(page, 'hash').click();
  await page.getByRole('tab', { name: 'Last output' }).click();
  await page.getByText(sum).first().waitFor(patient);
  await picture(page, 'workflow-run');
  expect(await accessibilityFaults(page)).toEqual([]);
  // The same plan on the timeline, and from there back to its workflow.
  await page.getByRole('button', { name: 'More for this workflow' }).click();
  await page.getByRole('menuitem', { name: 'Last run on the timeline' }).click();
  await page.getByRole('navigation', { name: 'Parts of the run' }).getByRole('button', { name: 'Graph' }).click();
  await page.getByRole('region', { name: 'Plan graph' }).getByText('Compute a checksum').waitFor(patient);
  await picture(page, 'workflow-run-graph');
  await page.getByRole('button', { name: 'Open the workflow' }).click();
  await step(page, 'hash').waitFor(patient);
});

test('triggers are dragged onto the canvas, set up, published, called, and switched off with their workflow [UI-08, W-28, AU-03]', async () => {
  const { page } = window;
  await newWorkflow(page);
  await dragStep(page, 'Value Works something out, with no worker', 420, 160);
  await dragStep(page, 'At a time Once, or again and again', 60, 120);
  const time = step(page, 'trigger:at_times');
  await time.getByText('Starts once it is published').waitFor(patient);
  await page.getByLabel('When', { exact: true }).fill('every day at 7');
  await time.getByText('Every day at 07:00').waitFor(patient);
  await dragStep(page, 'Webhook Somebody calls an address', 60, 260);
  await page.getByRole('button', { name: 'PUT', exact: true }).click();
  await page.getByLabel('It answers', { exact: true }).selectOption('When all is done, with the last output');
  await page.getByLabel('With this instead', { exact: true }).fill('Thanks');
  await saved(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Publish' }).click();
  await time.getByText(/^Next /).waitFor(patient);
  await step(page, 'trigger:call').click();
  await page.getByRole('button', { name: 'Make a new address' }).click();
  await page.getByText('The address that starts this workflow').waitFor(patient);
  await picture(page, 'workflow-triggers');
  expect(await accessibilityFaults(page)).toEqual([]);
  const url = await page.locator('code').filter({ hasText: /^http/ }).innerText();
  const answer = await fetch(url, { method: 'PUT' });
  expect([answer.status, await answer.text()]).toEqual([200, 'Thanks']);
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.getByRole('button', { name: 'Send a test call' }).click();
  await page.getByText('Answered with 200').waitFor(patient);
  await picture(page, 'workflow-test-call');
  await step(page, 'value').getByText('Done').waitFor(patient);
  await step(page, 'trigger:call')
    .getByText(/^Called /)
    .waitFor(patient);

  // What is used often stands first, and stays there.
  await page.getByRole('searchbox', { name: 'Find a step' }).fill('');
  await page.getByRole('button', { name: 'Add Approval Asks you before it goes on' }).hover();
  await page.getByRole('button', { name: 'Favourite: Approval' }).click();
  const favourites = page.getByRole('region', { name: 'Favourites' });
  await favourites.getByRole('button', { name: /^Add Approval/ }).waitFor(patient);
  await favourites.scrollIntoViewIfNeeded();
  await picture(page, 'workflow-favourites');

  await page.getByRole('button', { name: 'More for this workflow' }).click();
  await page.getByRole('menuitem', { name: 'Switch off' }).click();
  await time.getByText('The workflow is off').waitFor(patient);
  expect((await fetch(url, { method: 'POST' })).status).toBe(503);
  await page.getByRole('tab', { name: 'Outline' }).click();
  await page.getByRole('treeitem', { name: /Every day at 07:00/ }).click();
  await page.getByRole('button', { name: 'More for this trigger' }).waitFor(patient);
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, 'workflow-triggers-off');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('treeitem', { name: /Every day at 07:00/ }).press('Delete');
  await time.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await time.waitFor(patient);
});

test('the same by the keys alone, through the outline, light and dark, wide and narrow [UI-08, X-12]', async () => {
  const { page, folder } = window;
  await goTo(page, 'Workflows');
  await page.getByRole('button', { name: 'New workflow' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'Outline' }).focus();
  await page.keyboard.press('Enter');
  const add = async (title: string): Promise<void> => {
    await page.getByRole('button', { name: 'Add a step' }).focus();
    await page.keyboard.press('Enter');
    await page.getByPlaceholder('Which step?').waitFor();
    await page.keyboard.type(title);
    await page.keyboard.press('Enter');
    const name = title === 'You press keys' ? /^When I press/ : title;
    await page.getByRole('treeitem', { name }).last().waitFor(patient);
  };
  await add('Find files');
  await page.getByLabel('Path', { exact: true }).focus();
  await page.keyboard.type(join(folder, 'docs'));
  await page.keyboard.press('Tab');
  await page.getByLabel('Pattern', { exact: true }).focus();
  await page.keyboard.type('*.txt');
  // Each comes after the one before it, and takes from it what suits.
  await add('Create an archive');
  await add('Compute a checksum');
  await saved(page);
  expect((await kept(window)).tasks).toMatchObject([
    { id: 'find', input: { path: join(folder, 'docs') } },
    { id: 'create', input: { source: '{{ tasks.find.output.path }}' } },
    { id: 'hash', input: { path: '{{ tasks.create.output.path }}' } },
  ]);
  for (const title of ['Value', 'Switch', 'Join', 'Repeat', 'Group', 'For each', 'You press keys']) {
    await add(title);
  }
  // Nine steps, two of them inside others, and what starts them: its keys are pressed, not typed.
  await page.getByLabel('The keys', { exact: true }).focus();
  await page.keyboard.press('Control+Alt+J');
  await page.getByRole('treeitem', { name: 'When I press Control+Alt+J' }).waitFor(patient);
  await saved(page);
  await page.getByRole('button', { name: 'Publish' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Version 1').waitFor(patient);
  // Up in the tree, connected and disconnected by a box to tick, and undone.
  await page.getByRole('treeitem', { name: /^When I press/ }).focus();
  for (let down = 0; down < 3; down += 1) await page.keyboard.press('ArrowDown');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Compute a checksum');
  await page.keyboard.press('Enter');
  // Enter leads into the fields of the step, once they are drawn.
  await expect.poll(() => page.evaluate(() => document.activeElement?.role), patient).toBe('tab');
  await page.getByRole('tab', { name: 'Flow' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('checkbox', { name: 'Find files' }).focus();
  await page.keyboard.press('Space');
  await expect.poll(async () => (await kept(window)).tasks[2]?.after, patient).toEqual(['find']);
  await page.getByRole('treeitem', { name: /^Compute a checksum/ }).focus();
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await kept(window)).tasks[2]?.after, patient).toBeUndefined();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Create an archive');

  await page.getByRole('button', { name: 'Run', exact: true }).focus();
  await page.keyboard.press('Enter');
  const done = page.getByRole('treeitem', { name: /^Compute a checksum/ }).getByText('Done');
  await allowUntil(page, done, async (button) => {
    await button.focus();
    await page.keyboard.press('Enter');
  });
  expect(existsSync(join(folder, 'docs.zip'))).toBe(true);
  await page.getByRole('treeitem', { name: /^Compute a checksum/ }).focus();
  await page.keyboard.press('Control+Alt+J');
  await page.getByText('Started “New workflow”').waitFor(patient);
  expect(await accessibilityFaults(page)).toEqual([]);

  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, 'workflow-dark');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('tab', { name: 'Outline' }).click();
  await page.getByRole('tree', { name: 'Steps' }).waitFor();
  await picture(page, 'workflow-phone');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('tab', { name: 'Canvas' }).click();
  await picture(page, 'workflow-phone-canvas');
});

test('an empty list shows what to begin with, and an example runs as it is [UI-08, OR-19]', async () => {
  const { page, folder } = window;
  await goTo(page, 'Workflows');
  await page.getByText('Keep a plan, and build on it').waitFor(patient);
  await page.getByRole('button', { name: /^Pack a folder and hash the archive/ }).waitFor(patient);
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'workflows-empty');
  await page.getByRole('button', { name: /^Back up, after your word/ }).click();
  await step(page, 'choose').waitFor(patient);
  await picture(page, 'workflow-example');
  await step(page, 'look').click();
  await page.getByLabel('Path', { exact: true }).fill(join(folder, 'docs'));
  await saved(page);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('button', { name: 'Allow once' }).click(patient);
  await page.getByRole('button', { name: 'leave it' }).click(patient);
  await step(page, 'choose').getByText('Done').waitFor(patient);
  await goTo(page, 'Workflows');
  await page.getByRole('button', { name: 'More for Back up, after your word' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByText('Keep a plan, and build on it').waitFor(patient);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await page.getByRole('listitem').filter({ hasText: 'Back up, after your word' }).first().waitFor(patient);
  await picture(page, 'workflows-list');
});

const ordersFile = join(import.meta.dirname, '../fixtures/n8n/flows/orders.json');

test('a workflow of n8n is opened from a file, what does not run is said, and the one engine runs it [X-13]', async () => {
  const flow = JSON.parse(readFileSync(ordersFile, 'utf8')) as { nodes: object[] };
  const slack = { name: 'Tell them', type: 'n8n-nodes-base.slack', typeVersion: 2, position: [0, 300], parameters: {} };
  const text = JSON.stringify({ ...flow, name: 'With Slack', nodes: [...flow.nodes, slack] });
  const { page } = window;
  await goTo(page, 'Workflows');
  const file = { name: 'flow.json', mimeType: 'application/json', buffer: Buffer.from(text) };
  await page.getByLabel('A workflow in a file').setInputFiles(file);
  const dialog = page.getByRole('dialog', { name: 'With Slack was imported' });
  await dialog.waitFor(patient);
  expect(await dialog.innerText()).toContain('8 of 9 nodes run as they did in n8n.');
  expect(await dialog.getByRole('listitem').first().innerText()).toMatch(
    /Cannot run\s+Tell them\s+Heron has nothing for/,
  );
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'workflows-imported');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await dialog.waitFor({ state: 'detached' });
});

test('on the command line a plan file becomes a workflow, is run in parts, and is written back as the same text [UI-08, X-01]', async () => {
  const place = temporaryFolder('workflow-commands');
  try {
    const options = { dataFolder: join(place.path, 'data'), cwd: place.path };
    const plan = {
      version: 1,
      title: 'Sums',
      input: { word: 'a' },
      tasks: [
        { id: 'one', value: '{{ input.word }}!' },
        { id: 'two', value: '{{ tasks.one.output }}?' },
      ],
    };
    writeFileSync(join(place.path, 'sums.heron'), `${JSON.stringify(plan, undefined, 2)}\n`);
    expect((await heron(['workflows', 'import', 'sums.heron'], options)).stdout).toContain('Sums');
    expect((await heron(['workflows'], options)).stdout).toMatch(/Sums .*2 steps .*draft .*never run/);
    expect((await heron(['workflows', 'show', 'Sums'], options)).stdout).toContain('two: value');
    const part = await heron(['workflows', 'run', 'Sums', '--to', 'one', '--input', 'word=b', '--json'], options);
    expect(part).toMatchObject({ code: 0, stdout: expect.stringContaining('"b!"') as string });
    expect(part.stdout).not.toContain('b!?');
    const alone = await heron(['workflows', 'run', 'Sums', '--only', 'two', '--json'], options);
    expect(alone).toMatchObject({ code: 0, stdout: expect.stringContaining('"b!?"') as string });
    await heron(['workflows', 'export', 'Sums', 'again.heron'], options);
    expect(readFileSync(join(place.path, 'again.heron'), 'utf8')).toBe(
      readFileSync(join(place.path, 'sums.heron'), 'utf8'),
    );
    const absent = await heron(['workflows', 'show', 'No'], options);
    expect(absent).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no workflow No') as string });
  } finally {
    place.remove();
  }
});

test('every workflow that comes with Heron does what it says, on files, a website, a project and a database of this machine [OR-19]', async () => {
  const engine = createRemoteEngine(dataPaths(window.dataFolder).socket);
  try {
    const { names, outcomes, expected } = await runExamples(await engine.client(), join(window.folder, 'examples'));
    expect(names.length).toBeGreaterThanOrEqual(12);
    expect(outcomes).toEqual(expected);
  } finally {
    engine.close();
  }
});
