import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { heron } from './heron.ts';
import { accessibilityFaults, answers, closeBrowser, openWindow, picture, say, type Window } from './window.ts';

let window: Window;

beforeEach(async () => {
  window = await openWindow();
});
afterEach(() => window.close());
afterAll(closeBrowser);

const composer = (page: Page) => page.getByRole('textbox', { name: 'Message', exact: true });
const waiting = (page: Page) => page.getByRole('region', { name: 'Waiting messages' });
const list = (page: Page) => page.getByRole('region', { name: 'Conversations' });
const patient = { timeout: 60_000 };

/** Says what needs a permission. */
async function count(page: Page): Promise<void> {
  mkdirSync(join(window.folder, 'docs'), { recursive: true });
  writeFileSync(join(window.folder, 'docs/a.txt'), 'alpha');
  await say(page, `count the words of ${window.folder}/docs/a.txt`);
}

/** A run that stands at its question, so that what is said now has to wait. */
async function ask(page: Page): Promise<void> {
  await count(page);
  await page.getByRole('button', { name: 'Allow for this run' }).waitFor(patient);
}

async function menu(page: Page, title: RegExp, item: string): Promise<void> {
  await list(page).getByRole('button', { name: title }).last().click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('what is typed stays with its conversation, over a reload and a killed engine [SQ-02]', async () => {
  const { page } = window;
  await say(page, 'what time is it');
  await answers(page).first().waitFor(patient);
  await composer(page).fill('a thought for later');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'New conversation' }).first().click();
  await page.getByRole('list', { name: 'Examples' }).waitFor();
  expect(await composer(page).inputValue()).toBe('');
  await composer(page).fill('another beginning');
  await window.restart();
  await page.reload();
  await expect.poll(() => composer(page).inputValue(), patient).toBe('another beginning');
  await list(page).getByRole('button', { name: 'what time is it', exact: true }).click();
  await expect.poll(() => composer(page).inputValue(), patient).toBe('a thought for later');
  await composer(page).press('Enter');
  await expect.poll(() => composer(page).inputValue()).toBe('');
  await page.reload();
  await answers(page).first().waitFor(patient);
  expect(await composer(page).inputValue()).toBe('');
});

test('what is said while a plan works waits, is changed and taken back, and goes by itself', async () => {
  const { page } = window;
  await ask(page);
  for (const words of ['what time is it', 'dance with me', 'what day is it']) await say(page, words);
  await expect.poll(() => waiting(page).getByRole('listitem').count(), patient).toBe(3);
  await waiting(page).getByRole('button', { name: 'Remove: dance with me' }).click();
  await waiting(page).getByRole('button', { name: 'Edit: what day is it' }).click();
  await page.getByRole('textbox', { name: 'Waiting message' }).fill('what time is it in UTC');
  await picture(page, 'chat-queue-edit');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => waiting(page).getByRole('listitem').locator('p').allInnerTexts())
    .toEqual(['what time is it', 'what time is it in UTC']);
  await picture(page, 'chat-queue');
  expect(await accessibilityFaults(page)).toEqual([]);
  await window.restart();
  await page.reload();
  await expect.poll(() => waiting(page).getByRole('listitem').count(), patient).toBe(2);
  await page.getByRole('button', { name: 'Allow for this run' }).click(patient);
  await expect.poll(() => answers(page).count(), patient).toBe(3);
  await waiting(page).waitFor({ state: 'detached' });
  await answers(page).last().getByText(/UTC/).waitFor();
});

test('how a message waits is shown and can be chosen; what interrupts stops the plan, and its answer comes first [SQ-06, SQ-17]', async () => {
  const { page } = window;
  await ask(page);
  await page.getByRole('button', { name: 'How messages wait: Together' }).waitFor(patient);
  await say(page, 'todo what time is it');
  await waiting(page).getByRole('button', { name: 'How it waits, One by one: what time is it' }).click(patient);
  await picture(page, 'chat-queue-mode');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('menuitemcheckbox', { name: 'Interrupt' }).click();
  await waiting(page).waitFor({ state: 'detached', ...patient });
  await expect.poll(() => answers(page).count(), patient).toBe(2);
  expect(await answers(page).first().innerText()).toContain('Stopped, as you asked.');
});

test('what may be done is narrowed in one conversation by its menu, and nowhere else [SB-13]', async () => {
  const { page } = window;
  const dialog = page.getByRole('dialog', { name: 'What may be done here' });
  const profile = (name: string) => dialog.getByRole('radio', { name });
  await say(page, 'what time is it');
  await answers(page).first().waitFor(patient);
  await menu(page, /^More for what time/, 'What may be done here…');
  await profile('Minimal').click();
  await expect.poll(() => profile('Minimal').isChecked()).toBe(true);
  await dialog.getByText(/^\d+ of \d+ actions are left out$/).waitFor(patient);
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, 'chat-policy-dark');
  expect(await accessibilityFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await count(page);
  await page.getByText('The profile minimal of this conversation leaves').first().waitFor(patient);
  expect(await page.getByRole('button', { name: 'Allow for this run' }).count()).toBe(0);
  await page.getByRole('button', { name: 'New conversation' }).first().click();
  await ask(page);
  await menu(page, /^More for what time/, 'What may be done here…');
  expect(await profile('Minimal').isChecked()).toBe(true);
  await dialog.getByRole('button', { name: 'As in Settings' }).click();
  await expect.poll(() => profile('As in Settings').isChecked()).toBe(true);
});

test('a conversation is pinned, filed, found by its words, taken along, deleted and brought back', async () => {
  const { page } = window;
  await say(page, 'dance the tango');
  await answers(page).first().waitFor(patient);
  await menu(page, /^More for dance/, 'Pin');
  await list(page).getByRole('heading', { name: 'Pinned' }).waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  await expect.poll(focused).toBe('More for dance the tango');
  await menu(page, /^More for dance/, 'Unpin');
  await list(page).getByRole('heading', { name: 'Pinned' }).waitFor({ state: 'detached' });
  await menu(page, /^More for dance/, 'Move to folder…');
  await page.getByRole('textbox', { name: 'New folder' }).fill('Evenings');
  await picture(page, 'chat-folder');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await list(page).getByRole('heading', { name: 'Evenings' }).waitFor();
  await list(page).getByRole('searchbox').fill('TANGO');
  await list(page).locator('mark').getByText('tango').waitFor();
  await picture(page, 'chat-search');
  expect(await accessibilityFaults(page)).toEqual([]);
  await list(page).getByRole('searchbox').fill('waltz');
  await list(page).getByText('No conversation matches “waltz”.').waitFor();
  await list(page).getByRole('searchbox').fill('');

  const saved = page.waitForEvent('download');
  await menu(page, /^More for dance/, 'Export as Markdown');
  const download = await saved;
  expect(download.suggestedFilename()).toBe('dance the tango.md');
  expect(readFileSync(await download.path(), 'utf8')).toContain('# dance the tango\n\n## You, ');

  await composer(page).fill('a thought for later');
  await menu(page, /^More for dance/, 'Delete');
  await page.getByText('“dance the tango” was deleted').waitFor();
  await list(page).getByText('Your conversations will be listed here.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await list(page).getByRole('heading', { name: 'Evenings' }).waitFor();
  await answers(page).first().waitFor(patient);
  expect(await composer(page).inputValue()).toBe('a thought for later');
});

test('a message is said in other words in a branch, which is linked both ways', async () => {
  const { page } = window;
  await say(page, 'what time is it');
  await answers(page).first().waitFor(patient);
  await say(page, 'dance the tango');
  await expect.poll(() => answers(page).count(), patient).toBe(2);
  await page.getByRole('button', { name: 'Edit and send in a branch' }).last().click();
  const editor = page.getByRole('textbox', { name: 'Your message' });
  await expect.poll(() => editor.inputValue()).toBe('dance the tango');
  await editor.fill('what time is it in UTC');
  await picture(page, 'chat-edit');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.getByText('Branched from').waitFor(patient);
  await answers(page).getByText(/UTC/).first().waitFor(patient);
  expect(await page.getByRole('main').getByText('dance the tango').count()).toBe(0);
  await picture(page, 'chat-branch');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('main').getByRole('button', { name: 'what time is it', exact: true }).click();
  await page.getByRole('main').getByText('dance the tango').waitFor();
  await page.getByRole('main').getByRole('button', { name: 'what time is it (branch)' }).waitFor();
  await page.getByRole('button', { name: 'Branch from here' }).last().click();
  await expect.poll(() => composer(page).inputValue(), patient).toBe('dance the tango');
});

test.each([
  { theme: 'dark', width: 1280, height: 800 },
  { theme: 'dark', width: 390, height: 844 },
  { theme: 'light', width: 390, height: 844 },
] as const)('what waits and what was branched can be read, $theme, $width × $height', async (look) => {
  await window.close();
  window = await openWindow(look);
  const { page } = window;
  await ask(page);
  await say(page, 'what time is it in UTC, and what day would that be over there on the other side of the world');
  await waiting(page).getByRole('listitem').waitFor(patient);
  const name = `${look.theme}-${look.width}x${look.height}`;
  await picture(page, `chat-queue-${name}`);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Branch from here' }).last().click();
  await page.getByText('Branched from').waitFor(patient);
  await picture(page, `chat-branch-${name}`);
  expect(await accessibilityFaults(page)).toEqual([]);
});

test('conversations are listed, found and exported on the command line', async () => {
  const { page, dataFolder, folder } = window;
  await say(page, 'dance the tango');
  await answers(page).first().waitFor(patient);
  const on = { dataFolder, cwd: folder };
  const listed = await heron(['conversations'], on);
  expect(listed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^cnv_\w+ .* dance the tango\n$/) });
  const id = listed.stdout.split(' ')[0] ?? '';
  const found = await heron(['conversations', 'search', 'tango'], on);
  expect(found.stdout).toMatch(/^cnv_\w+ .*\n {2}.*dance the tango/);
  expect(await heron(['conversations', 'search', 'waltz'], on)).toMatchObject({
    code: 0,
    stdout: '',
    stderr: expect.stringContaining('No conversation matches waltz'),
  });
  const markdown = await heron(['conversations', 'export', id], on);
  expect(markdown.stdout).toMatch(/^# dance the tango\n\n## You, .* UTC\n\ndance the tango\n/);
  const toFile = ['conversations', 'export', id, '--format', 'json', '--out', 'tango.json'];
  expect(await heron(toFile, on)).toMatchObject({ code: 0, stdout: '' });
  expect(JSON.parse(readFileSync(join(folder, 'tango.json'), 'utf8'))).toMatchObject({
    conversation: { id, title: 'dance the tango' },
    messages: [{ role: 'person', text: 'dance the tango' }, { role: 'assistant' }],
  });
  expect(await heron(toFile, on)).toMatchObject({ stderr: expect.stringContaining('exists already; name another') });
  expect(await heron(['conversations', 'export', 'tango'], on)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('tango is no id of a conversation'),
  });
});
