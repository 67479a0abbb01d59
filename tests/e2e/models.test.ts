import type { Page } from 'playwright';
import { afterAll, afterEach, expect, test } from 'vitest';
import { type ScriptedModel, startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import type { Transcript } from '../../src/main/models/fixtures/transcript.ts';
import { heron, temporaryFolder } from './heron.ts';
import {
  accessibilityFaults,
  answers,
  closeBrowser,
  goTo,
  type Look,
  openWindow,
  picture,
  say,
  type Window,
} from './window.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});
afterAll(closeBrowser);

const patience = { timeout: 60_000 };
const desktop: Look = { theme: 'light', width: 1280, height: 800 };
const phone: Look = { theme: 'dark', width: 390, height: 844 };

async function model(script: Transcript): Promise<ScriptedModel> {
  const server = await startScriptedModel(script);
  closing.push(server.close);
  return server;
}

async function open(look: Look, environment: Record<string, string> = {}): Promise<Window> {
  const opened = await openWindow(look, environment);
  closing.push(opened.close);
  return opened;
}

async function openModels(page: Page): Promise<void> {
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Models' }).click();
  await page.getByRole('heading', { name: 'Providers' }).waitFor(patience);
}

test('providers are added, tried, named and given their purposes, and an answer in words is stopped [MD-01, MD-08, MD-09, UI-02]', async () => {
  const story = JSON.stringify({ answer: 'Once upon a time there was a heron that never hurried at all.' });
  const server = await model({
    models: ['large', 'tiny'],
    replies: [
      { when: 'Answer with the one word', text: 'ready', always: true },
      { when: 'Give the conversation below a title', text: 'A slow heron', always: true },
      { when: 'tell me a story', text: story, stallAfter: 4, always: true },
      { text: JSON.stringify({ answer: 'Good day.' }), always: true },
    ],
  });
  const { page } = await open(desktop);
  await openModels(page);
  await picture(page, 'settings-models-empty-light-1280');
  await page.getByRole('button', { name: 'Add a provider' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Provider' }).selectOption('Another server');
  await dialog.getByRole('textbox', { name: 'Base URL' }).fill(server.baseUrl);
  await dialog.getByRole('button', { name: 'Load models' }).click();
  await dialog.getByRole('button', { name: 'large', exact: true }).click(patience);
  await dialog.getByRole('button', { name: 'tiny', exact: true }).click(patience);
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'settings-models-add-light-1280');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Test server/tiny' }).click(patience);
  await page.getByText('It answers: “ready”').waitFor(patience);
  await page.getByRole('combobox', { name: 'smart' }).selectOption('server/large');
  await page.getByRole('combobox', { name: 'local' }).selectOption('server/tiny');
  await page.getByText('Now: server/tiny').first().waitFor(patience);
  await page.getByRole('combobox', { name: 'Code' }).selectOption('server/tiny');
  await page.getByText('Writes and changes programs. Now: server/tiny').waitFor(patience);
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'settings-models-light-1280');
  await page.getByRole('button', { name: 'Chat', exact: true }).click();
  await say(page, 'hello');
  await answers(page).getByText('Good day.').waitFor(patience);
  await say(page, 'tell me a story');
  await answers(page).getByText('Once upon').waitFor(patience);
  await page.getByRole('button', { name: 'Stop', exact: true }).click(patience);
  await answers(page).getByText('Stopped.').waitFor(patience);
  await page.getByText('A slow heron').first().waitFor(patience);
  expect(server.requests.find(({ text }) => text.includes('You are the planner'))?.body.model).toBe('large');
  expect(server.requests.find(({ text }) => text.includes('below a title'))?.body.model).toBe('tiny');
});

test('at the width of a phone, in the dark: what the environment decides is said, and a wrong key too [MD-02]', async () => {
  const server = await model({ key: 'sk-right', replies: [] });
  const environment = {
    HERON_MODEL_PROVIDER: 'openai',
    HERON_MODEL_BASE_URL: server.baseUrl,
    HERON_MODEL_NAME: 'scripted',
  };
  const { page } = await open(phone, environment);
  await openModels(page);
  await page.getByText('HERON_MODEL_BASE_URL in the environment decides').waitFor(patience);
  await page.getByText('From the environment').waitFor(patience);
  for (const name of ['Edit', 'Remove', 'Add an account']) {
    expect(await page.getByRole('button', { name, exact: true }).count()).toBe(0);
  }
  await page.getByRole('button', { name: 'Test environment/scripted' }).click(patience);
  await page.getByText(/answered with status 401: .*; check the key/).waitFor(patience);
  expect(server.requests[0]?.url).toBe('/v1/responses');
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'settings-models-dark-390');
});

test('heron models: add, list, test, alias, route, remove [MD-01, MD-03]', async () => {
  const place = temporaryFolder('models');
  closing.push(place.remove);
  const server = await model({ key: 'sk-right', replies: [{ text: 'ready', always: true }] });
  const run = (args: string[], input?: string) =>
    heron(['models', ...args], { dataFolder: place.path, ...(input === undefined ? {} : { input }) });
  expect((await run([])).stderr).toContain('No model is set up; the rules plan.');
  const added = await run(
    [
      'add',
      'mine',
      '--kind',
      'llama-cpp',
      '--url',
      server.baseUrl,
      '--model',
      'tiny',
      '--option',
      'draftMost=8',
      '--key',
    ],
    'sk-right\n',
  );
  expect(added.stderr).toContain('mine is added');
  expect((await run(['test', 'mine/tiny'])).stdout).toBe('ready\n');
  expect(server.requests[0]?.body).toMatchObject({ model: 'tiny', 'speculative.n_max': 8 });
  expect((await run(['alias', 'local', 'mine/tiny'])).code).toBe(0);
  expect((await run(['route', 'code', 'local'])).stderr).toContain('code uses local; now mine/tiny');
  const unknown = await run(['test', 'clever']);
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('Known are: local, mine/tiny.')]);
  const listed = await run(['list']);
  expect(listed.stdout).toMatch(/mine +llama-cpp +http.* main \(key kept\)/);
  expect(listed.stdout + listed.stderr).not.toContain('sk-right');
  expect((await run(['remove', 'mine'])).stderr).toContain('mine is removed, with its keys');
});
