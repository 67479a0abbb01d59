import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { accessibilityFaults, answers, closeBrowser, openWindow, picture, say, type Window } from './window.ts';

const patient = { timeout: 60_000 };

let window: Window;
beforeEach(async () => {
  window = await openWindow();
});
afterEach(() => window.close());
afterAll(closeBrowser);

const composer = (page: Page) => page.locator('[data-composer]');
const options = (page: Page) => page.getByRole('option');

async function write(page: Page, text: string): Promise<void> {
  await composer(page).focus();
  await page.keyboard.type(text);
}

function docs(): string {
  const folder = join(window.folder, 'docs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'a.txt'), 'alpha');
  writeFileSync(join(folder, 'b c.txt'), 'beta');
  return folder;
}

test('commands are found after a slash, taken by keys, and what is none says what comes near', async () => {
  const { page } = window;
  await write(page, '/');
  await expect.poll(() => options(page).count()).toBeGreaterThan(8);
  await picture(page, 'chat-commands');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await options(page).first().waitFor({ state: 'detached' });
  await page.keyboard.type('nwe');
  await page.getByText('There is no command /nwe. Did you mean /new?').waitFor();
  await page.keyboard.press('Enter');
  expect(await composer(page).inputValue()).toBe('/nwe');
  await picture(page, 'chat-command-unknown');

  await composer(page).fill('');
  await write(page, '/he');
  await options(page).first().waitFor();
  await page.keyboard.press('Enter');
  await answers(page).first().waitFor(patient);
  await page.getByText('what can you do').first().waitFor();

  await write(page, '/exp');
  await page.keyboard.press('Tab');
  await options(page).getByText('json', { exact: true }).waitFor();
  await page.keyboard.press('ArrowDown');
  const saving = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await saving).suggestedFilename()).toBe('what can you do.json');
  expect(await composer(page).inputValue()).toBe('');

  const sentence = `zip the folder ${docs()}`;
  await write(page, `/plan ${sentence}`);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: sentence }).waitFor(patient);
  await page.goBack();
  await write(page, '/new');
  await page.keyboard.press('Enter');
  await page.getByRole('list', { name: 'Examples' }).waitFor(patient);
});

test('a template is run with its parameters, and what it did is undone by a command [UI-05]', async () => {
  const { page, dataFolder } = window;
  const folder = docs();
  mkdirSync(join(dataFolder, 'templates'), { recursive: true });
  const template = {
    version: 1,
    name: 'note',
    title: 'Write a note',
    description: 'Writes a text into a file.',
    parameters: {
      type: 'object',
      properties: { file: { type: 'string', format: 'path' }, text: { type: 'string' } },
      required: ['file', 'text'],
      additionalProperties: false,
    },
    tasks: [
      {
        id: 'write',
        action: 'files.write',
        input: { path: '{{ input.file }}', content: '{{ input.text }}', overwrite: true },
      },
    ],
  };
  writeFileSync(join(dataFolder, 'templates/note.json'), JSON.stringify(template));
  writeFileSync(join(folder, 'note.txt'), 'before\nsame\n');
  await say(page, 'dance with me');
  await answers(page).first().waitFor(patient);
  await write(page, '/run no');
  await options(page).getByText('note', { exact: true }).waitFor(patient);
  await page.keyboard.press('Enter');
  await expect.poll(() => composer(page).inputValue()).toBe('/run note file=[file] text=[text]');
  await composer(page).fill(`/run note file=${folder}/note.txt colour=red`);
  await page.keyboard.press('Enter');
  await page.getByText('note takes file=…, text=…, not “colour=red”.').waitFor(patient);
  await page.getByRole('button', { name: 'Dismiss' }).first().click();
  await composer(page).fill(`/run note file=${folder}/note.txt text="after"`);
  await page.keyboard.press('Enter');
  // The question shows the real path before anything happens.
  await page.locator('[data-question]').getByText(`${folder}/note.txt`).first().waitFor(patient);
  await picture(page, 'chat-approval');
  await page.getByRole('button', { name: 'Allow for this run' }).click();
  // What changed is one fold away.
  const changes = page.getByRole('list', { name: 'File changes' });
  await changes.getByText('note.txt').click(patient);
  await changes.getByText('before', { exact: true }).waitFor();
  await picture(page, 'chat-diff');
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(readFileSync(join(folder, 'note.txt'), 'utf8')).toContain('after');
  await write(page, '/undo');
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Undo' }).click(patient);
  await expect.poll(() => readFileSync(join(folder, 'note.txt'), 'utf8'), patient).toBe('before\nsame\n');
});

test('workers and files are mentioned by keys, limit the plan, and go with one Backspace', async () => {
  const { page } = window;
  const folder = docs();
  await write(page, '@chec');
  await options(page).first().waitFor();
  await picture(page, 'chat-mention');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Tab');
  expect(await composer(page).inputValue()).toBe('@checksum ');
  await page.keyboard.press('Backspace');
  expect(await composer(page).inputValue()).toBe('');

  // Nobody allowed anything yet, so no name is shown.
  await write(page, `@${folder}/`);
  await composer(page).fill('');
  await say(page, `count the words of ${folder}/a.txt`);
  await page.getByRole('button', { name: 'Allow for this run' }).click(patient);
  await answers(page).first().waitFor(patient);
  await write(page, `@checksum hash @${folder}/b`);
  await options(page).getByText('b c.txt').waitFor(patient);
  await page.keyboard.press('Enter');
  await expect.poll(() => composer(page).inputValue()).toBe(`@checksum hash @"${folder}/b c.txt" `);
  await page.keyboard.press('Enter');
  await page.locator('[data-question]').getByText(`${folder}/b c.txt`).first().waitFor(patient);
  await page.getByRole('button', { name: 'Allow for this run' }).click();
  await expect.poll(() => answers(page).count(), patient).toBe(2);
  await answers(page)
    .last()
    .getByText(/sha256/i)
    .first()
    .waitFor();
});

test.each([
  { theme: 'dark', width: 1280, height: 800 },
  { theme: 'light', width: 390, height: 844 },
] as const)('commands can be read, $theme, $width × $height', async (look) => {
  await window.close();
  window = await openWindow(look);
  const { page } = window;
  await write(page, '/');
  await options(page).first().waitFor();
  await picture(page, `chat-commands-${look.theme}-${look.width}`);
  expect(await accessibilityFaults(page)).toEqual([]);
});
