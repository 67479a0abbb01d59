import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { WorkflowDocument } from '../../src/contract/workflows.ts';
import { dataPaths } from '../../src/main/base/paths.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { heron } from './heron.ts';
import { chooseInOutline } from './outline-keys.ts';
import { accessibilityFaults, closeBrowser, openWindow, picture, type Window } from './window.ts';
import { dragStep, kept, newWorkflow, out, written } from './workflow-canvas.ts';

let window: Window;
const patient = { timeout: 60_000 };

beforeEach(async () => {
  window = await openWindow();
  mkdirSync(join(window.folder, 'docs'));
  writeFileSync(join(window.folder, 'docs/a.txt'), 'alpha');
});
afterEach(() => window.close());
afterAll(closeBrowser);

const step = (page: Page, place: string): Locator => page.locator(`.react-flow [data-place="${place}"]`);

test('what is pinned is not done, what is expected is compared, earlier data is dragged onto a field, and versions are compared on the canvas [UI-08, W-28]', async () => {
  const { page, folder } = window;
  const engine = createRemoteEngine(dataPaths(window.dataFolder).socket);
  try {
    const client = await engine.client();
    const document: WorkflowDocument = {
      ...{ version: 1, title: 'Sum' },
      tasks: [
        { id: 'list', title: 'List them', action: 'files.list', input: { path: join(folder, 'docs') } },
        { id: 'hash', title: 'Hash one', action: 'checksum.hash', input: {} },
        { id: 'count', title: 'Count them', value: { files: '{{ $count(tasks.list.output.entries) }}' } },
      ],
    };
    const whole = { ...document, tasks: document.tasks.filter(({ id }) => id !== 'hash') };
    const made = await client.workflows.create({ document: whole });
    const published = await client.workflows.publish({ workflowId: made.id, baseRevision: made.revision });
    const { runId } = await client.workflows.run({ workflowId: made.id, allow: 'plan' });
    await expect.poll(async () => (await client.runs.get({ runId })).status, patient).toBe('completed');
    await client.workflows.save({ workflowId: made.id, baseRevision: published.revision, document });
    await page.evaluate((hash) => (globalThis.location.hash = hash), `#/workflows/${made.id}`);
    // Run with something missing, it leads to that instead.
    await step(page, 'list').waitFor(patient);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('It cannot run yet').waitFor(patient);
    // A line of what an earlier step gave onto the field.
    await page.getByRole('tab', { name: 'Data', exact: true }).click();
    const given = page.getByRole('region', { name: 'List them' });
    await given
      .locator('[draggable]')
      .filter({ hasText: /^path:/ })
      .dragTo(page.locator('[data-field="path"]'));
    const field = page.locator('[data-field="path"]');
    await expect.poll(() => written(field), patient).toBe('{{ tasks.list.output.path }}');
    await page.locator('[data-field="path"]').getByText(join(folder, 'docs')).waitFor(patient);
    await page.getByRole('button', { name: 'More for this step' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    // Pinned and expected.
    await step(page, 'list').click();
    await page.getByRole('tab', { name: 'Last output' }).click();
    await page.getByRole('button', { name: 'Pin this output' }).click();
    await step(page, 'list').getByRole('img', { name: 'Pinned' }).waitFor(patient);
    await step(page, 'count').click();
    await page.getByRole('tab', { name: 'Last output' }).click();
    await page.getByRole('button', { name: 'Expect this' }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText(/Scenario “Usual” passed/).waitFor(patient);
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, 'workflow-scenario');
    await page.getByRole('status').getByText('Saved').waitFor(patient);
    await goBackInTime(page);
    // On the command line the same, and with another expectation the step and the field.
    const options = { dataFolder: window.dataFolder, cwd: folder };
    expect(await heron(['workflow', 'test', 'Sum', '--draft'], options)).toMatchObject({
      ...{ code: 0, stdout: 'passed  Usual  1 compared\n' },
    });
    const now = await client.workflows.get({ workflowId: made.id });
    const scenarios = (now.document.scenarios ?? []).map((each) => ({ ...each, expected: { count: { files: 7 } } }));
    await client.workflows.save({
      ...{ workflowId: made.id, baseRevision: now.revision, document: { ...now.document, scenarios } },
    });
    const failed = await heron(['workflow', 'test', 'Sum', 'Usual', '--draft'], options);
    expect(failed.code).toBe(1);
    expect(failed.stdout).toContain('count.files: expected 7, found 1');
    const declared = await declareInput(page, client, made.id);
    // What was added, removed and changed since the version that was published.
    const tasks = [...document.tasks.slice(0, 1), { id: 'fresh', title: 'A new one', value: 1 }];
    await client.workflows.save({
      ...{ workflowId: made.id, baseRevision: declared, document: { ...now.document, tasks } },
    });
    await step(page, 'fresh').waitFor(patient);
    await page.getByRole('button', { name: 'More for this workflow' }).click();
    await page.getByRole('menuitem', { name: 'Versions' }).click();
    await page.getByText(/1 step added, 1 step removed/).waitFor(patient);
    const compared = page.getByLabel('What changed, as a picture');
    await compared.getByText('Added').waitFor(patient);
    await compared.getByText('Removed').waitFor(patient);
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, 'workflow-versions');
    await page.getByRole('button', { name: 'Restore version 1' }).click();
    await expect
      .poll(
        async () => (await client.workflows.get({ workflowId: made.id })).document.tasks.map(({ id }) => id),
        patient,
      )
      .toEqual(['list', 'count']);
  } finally {
    engine.close();
  }
});

/** The canvas shows the run as it stood at any moment. */
async function goBackInTime(page: Page): Promise<void> {
  const count = step(page, 'count').getByText('Done');
  await count.waitFor(patient);
  await page.getByRole('button', { name: 'Back in time' }).click();
  const bar = page.getByRole('region', { name: 'Back in time' });
  await bar.getByRole('button', { name: 'To the beginning' }).click();
  await count.waitFor({ state: 'detached' });
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'workflow-back-in-time');
  await bar.getByRole('button', { name: 'To the end' }).click();
  await count.waitFor(patient);
  await bar.getByRole('button', { name: 'To the beginning' }).click();
  await count.waitFor({ state: 'detached' });
  await bar.getByRole('button', { name: 'Back to now' }).click();
  await bar.waitFor({ state: 'detached' });
  await count.waitFor(patient);
}

type Client = Awaited<ReturnType<ReturnType<typeof createRemoteEngine>['client']>>;

/** What nothing gives is a problem, which one press mends. Gives the revision then. */
async function declareInput(page: Page, client: Client, workflowId: string): Promise<number> {
  const { revision, document } = await client.workflows.get({ workflowId });
  const tasks = [...document.tasks, { id: 'greet', value: 'Hello {{ input.name }}' }];
  await client.workflows.save({ workflowId, baseRevision: revision, document: { ...document, tasks } });
  await page.getByRole('button', { name: /^\d+ problems?$/ }).click();
  await page.getByText('The input of the workflow has no name').first().waitFor(patient);
  await picture(page, 'workflow-undeclared-input');
  await page.getByRole('button', { name: 'Add it to the input: name' }).click();
  await page.getByRole('button', { name: /^\d+ problems?$/ }).waitFor({ state: 'detached' });
  await expect
    .poll(async () => (await client.workflows.get({ workflowId })).document.input, patient)
    .toEqual({ name: null });
  return (await client.workflows.get({ workflowId })).revision;
}

test('steps are put into a frame, dragged, folded and shown again, one goes between two, and somebody says something of it [UI-08, W-28, X-12]', async () => {
  const { page } = window;
  const read = async () => WorkflowDocument.parse(await kept(window));
  await newWorkflow(page);
  const value = 'Value Works something out, with no worker';
  await dragStep(page, value, 120, 140);
  await page.keyboard.press('Escape');
  // A press on the port asks what comes after it.
  await out(page, 'value').click();
  await page.getByPlaceholder('Which step?').fill('Value');
  await page.keyboard.press('Enter');
  await step(page, 'value_2').waitFor(patient);
  await expect.poll(async () => (await read()).tasks[1]?.after, patient).toEqual(['value']);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+g');
  await page.getByLabel('Title', { exact: true }).fill('The sums');
  await expect
    .poll(async () => (await read()).canvas?.frames, patient)
    .toMatchObject([{ title: 'The sums', steps: ['value', 'value_2'] }]);
  await picture(page, 'workflow-frame');
  expect(await accessibilityFaults(page)).toEqual([]);
  const head = page.locator('.frame-head').getByText('The sums');
  const before = (await read()).canvas?.positions ?? {};
  const from = await head.boundingBox();
  if (!from) throw new Error('The frame is not drawn');
  await page.mouse.move(from.x + 20, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 48, { steps: 6 });
  await page.mouse.move(from.x + 100, from.y + 88);
  await page.mouse.up();
  // Both go as far, wherever the grid takes the frame.
  const movedBy = async (id: string): Promise<number[]> => {
    const { positions = {} } = (await read()).canvas ?? {};
    return [(positions[id]?.x ?? 0) - (before[id]?.x ?? 0), (positions[id]?.y ?? 0) - (before[id]?.y ?? 0)];
  };
  await expect.poll(async () => (await movedBy('value')).every((by) => by > 40), patient).toBe(true);
  expect(await movedBy('value_2')).toEqual(await movedBy('value'));
  await head.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Fold' }).click();
  await step(page, 'value').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Show the steps' }).waitFor(patient);
  await picture(page, 'workflow-frame-folded');
  await page.getByRole('tab', { name: 'Outline' }).click();
  await page.getByRole('treeitem', { name: /The sums/ }).press('ArrowRight');
  await step(page, 'value').waitFor(patient);

  await page.locator('.react-flow__edge').first().click({ button: 'right', force: true });
  await page.getByRole('menuitem', { name: 'Put a step between' }).click();
  await page.getByPlaceholder('Which step?').fill('Value');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await read()).tasks.map(({ after = [] }) => after), patient)
    .toEqual([[], ['value_3'], ['value']]);
  expect((await read()).canvas?.frames?.[0]?.steps.toSorted()).toEqual(['value', 'value_2', 'value_3']);

  await page.getByRole('tab', { name: 'Comments' }).click();
  await page.getByLabel('Comment', { exact: true }).fill('Why twice?');
  await page.getByLabel('Your name', { exact: true }).fill('Anna');
  await page.getByRole('button', { name: 'Add the comment' }).click();
  await step(page, 'value_3').getByRole('img', { name: 'Comments' }).waitFor(patient);
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, 'workflow-comments');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Resolve' }).click();
  await step(page, 'value_3').getByRole('img', { name: 'Comments' }).waitFor({ state: 'detached' });
  await chooseInOutline(page);
});

test('code and expressions are written in an editor: words from what steps gave, wrong places marked, Tab leaves, Undo is the one of the document [UI-08]', async () => {
  const { page, folder } = window;
  const engine = createRemoteEngine(dataPaths(window.dataFolder).socket);
  try {
    const client = await engine.client();
    const { id: workflowId } = await client.workflows.create({
      document: {
        ...{ version: 1, title: 'Code' },
        tasks: [
          { id: 'list', title: 'List them', action: 'files.list', input: { path: join(folder, 'docs') } },
          {
            id: 'sum',
            title: 'Sum up',
            action: 'code.run',
            input: { language: 'javascript', code: '' },
            after: ['list'],
          },
        ],
      },
    });
    const { runId } = await client.workflows.run({ workflowId, part: { upTo: 'list' }, allow: 'plan' });
    await expect.poll(async () => (await client.runs.get({ runId })).status, patient).toBe('completed');
    await page.evaluate((hash) => (globalThis.location.hash = hash), `#/workflows/${workflowId}`);
    await step(page, 'sum').click();
    const code = page.locator('[data-field="code"]');
    const box = code.getByRole('textbox', { name: 'Code' });
    await code.locator('.cm-editor').waitFor(patient);

    // Words of the step before, with what they are; the bracket closes by itself.
    await code.getByText('Code', { exact: true }).click();
    await page.keyboard.type('const files = {{ tasks.list.output.ent');
    const offered = page.getByRole('option', { name: /^entries/ });
    await offered.waitFor(patient);
    await expect.poll(() => offered.textContent()).toContain('a.txt');
    await picture(page, 'workflow-code-words');
    await page.keyboard.press('Enter');
    await expect.poll(() => written(code), patient).toBe('const files = {{ tasks.list.output.entries}}');
    await code.getByText('a.txt').first().waitFor(patient);
    expect(await accessibilityFaults(page)).toEqual([]);
    // In an expression the character is marked at which it stops making sense.
    await page.getByRole('tab', { name: 'Flow' }).click();
    const when = page.getByRole('textbox', { name: 'Only if' });
    await when.fill('$count(tasks.list.output.entries) >> 1');
    await expect.poll(() => page.locator('.cm-lintRange-error').textContent(), patient).toBe('>');
    await picture(page, 'workflow-code');
    await when.fill('$count(tasks.list.output.entries) > 0');
    await page.getByText('= true').waitFor(patient);
    // Tab leaves it. In a program it indents, and leaves after Escape.
    await page.keyboard.press('Tab');
    expect(await when.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(false);
    await page.getByRole('tab', { name: 'Setup' }).click();
    await box.click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Tab');
    await expect.poll(() => written(code), patient).toMatch(/^ {2}const files/);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await box.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(false);
    // What was done last is taken back, wherever that was.
    await box.click();
    await page.keyboard.press('Control+z');
    await expect.poll(() => written(code), patient).toMatch(/^const files/);
    // A program that makes no sense is marked as well, and what others change comes in where the cursor is not.
    await box.fill('const = 4;');
    await code.locator('.cm-lintRange-error').first().waitFor(patient);
    await page.getByRole('status').getByText('Saved').waitFor(patient);
    const { document, revision } = await client.workflows.get({ workflowId });
    const tasks = document.tasks.map((task) =>
      task.id === 'sum' ? { ...task, input: { language: 'javascript', code: 'const four = 4;' } } : task,
    );
    await client.workflows.save({ workflowId, baseRevision: revision, document: { ...document, tasks } });
    await expect.poll(() => written(code), patient).toBe('const four = 4;');
    await code
      .locator('.cm-lintRange-error')
      .first()
      .waitFor({ state: 'detached', ...patient });
    await page.keyboard.type(' // four');
    await expect.poll(() => written(code), patient).toContain('// four');
  } finally {
    engine.close();
  }
});
