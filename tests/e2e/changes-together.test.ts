import type { Page } from 'playwright';
import { afterAll, afterEach, expect, test } from 'vitest';
import { startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import { heron } from './heron.ts';
import { accessibilityFaults, closeBrowser, goTo, openWindow, picture } from './window.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});
afterAll(closeBrowser);

const patience = { timeout: 60_000 };

async function openModels(page: Page): Promise<void> {
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Models' }).click();
  await page.getByRole('heading', { name: 'Providers' }).waitFor(patience);
}

test('of two windows that change the same of the models, the later one is asked which holds; the rest goes together, and a change is undone [GW-02]', async () => {
  const server = await startScriptedModel({ models: ['large', 'tiny'], replies: [] });
  closing.push(server.close);
  const { page, dataFolder, close } = await openWindow();
  closing.push(close);
  const models = ['--model', 'large', '--model', 'tiny'];
  await heron(['models', 'add', 'server', '--kind', 'compatible', '--url', server.baseUrl, ...models], { dataFolder });
  await openModels(page);
  const late = await page.context().newPage();
  // It does not hear what others change, as behind a slow socket.
  await late.routeWebSocket(/./, (socket) => {
    const engine = socket.connectToServer();
    engine.onMessage((message) => {
      if (!message.toString().includes('models.changed')) socket.send(message);
    });
  });
  await late.goto(new URL('/', page.url()).href);
  await openModels(late);
  const alias = (of: Page, name: string) => of.getByRole('combobox', { name, exact: true });
  const told = (of: Page, text: string) => of.getByLabel('Notifications').locator('> *').filter({ hasText: text });
  await alias(page, 'smart').selectOption('server/large');
  await told(page, '“smart” was changed').waitFor(patience);
  await alias(late, 'local').selectOption('server/tiny');
  await expect.poll(() => alias(page, 'local').inputValue(), patience).toBe('server/tiny');
  expect(await alias(page, 'smart').inputValue()).toBe('server/large');

  await alias(late, 'smart').selectOption('server/tiny');
  const dialog = late.getByRole('alertdialog');
  await dialog.waitFor(patience);
  expect(await dialog.textContent()).toContain('smartThere nowserver/largeYoursserver/tiny');
  await picture(late, 'models-clash-light-1280');
  expect(await accessibilityFaults(late)).toEqual([]);
  await late.emulateMedia({ colorScheme: 'dark' });
  await picture(late, 'models-clash-dark-1280');
  expect(await accessibilityFaults(late)).toEqual([]);
  await dialog.getByRole('button', { name: 'Keep what is there' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await alias(page, 'smart').inputValue()).toBe('server/large');

  await alias(late, 'smart').selectOption('server/tiny');
  await dialog.getByRole('button', { name: 'Use mine' }).click(patience);
  await expect.poll(() => alias(page, 'smart').inputValue(), patience).toBe('server/tiny');
  await told(late, '“smart” was changed').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => alias(page, 'smart').inputValue(), patience).toBe('server/large');
});

const seconds = (page: Page) => page.getByRole('textbox', { name: 'Seconds between' });

test('of two windows that set the same of a worker, the later one is asked which holds, and it is undone [GW-02]', async () => {
  const { page, dataFolder, close } = await openWindow();
  closing.push(close);
  const late = await page.context().newPage();
  for (const each of [page, late]) {
    await each.goto(new URL('/#/workers/scrape', page.url()).href);
    await seconds(each).waitFor({ timeout: 30_000 });
  }
  const before = await seconds(page).inputValue();
  const save = async (of: Page, value: string): Promise<void> => {
    await seconds(of).fill(value);
    await of.getByRole('button', { name: 'Save', exact: true }).click();
  };
  await save(page, '7');
  await page.getByText('The settings of scrape were changed').waitFor();
  await save(late, '9');
  const dialog = late.getByRole('alertdialog');
  await dialog.waitFor();
  expect(await dialog.textContent()).toContain('secondsBetweenThere now7Yours9');
  await picture(late, 'worker-settings-clash');
  await dialog.getByRole('button', { name: 'Keep what is there' }).click();
  await expect.poll(() => seconds(late).inputValue()).toBe('7');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  const kept = async () => (await heron(['worker', 'settings', 'scrape', '--json'], { dataFolder })).stdout;
  await expect.poll(kept, { timeout: 30_000 }).toContain(`"secondsBetween":${before}`);
  await late.reload();
  await expect.poll(() => seconds(late).inputValue()).toBe(before);
});
