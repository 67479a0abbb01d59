import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright';
import { afterAll, afterEach, expect, test } from 'vitest';
import { heron, temporaryFolder } from './heron.ts';
import { type ScriptedModel, startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import { chainSentence, writeTinyModel } from '../fixtures/tiny-model.ts';
import type { Transcript } from '../../src/main/models/fixtures/transcript.ts';
import { inEachLook, lookName } from './looks.ts';
import {
  accessibilityFaults,
  answers,
  closeBrowser,
  goTo,
  type Look,
  openWindow,
  picture,
  type Window,
} from './window.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});
afterAll(closeBrowser);

const patience = { timeout: 60_000 };

/** A home with some folders in it, as somebody has who starts Heron for the first time. */
function makeHome(): string {
  const place = temporaryFolder('home');
  closing.push(place.remove);
  for (const name of ['Documents', 'Downloads', 'Pictures']) mkdirSync(join(place.path, name));
  writeFileSync(join(place.path, 'Documents', 'letter.txt'), 'Dear Ada');
  return place.path;
}

async function model(options: Omit<Transcript, 'replies'>): Promise<ScriptedModel> {
  const server = await startScriptedModel({ ...options, replies: [{ text: 'ready', always: true }] });
  closing.push(server.close);
  return server;
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

async function firstStart(look: Look, environment: Record<string, string>): Promise<Window> {
  const begins = (page: Page) => heading(page, 'Say what you want done');
  const opened = await openWindow(look, { HERON_WELCOME: '', HERON_MODEL_SERVERS: '', ...environment }, begins);
  closing.push(opened.close);
  return opened;
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
const desktop: Look = { theme: 'light', width: 1280, height: 800 };

/** In the light and in the dark. */
const judge = (page: Page): Promise<void> =>
  inEachLook(page, [desktop, { ...desktop, theme: 'dark' }], async (look) => {
    expect(await accessibilityFaults(page), `in ${lookName(look)}`).toEqual([]);
  });

test('the first start: what Heron is, a model found on this machine, a folder it may see, and a sentence that works [UI-01]', async () => {
  const home = makeHome();
  const server = await model({ models: ['tiny', 'small'] });
  const opened = await firstStart(desktop, { HOME: home, HERON_MODEL_SERVERS: server.baseUrl });
  const { page } = opened;
  await judge(page);
  await press(page, 'Continue');
  await heading(page, 'With a model, or without').waitFor();
  await page.getByRole('radio', { name: 'Model server, on this machine' }).waitFor(patience);
  await page.getByRole('combobox', { name: 'Model' }).selectOption('tiny');
  await judge(page);
  await press(page, 'Test and use');
  await page.getByText('tiny answers').waitFor(patience);
  expect(server.requests.at(-1)?.text).toContain('ready');
  await press(page, 'Continue');
  await page.getByRole('checkbox', { name: 'Documents' }).click(patience);
  await judge(page);
  await press(page, 'Allow 1 folder');
  await heading(page, 'One thing to try').waitFor(patience);
  await judge(page);
  // The rules alone have to understand it: the model says nothing that could be used.
  server.script({ text: '{}', always: true });
  await press(page, 'Try it');
  const composer = page.getByRole('textbox', { name: 'Message' });
  await expect.poll(() => composer.inputValue(), patience).toBe('Show me what is in the folder ~/Documents');
  expect(await composer.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await answers(page).getByText('letter.txt').waitFor(patience);
  await opened.restart();
  await page.reload();
  await page.getByText('Planned by tiny').waitFor(patience);
});

/** A list of models to download with one in it, at a server here: two megabytes that really are a model. */
async function offerTinyModel(): Promise<string> {
  const place = temporaryFolder('catalogue');
  closing.push(place.remove);
  writeTinyModel(join(place.path, 'chain.gguf'), { kind: 'answering', contextTokens: 8192 });
  const bytes = readFileSync(join(place.path, 'chain.gguf'));
  const server = createServer((_, response) => response.writeHead(200, { 'content-length': bytes.length }).end(bytes));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/chain.gguf`;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const files = [{ name: 'chain.gguf', address, bytes: bytes.length, sha256 }];
  const catalogue = [{ id: 'tiny', name: 'Tiny', kind: 'chat', licence: 'MIT', about: 'For short answers.', files }];
  writeFileSync(join(place.path, 'models.json'), JSON.stringify(catalogue));
  return join(place.path, 'models.json');
}

test('the first start: a model is downloaded, plans without another step, and answers [UI-01, UI-02]', async () => {
  const opened = await firstStart(desktop, { HOME: makeHome(), HERON_MODEL_CATALOGUE: await offerTinyModel() });
  const { page } = opened;
  await press(page, 'Continue');
  await page.getByRole('radio', { name: 'Download a model' }).click(patience);
  await page.getByText('Heron runs it itself').waitFor(patience);
  const row = page.getByRole('listitem', { name: 'Tiny' });
  await row.getByRole('button', { name: 'Download: Tiny' }).click(patience);
  await row.getByText('Plans', { exact: true }).waitFor(patience);
  await page.getByText('Tiny is here').waitFor(patience);
  expect(await accessibilityFaults(page)).toEqual([]);
  for (const look of [desktop, { theme: 'dark', width: 390, height: 844 } as const]) {
    await page.emulateMedia({ colorScheme: look.theme });
    await page.setViewportSize(look);
    await picture(page, `welcome-2-downloaded-${look.theme}-${look.width}`);
  }
  await page.setViewportSize(desktop);
  // It is taken back and chosen by hand, as somebody does who had another model.
  await page.getByRole('button', { name: 'Undo' }).click();
  await row.getByRole('button', { name: 'Use it: Tiny' }).click(patience);
  await row.getByText('Plans', { exact: true }).waitFor(patience);
  await press(page, 'Continue');
  await press(page, 'Skip the rest');
  const composer = page.getByRole('textbox', { name: 'Message' });
  await composer.fill('How are you this fine morning?', patience);
  await page.keyboard.press('Enter');
  await answers(page).getByText(chainSentence).waitFor(patience);
  await opened.restart();
  await page.reload();
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Models' }).click(patience);
  const chosen = page.getByRole('combobox', { name: 'Default model' });
  await expect.poll(() => chosen.inputValue(), patience).toBe('local/tiny/chain');
  await picture(page, 'settings-models-default-light-1280');
});

test('it is left and taken up again where it was, in two windows and over a kill, and does not come back', async () => {
  const opened = await firstStart(desktop, { HOME: makeHome() });
  const { page } = opened;
  await press(page, 'Continue');
  await press(page, 'Continue without');
  await heading(page, 'Which folders may it see?').waitFor(patience);
  const second = await page.context().newPage();
  await second.goto(new URL('/', page.url()).href);
  await heading(second, 'Which folders may it see?').waitFor(patience);
  await opened.restart();
  await page.reload();
  await heading(page, 'Which folders may it see?').waitFor(patience);
  await press(page, 'Skip the rest');
  await second.getByRole('textbox', { name: 'Message' }).waitFor(patience);
  await page.reload();
  await page.getByRole('textbox', { name: 'Message' }).waitFor(patience);
  await page.keyboard.press('Control+k');
  // Typed at once, as a quick hand does: the palette is not there yet.
  await page.keyboard.type('first start');
  const search = page.getByPlaceholder('Search conversations and commands');
  await expect.poll(() => search.inputValue(), patience).toBe('first start');
  await page.keyboard.press('Enter');
  await heading(page, 'Say what you want done').waitFor(patience);
});

test('by keys alone, at the width of a phone: a key goes into the vault, a wrong one is said, a folder is named [UI-01]', async () => {
  const home = makeHome();
  mkdirSync(join(home, 'Projects'));
  const server = await model({ key: 'sk-test-0123456789abcdef0123456789abcdef' });
  const { page, dataFolder } = await firstStart({ theme: 'dark', width: 390, height: 844 }, { HOME: home });
  /** By Tab alone. */
  const reach = async (name: string, role: 'textbox' | 'button' = 'textbox'): Promise<void> => {
    const wanted = page.getByRole(role, { name, exact: true });
    for (let tries = 0; tries < 60; tries += 1) {
      if (await wanted.evaluateAll(([element]) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab never reaches ${name}`);
  };
  await picture(page, 'welcome-1-dark-390');
  await reach('Continue', 'button');
  await page.keyboard.press('Enter');
  await heading(page, 'With a model, or without').waitFor(patience);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  await page.getByRole('radio', { name: 'Go without a model' }).waitFor(patience);
  await page.keyboard.press('Tab');
  for (const name of ['Download a model', 'Connect a server']) {
    await page.keyboard.press('ArrowDown');
    await page.locator('[role=radio]:focus').and(page.getByRole('radio', { name })).waitFor();
  }
  await page.keyboard.press('Space');
  await reach('Base URL');
  await page.keyboard.type(server.baseUrl);
  // A password field has no role; it comes after the addresses.
  for (let tries = 0; tries < 20; tries += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => (document.activeElement as HTMLInputElement).type === 'password')) break;
  }
  await page.keyboard.type('wrong');
  await reach('Model');
  await page.keyboard.type('heron-test');
  await page.keyboard.press('Enter');
  await page.getByText(/answered with status 401: .*; check the key/).waitFor(patience);
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'welcome-2-dark-390');
  await page.getByLabel('API key').fill('sk-test-0123456789abcdef0123456789abcdef');
  await page.keyboard.press('Enter');
  await page.getByText('heron-test answers').waitFor(patience);
  expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer sk-test-0123456789abcdef0123456789abcdef');
  const kept = readdirSync(dataFolder).filter((name) => name.endsWith('.db') || name.endsWith('.vault'));
  for (const name of kept) expect(readFileSync(join(dataFolder, name)).includes('sk-test-0123')).toBe(false);
  await reach('Continue', 'button');
  await page.keyboard.press('Enter');
  await reach('Another folder');
  await page.keyboard.type('~/Projects');
  await page.keyboard.press('Enter');
  await picture(page, 'welcome-3-dark-390');
  await reach('Allow 1 folder', 'button');
  await page.keyboard.press('Enter');
  await heading(page, 'One thing to try').waitFor(patience);
  await picture(page, 'welcome-4-dark-390');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  const { stdout } = await heron(['permissions'], { dataFolder });
  expect(stdout).toContain(`${home}/Projects and all below it`);
});

test('who skips everything gets a sentence that asks, runs and can be undone; nothing is allowed in advance [X-15]', async () => {
  const home = makeHome();
  const { page, dataFolder } = await firstStart(desktop, { HOME: home });
  await picture(page, 'welcome-1-light-1280');
  await press(page, 'Continue');
  await page.getByRole('radio', { name: 'Go without a model' }).waitFor(patience);
  await picture(page, 'welcome-2-light-1280');
  await press(page, 'Continue without');
  await page.getByRole('checkbox', { name: 'Documents' }).waitFor(patience);
  await picture(page, 'welcome-3-light-1280');
  await press(page, 'Choose…');
  const chooser = page.getByRole('dialog', { name: 'Choose a folder' });
  await chooser.getByRole('button', { name: 'Pictures' }).click(patience);
  await chooser.getByText(join(home, 'Pictures'), { exact: true }).waitFor(patience);
  await chooser.getByRole('button', { name: 'To the folder above' }).click();
  await chooser.getByRole('button', { name: 'Downloads' }).waitFor(patience);
  for (const look of [{ theme: 'dark', width: 390, height: 844 }, desktop] as const) {
    await page.emulateMedia({ colorScheme: look.theme });
    await page.setViewportSize(look);
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, `choose-folder-${look.theme}-${look.width}`);
  }
  await chooser.getByRole('button', { name: 'Documents' }).click();
  await chooser.getByText(join(home, 'Documents'), { exact: true }).waitFor(patience);
  await chooser.getByRole('button', { name: 'Choose this folder' }).click();
  await page.getByRole('checkbox', { name: 'Documents', checked: true }).click(patience);
  await press(page, 'Continue');
  await page.getByText('Write a small file, and take it back').waitFor(patience);
  await picture(page, 'welcome-4-light-1280');
  expect((await heron(['permissions'], { dataFolder })).stdout).not.toContain(home);
  await press(page, 'Try it');
  await expect
    .poll(() => page.getByRole('textbox', { name: 'Message' }).inputValue(), patience)
    .toContain('hello-from-heron');
  await page.keyboard.press('Enter');
  await page
    .getByRole('button', { name: /^Allow once|^Once/ })
    .first()
    .click(patience);
  await answers(page).getByText('sha256').first().waitFor(patience);
  expect(readFileSync(join(home, 'hello-from-heron.txt'), 'utf8')).toContain('Hello from Heron');
});
