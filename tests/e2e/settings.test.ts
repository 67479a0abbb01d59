import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { heron } from './heron.ts';
import { accessibilityFaults, closeBrowser, goTo, openWindow, picture, type Window } from './window.ts';

let opened: Window;

beforeEach(async () => {
  opened = await openWindow();
});
afterEach(() => opened.close());
afterAll(closeBrowser);

const file = (): string => join(opened.dataFolder, 'settings.json');
const theme = (page: Page, name: string) => page.getByRole('radio', { name: new RegExp(`^${name}`) });
const run = (...args: string[]) => heron(args, { dataFolder: opened.dataFolder });

async function openSettings(page: Page): Promise<void> {
  await goTo(page, 'Settings');
  await theme(page, 'Dark').waitFor();
}

test('a change in the window is in the file, one in the file is in the window, and both can be undone [GW-02] [UI-02]', async () => {
  const { page } = opened;
  await openSettings(page);
  await theme(page, 'Dark').click();
  await expect.poll(() => readFileSync(file(), 'utf8')).toContain('"theme": "dark"');
  writeFileSync(file(), readFileSync(file(), 'utf8').replace('"dark"', '"light"'));
  await expect.poll(() => theme(page, 'Light').isChecked(), { timeout: 30_000 }).toBe(true);
  const undo = page.getByRole('button', { name: 'Undo the last change: theme' });
  await undo.click();
  await expect.poll(() => theme(page, 'Dark').isChecked()).toBe(true);
  expect(await run('settings', 'undo')).toMatchObject({ code: 0, stdout: expect.stringContaining('Put back: theme') });
  await expect.poll(() => theme(page, 'System').isChecked()).toBe(true);
  expect(await page.getByRole('button', { name: 'No change to undo' }).isDisabled()).toBe(true);
});

test('a settings file that makes no sense is told with line and field until it is mended [GW-02]', async () => {
  const { page } = opened;
  await openSettings(page);
  writeFileSync(file(), '{\n  "theme": "dark",\n  "colour": "red"\n}\n');
  const notice = page.getByRole('list', { name: 'What is wrong in the settings file' });
  await notice.waitFor({ timeout: 30_000 });
  expect(await notice.textContent()).toContain('Line 3, column 3: colour there is no such setting');
  expect(await theme(page, 'System').isChecked()).toBe(true);
  await picture(page, 'settings-file-refused');
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await run('settings')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('settings.json:3:3: colour: there is no such setting'),
  });
  writeFileSync(file(), '{\n  "theme": "dark" // at night\n}\n');
  await notice.waitFor({ state: 'detached', timeout: 30_000 });
  await expect.poll(() => theme(page, 'Dark').isChecked()).toBe(true);
});

test('of two windows that set the same, the later one is asked which holds [GW-02]', async () => {
  const { page } = opened;
  await openSettings(page);
  const late = await page.context().newPage();
  // It does not hear what others change, as behind a slow socket.
  await late.routeWebSocket(/./, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (!message.toString().includes('settings.changed')) socket.send(message);
    });
  });
  await late.goto(new URL('/', page.url()).href);
  await openSettings(late);
  await theme(page, 'Dark').click();
  await expect.poll(() => readFileSync(file(), 'utf8')).toContain('"theme": "dark"');
  await theme(late, 'Light').click();
  const dialog = late.getByRole('alertdialog');
  await dialog.waitFor();
  expect(await dialog.textContent()).toContain('There now"dark"Yours"light"');
  await picture(late, 'settings-clash');
  expect(await accessibilityFaults(late)).toEqual([]);
  await dialog.getByRole('button', { name: 'Use mine' }).click();
  await expect.poll(() => readFileSync(file(), 'utf8')).toContain('"theme": "light"');
  await expect.poll(() => theme(page, 'Light').isChecked()).toBe(true);
});
