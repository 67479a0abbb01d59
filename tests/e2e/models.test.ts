import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
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

test('providers are added, tried, named and given their purposes, sentences are sorted, and an answer in words is stopped [MD-01, MD-08, MD-09, MD-16, UI-02]', async () => {
  const story = JSON.stringify({ answer: 'Once upon a time there was a heron that never hurried at all.' });
  const server = await model({
    models: ['large', 'tiny'],
    replies: [
      { when: 'Answer with the one word', text: 'ready', always: true },
      { when: 'Say what kind the sentence is', text: '{"kind":"steps"}', always: true },
      { when: 'Give the conversation below a title', text: 'A slow heron', always: true },
      // What was said before is asked along, so that the later of the two comes first.
      { when: 'tell me a story', text: story, stallAfter: 4, always: true },
      {
        when: 'a disc of mine',
        text: JSON.stringify({ answer: 'For $5 it is $r^2$:\n\n$$\n\\pi r^2\n$$' }),
        always: true,
      },
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
  for (const name of ['large', 'tiny']) await dialog.getByRole('button', { name, exact: true }).click(patience);
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'settings-models-add-light-1280');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Test server/tiny' }).click(patience);
  await page.getByText('It answers: “ready”').waitFor(patience);
  await page.getByRole('combobox', { name: 'smart' }).selectOption('server/large');
  await page.getByRole('combobox', { name: 'local' }).selectOption('server/tiny');
  await page.getByText('Now: server/tiny').first().waitFor(patience);
  await page.getByRole('combobox', { name: 'Code' }).selectOption('server/tiny');
  await page.getByRole('textbox', { name: 'Try a sentence' }).fill('fix the bug');
  await page.keyboard.press('Enter');
  await page.getByText('server/tiny: a change of a program, by rule 1').waitFor(patience);
  await page.getByRole('button', { name: 'Rules (4)' }).click();
  await page.getByRole('button', { name: 'Remove rule 1' }).click();
  await page.getByRole('button', { name: 'Rules (3)' }).waitFor(patience);
  await page.getByRole('textbox', { name: 'Try a sentence' }).fill('mend the bug');
  await page.keyboard.press('Enter');
  await page.getByText(/^server\/large: steps to be done, /).waitFor(patience);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('heading', { name: 'Which sentences go where' }).evaluate((row) => row.scrollIntoView());
  await picture(page, 'settings-models-sorting-light-1280');
  await page.getByRole('button', { name: 'The usual rules' }).click();
  await page.getByRole('button', { name: 'Rules (4)' }).click();
  await page.getByText('Writes and changes programs. Now: server/tiny').waitFor(patience);
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'settings-models-light-1280');
  await page.getByRole('button', { name: 'Chat', exact: true }).click();
  await say(page, 'hello');
  await answers(page).getByText('Good day.').waitFor(patience);
  await say(page, 'area of a disc of mine');
  await page.getByRole('group', { name: 'Formula' }).locator('math msup').waitFor(patience);
  await answers(page).getByText('For $5 it is').waitFor(patience);
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'chat-formula-light-1280');
  await say(page, 'tell me a story');
  await answers(page).getByText('Once upon').waitFor(patience);
  await page.getByRole('button', { name: 'Stop', exact: true }).click(patience);
  await answers(page).getByText('Stopped.').waitFor(patience);
  await page.getByText('A slow heron').first().waitFor(patience);
  expect(server.requests.find(({ text }) => text.includes('You are the planner'))?.body.model).toBe('large');
  expect(server.requests.find(({ text }) => text.includes('below a title'))?.body.model).toBe('tiny');
});

test('a new user talks with a small model of their own server, which lists oddly, thinks aloud and takes no tools: it works all the same [MD-03, UI-02]', async () => {
  const listed = { object: 'list', data: [{ id: 'qwen3-4b', object: 'model' }] };
  const server = await model({ lists: { '/v1/models': { status: 200, body: JSON.stringify(listed) } }, replies: [] });
  const { page, folder } = await open(desktop);
  writeFileSync(join(folder, 'notes.txt'), 'one two three');
  const goal = `Count the words of ${join(folder, 'notes.txt')}`;
  const plan = { title: 'Count the words', tasks: [{ id: 'work', agent: { goal, tools: ['text.*', 'files.*'] } }] };
  const call = { name: 'text__count', arguments: { path: join(folder, 'notes.txt') } };
  const thought = (text: string): string => `<think>\nLet me see.\n</think>\n\n${text}`;
  server.script(
    { when: 'Answer with the one word', text: thought('ready'), always: true },
    { when: 'Give the conversation below a title', text: thought('Words'), always: true },
    { when: '"tools":[', status: 400, body: '{"error":"qwen3-4b does not support tools"}', always: true },
    { when: '<tool_response>', text: thought('There are **3 words**.'), always: true },
    { when: '<tool_call>', text: thought(`<tool_call>\n${JSON.stringify(call)}\n</tool_call>`), always: true },
    { when: 'count the words', text: thought(`\`\`\`json\n${JSON.stringify({ plan })}\n\`\`\``), always: true },
    { text: thought(JSON.stringify({ answer: 'A bird that waits.' })), always: true },
  );
  await openModels(page);
  await page.getByRole('button', { name: 'Add a provider' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Provider' }).selectOption('LM Studio');
  await dialog.getByRole('textbox', { name: 'Base URL' }).fill(server.baseUrl.replace('/v1', ''));
  await dialog.getByRole('button', { name: 'Load models' }).click();
  await dialog.getByText(`There is one at ${server.baseUrl}: use that address`).waitFor(patience);
  await picture(page, 'settings-models-address-light-1280');
  await dialog.getByRole('textbox', { name: 'Base URL' }).fill(server.baseUrl);
  await dialog.getByRole('button', { name: 'Load models' }).click();
  await dialog.getByRole('button', { name: 'qwen3-4b', exact: true }).click(patience);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Test lm-studio/qwen3-4b' }).click(patience);
  await page.getByText('It answers: “ready”').waitFor(patience);
  await picture(page, 'settings-models-own-light-1280');
  await page.getByRole('button', { name: 'Chat', exact: true }).click();
  await say(page, 'what is a heron');
  await answers(page).getByText('A bird that waits.').waitFor(patience);
  await say(page, 'count the words of my notes');
  await page.getByRole('button', { name: 'Allow for this run' }).click(patience);
  await answers(page).getByText('3 words', { exact: true }).waitFor(patience);
  expect(
    await answers(page)
      .getByText(/tool_call|Let me see/)
      .count(),
  ).toBe(0);
  await picture(page, 'chat-own-model-light-1280');
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, 'chat-own-model-dark-1280');
  expect(await accessibilityFaults(page)).toEqual([]);
  await server.close();
  await say(page, 'what is a stork');
  await page
    .getByText(/Open LM Studio and start its server/)
    .first()
    .waitFor(patience);
  await picture(page, 'chat-own-model-away-dark-1280');
  expect(await accessibilityFaults(page)).toEqual([]);
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

test('a model is downloaded to this machine: paused, kept over a crash, gone on with, checked, and a wrong one refused [UI-02]', async () => {
  const bytes = randomBytes(2_000_000);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  let upTo = 500_000;
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    ranges.push(request.headers.range);
    response.writeHead(from === 0 ? 200 : 206, {
      ...{ etag: '"one"', 'content-length': bytes.length - from },
      ...(from === 0 ? {} : { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
    });
    if (upTo < bytes.length) response.write(bytes.subarray(from, upTo));
    else response.end(bytes.subarray(from));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tiny.gguf`;
  const place = temporaryFolder('catalogue');
  closing.push(place.remove);
  const catalogue = join(place.path, 'models.json');
  const file = { name: 'tiny.gguf', address, bytes: bytes.length, sha256 };
  const tiny = { id: 'tiny', name: 'Tiny', kind: 'chat', licence: 'MIT', about: 'For short answers.', files: [file] };
  writeFileSync(catalogue, JSON.stringify([tiny]));
  const window = await open(desktop, { HERON_MODEL_CATALOGUE: catalogue });
  const { page, dataFolder } = window;
  await openModels(page);
  const list = page.getByRole('list', { name: 'Models on this machine' });
  const row = list.getByRole('listitem', { name: 'Tiny' });
  await row.getByRole('button', { name: 'Download: Tiny' }).click(patience);
  await row.getByText(/488 KiB of 1\.9 MiB/).waitFor(patience);
  await picture(page, 'settings-models-downloading-light-1280');
  await row.getByRole('button', { name: 'Pause Tiny' }).click();
  await row.getByText('488 KiB of 1.9 MiB, paused').waitFor(patience);
  expect(await accessibilityFaults(page)).toEqual([]);
  upTo = 1_000_000;
  await row.getByRole('button', { name: 'Resume: Tiny' }).click();
  await row.getByText(/977 KiB of 1\.9 MiB/).waitFor(patience);
  upTo = bytes.length;
  await window.restart();
  await row.getByText('On this machine').waitFor(patience);
  // Nothing else was set up, so it plans; what is in use is not removed.
  await row.getByText('Plans', { exact: true }).waitFor(patience);
  await page.getByRole('button', { name: 'Undo', exact: true }).click(patience);
  await row.getByText('Plans', { exact: true }).waitFor({ state: 'detached', ...patience });
  expect(ranges).toEqual([undefined, 'bytes=500000-', 'bytes=1000000-']);
  expect(readFileSync(join(dataFolder, 'models/tiny/tiny.gguf')).equals(bytes)).toBe(true);
  const audit = await heron(['audit', '--json'], { dataFolder });
  expect(audit.stdout).toContain('model.download');
  // One of one's own, with a hash that is not its.
  await page.getByRole('button', { name: 'Add by address' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Address of the file' }).fill(address.replace('tiny', 'mine'));
  await dialog.getByRole('textbox', { name: 'SHA-256' }).fill('ab'.repeat(32));
  expect(await accessibilityFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  const mine = list.getByRole('listitem', { name: 'mine.gguf' });
  await mine.getByRole('button', { name: 'Download: mine.gguf' }).click(patience);
  await mine.getByRole('alert').getByText(`its SHA-256 is ${sha256}, expected was abab`).waitFor(patience);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await mine.scrollIntoViewIfNeeded();
  await picture(page, 'settings-models-refused-dark-390');
  // What Heron itself runs is let go and removed in one step.
  await row.getByRole('button', { name: 'Use it: Tiny' }).click();
  await row.getByRole('button', { name: 'Remove Tiny' }).click();
  const removing = page.getByRole('alertdialog');
  await removing.getByText('Heron stops using it (local/tiny/tiny in Settings, Models)').waitFor(patience);
  await picture(page, 'settings-models-letting-go-dark-390');
  expect(await accessibilityFaults(page)).toEqual([]);
  await removing.getByRole('button', { name: 'Remove' }).click();
  await row.getByRole('button', { name: 'Download: Tiny' }).waitFor(patience);
  expect(readdirSync(join(dataFolder, 'models'))).toEqual(['mine']);
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
