import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { call } from '../contract/served-engine.ts';
import { accessibilityFaults, closeBrowser, goTo, openWindow, picture, type Window } from './window.ts';

let window: Window;

beforeEach(async () => {
  window = await openWindow();
});
afterEach(() => window.close());
afterAll(closeBrowser);

const greet = {
  version: 1,
  name: 'greet',
  title: 'Greet',
  description: 'Says hello.',
  parameters: { type: 'object', properties: { name: { type: 'string' } }, additionalProperties: false },
  tasks: [{ id: 'greet', value: 'Hello {{ input.name }}' }],
};

test('a webhook is added, copied, called, paused on the Schedules screen, given a new address and removed in Settings [AU-03]', async () => {
  const { page, dataFolder } = window;
  mkdirSync(join(dataFolder, 'templates'), { recursive: true });
  writeFileSync(join(dataFolder, 'templates', 'greet.json'), JSON.stringify(greet));
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Webhooks' }).click();
  await page.getByText('There are no webhooks').waitFor();
  await page.getByRole('button', { name: 'Add a webhook' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a webhook' });
  await dialog.getByLabel('Template').selectOption('greet');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  const address = page.getByText(/^http:\/\/127\.0\.0\.1:\d+\/hooks\//);
  const url = await address.innerText();
  await page.getByRole('button', { name: 'Copy address' }).waitFor();
  expect(await call(url, { body: { name: 'Ada' } })).toMatchObject({ status: 202 });
  expect(await call(url, { body: { more: 1 } })).toMatchObject({ status: 400 });
  expect(await call(url, { body: { name: 'Bob' } })).toMatchObject({ status: 202 });
  const row = page.getByRole('listitem', { name: 'greet' });
  await row.getByText(/answered 202/).waitFor();
  await row.getByRole('button', { name: 'Last calls' }).click();
  await row
    .getByText(/Started run_/)
    .first()
    .waitFor();
  await row.getByRole('button', { name: 'Pause the webhook of greet' }).click();
  await row.getByText('Paused', { exact: true }).waitFor();
  expect(await call(url, { body: { name: 'Eve' } })).toMatchObject({ status: 503 });
  await goTo(page, 'Schedules');
  await row.getByText('Paused', { exact: true }).waitFor();
  await picture(page, 'schedules-webhooks');
  expect(await accessibilityFaults(page)).toEqual([]);
  await row.getByRole('button', { name: 'Resume the webhook of greet' }).click();
  await row.getByText('Paused', { exact: true }).waitFor({ state: 'detached' });
  await goTo(page, 'Settings');
  await picture(page, 'webhooks');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'New address for greet' }).click();
  await page.getByRole('button', { name: 'Make a new address' }).click();
  await expect.poll(() => address.innerText(), { timeout: 30_000 }).not.toBe(url);
  expect(await call(url, { body: {} })).toMatchObject({ status: 404 });
  await page.getByRole('button', { name: 'Remove the webhook of greet' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText('There are no webhooks').waitFor();
});
