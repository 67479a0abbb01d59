import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { dataPaths } from '../../src/main/base/paths.ts';
import type { EngineClient } from '../../src/main/gateway/engine-router.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { heron } from './heron.ts';
import { accessibilityFaults, answers, closeBrowser, goTo, openWindow, picture, say, type Window } from './window.ts';

let window: Window;
const patient = { timeout: 60_000 };

beforeEach(async () => {
  window = await openWindow(undefined, { TZ: 'Europe/Berlin' });
  mkdirSync(join(window.folder, 'notes'));
  writeFileSync(join(window.folder, 'notes/a.txt'), 'alpha');
});
afterEach(() => window.close());
afterAll(closeBrowser);

async function ask<Value>(question: (client: EngineClient) => Promise<Value>): Promise<Value> {
  const engine = createRemoteEngine(dataPaths(window.dataFolder).socket);
  try {
    return await question(await engine.client());
  } finally {
    engine.close();
  }
}

async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await picture(page, `${name}-${colorScheme}`);
    expect(await accessibilityFaults(page)).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

test('a sentence makes a schedule, the screen shows when it starts next and what became of it [AU-01, AU-07, X-09]', async () => {
  const { page, folder } = window;
  await say(page, `every weekday at 9 zip the folder ${join(folder, 'notes')}`);
  await answers(page).getByText('would start by itself').waitFor(patient);
  await answers(page).getByText('0 9 * * 1-5').waitFor(patient);
  await picture(page, 'schedules-proposed');
  await say(page, 'schedule it');
  await answers(page).getByText('It is listed under Schedules').waitFor(patient);

  await goTo(page, 'Schedules');
  await page.getByRole('list', { name: 'Schedules' }).getByRole('button').click();
  await expect
    .poll(() => page.getByRole('list', { name: 'Next times' }).getByRole('listitem').count(), patient)
    .toBe(5);
  await page.getByText('It has not come yet.').waitFor(patient);
  await page.getByRole('button', { name: 'Run now' }).click();
  // Nobody is there, so what it lacks waits in the inbox.
  await goTo(page, 'Inbox');
  for (;;) {
    const allow = page.getByRole('button', { name: /^Allow (once|all \d+ for this run)$/ }).last();
    const isDone = async (): Promise<boolean> =>
      (await ask((client) => client.runs.list({}))).some(({ status }) => status === 'completed');
    await expect.poll(async () => (await isDone()) || (await allow.isVisible()), patient).toBe(true);
    if (await isDone()) break;
    await allow.click({ timeout: 3000 }).catch(() => undefined);
  }
  // It is answered where the schedule was made.
  const spoken = await ask(async (client) => {
    const [conversation, ...others] = await client.conversations.list({});
    expect(others).toEqual([]);
    return client.conversations.get({ conversationId: conversation?.id ?? '' });
  });
  expect(spoken.messages.filter(({ runId }) => runId !== undefined)).toHaveLength(1);
  await goTo(page, 'Schedules');
  await page.getByRole('list', { name: 'Schedules' }).getByRole('button').click();
  const row = page.getByRole('list', { name: 'History' }).getByRole('button').filter({ hasText: 'Ran: completed' });
  await row.waitFor(patient);
  await look(page, 'schedules');
  await row.click();
  await page.getByRole('navigation', { name: 'Parts of the run' }).waitFor(patient);
  await picture(page, 'schedules-run');

  await goTo(page, 'Schedules');
  await page.getByRole('list', { name: 'Schedules' }).getByRole('button').click();
  await page.getByRole('button', { name: /^More for Zip/ }).click();
  await page.getByRole('menuitem', { name: 'Pause' }).click();
  await page.getByText('It is paused, and starts nothing by itself.').waitFor(patient);
  await page.getByRole('button', { name: /^More for Zip/ }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByText('Nothing starts by itself yet').waitFor(patient);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('list', { name: 'Schedules' }).waitFor(patient);
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, 'schedules-narrow');
  const { stdout } = await heron(['schedules'], { dataFolder: window.dataFolder });
  expect(stdout).toContain('every weekday at 09:00');
  expect(stdout).toContain('paused');
});

test('what a worker offers to be waited for is picked in the form, and starts something [AU-04]', async () => {
  const { page, folder } = window;
  const inbox = join(folder, 'inbox');
  mkdirSync(inbox);
  await ask((client) => client.permissions.allowFolder({ path: inbox }));
  await goTo(page, 'Schedules');
  await page.getByRole('button', { name: 'New schedule' }).first().click();
  await page.getByLabel('What Heron does').fill(`count the words in ${join(folder, 'notes/a.txt')}`);
  await page.getByLabel('How often').selectOption({ label: 'Something new is in a folder' });
  await page.getByText('when something new is in a folder').waitFor(patient);
  await page.getByLabel('Path', { exact: true }).fill(inbox);
  await page.getByLabel('Look every').selectOption({ label: '10 seconds' });
  await look(page, 'schedules-poll');
  await page.getByRole('button', { name: 'Add schedule' }).click();
  await expect.poll(() => ask(async (client) => (await client.schedules.list()).length), patient).toBe(1);
  const [schedule] = await ask((client) => client.schedules.list());
  const scheduleId = schedule?.id ?? '';
  await expect
    .poll(
      async () => (await ask((client) => client.schedules.get({ scheduleId }))).polled?.runId === undefined,
      patient,
    )
    .toBe(true);
  await page.getByText('It looks every 10 seconds').waitFor(patient);
  await expect.poll(() => ask(async (client) => (await client.runs.list({ polls: 'with' })).length), patient).toBe(1);
  writeFileSync(join(inbox, 'letter.txt'), 'Dear Ada');
  await page.getByRole('list', { name: 'History' }).getByRole('button').waitFor(patient);
  await picture(page, 'schedules-polled');
  const [occurrence] = await ask((client) => client.schedules.occurrences({ scheduleId }));
  expect(occurrence).toMatchObject({ cause: 'poll', given: { items: [{ name: 'letter.txt' }] } });
});

test('a workflow is made to run by itself beside its steps, and no occurrence runs twice over kill -9 [W-28, X-09]', async () => {
  const { page } = window;
  const options = { dataFolder: window.dataFolder };
  const { id } = await ask((client) =>
    client.workflows.create({
      document: { version: 1, title: 'Sums', tasks: [{ id: 'one', value: 1 }] },
    }),
  );
  await goTo(page, 'Workflows');
  await page.getByRole('list', { name: 'Workflows' }).getByRole('button', { name: /Sums/ }).first().click();
  await page.getByRole('button', { name: 'More for this workflow' }).click();
  await page.getByRole('menuitem', { name: 'Runs by itself' }).click();
  await page.getByRole('button', { name: 'Add a schedule' }).click();
  await page.getByLabel('When', { exact: true }).fill('every second');
  await page.getByText('* * * * * *').waitFor(patient);
  await look(page, 'schedules-form');
  await page.getByRole('button', { name: 'Add schedule' }).click();
  await page.getByRole('article', { name: 'every second' }).waitFor(patient);
  await picture(page, 'schedules-workflow');

  const [schedule] = await ask((client) => client.schedules.list());
  if (!schedule) throw new Error('There is no schedule');
  const { id: scheduleId, work } = schedule;
  expect(work).toMatchObject({ kind: 'workflow', workflowId: id });
  const ran = () =>
    ask(async (client) =>
      (await client.schedules.occurrences({ scheduleId, limit: 500 })).filter(({ status }) => status === 'ran'),
    );
  for (const wanted of [2, 5]) {
    await expect.poll(async () => (await ran()).length, patient).toBeGreaterThanOrEqual(wanted);
    await window.restart();
  }
  const before = await ran();
  await expect.poll(async () => (await ran()).length, patient).toBeGreaterThan(before.length);
  await heron(['schedules', 'pause', 'Sums'], options);
  const occurrences = await ran();
  const started = await ask((client) => client.events.list({ types: ['run.created'], limit: 5000 }));
  const deliveries = started.events.flatMap((event) =>
    event.type === 'run.created' ? [event.payload.trigger?.delivery] : [],
  );
  expect(new Set(deliveries).size).toBe(deliveries.length);
  expect(deliveries.length).toBe(occurrences.length);
  expect((await ask((client) => client.conversations.list({}))).map(({ title }) => title)).toEqual(['Sums']);

  const next = await heron(['schedules', 'next', 'every', 'day', 'at', '9:30'], options);
  expect(next.stdout.trim().split('\n')).toHaveLength(5);
  const add = ['schedules', 'add', 'every hour', '--workflow', 'Sums', '--title', 'Hourly', '--missed', 'ask'];
  expect((await heron(add, options)).stdout).toContain('every hour');
  expect((await heron(['schedules', 'show', 'Hourly'], options)).stdout).toContain('what was missed: ask');
  expect((await heron(['schedules', 'run', 'Hourly'], options)).code).toBe(0);
  await heron(['schedules', 'remove', 'Hourly'], options);
  const wrong = await heron(['schedules', 'add', 'now and then', '--workflow', 'Sums'], options);
  expect(wrong.stderr).toContain('These words are no time');
});
