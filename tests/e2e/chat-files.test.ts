import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from './heron.ts';
import { accessibilityFaults, answers, closeBrowser, openWindow, picture, say, type Window } from './window.ts';

const patient = { timeout: 60_000 };
const png = readFileSync(join(import.meta.dirname, '../../src/renderer/public/icon.png'));

let window: Window;
let home: { path: string; remove(): void };

/** Attached files become files of the person's, which lie outside of Heron's own data. */
async function open(look: Parameters<typeof openWindow>[0] = { theme: 'light', width: 1280, height: 800 }) {
  window = await openWindow(look, { HOME: home.path });
}

beforeEach(async () => {
  home = temporaryFolder('home');
  await open();
});
afterEach(async () => {
  await window.close();
  home.remove();
});
afterAll(closeBrowser);

const composer = (page: Page) => page.getByRole('textbox', { name: 'Message', exact: true });
const attached = (page: Page) => page.getByRole('list', { name: 'Attached files' });
const cards = (page: Page) => page.getByRole('list', { name: 'Files of this message' });
async function ready(page: Page): Promise<void> {
  await expect.poll(() => attached(page).getByRole('status').count(), patient).toBe(0);
}

function fileAt(name: string, content: string | Buffer): string {
  const path = join(window.folder, name);
  mkdirSync(window.folder, { recursive: true });
  writeFileSync(path, content);
  return path;
}

async function pick(page: Page, ...paths: string[]): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach files' }).click();
  await (await choosing).setFiles(paths);
}

/** As a person drags them from another program. */
async function drag(target: Locator, types: string[], names: string[]): Promise<void> {
  await target.evaluate(
    (element, { steps, files }) => {
      const data = new DataTransfer();
      for (const name of files) data.items.add(new File([`content of ${name}`], name, { type: 'text/plain' }));
      const options = { dataTransfer: data, bubbles: true, cancelable: true };
      for (const type of steps) element.dispatchEvent(new DragEvent(type, options));
    },
    { steps: types, files: names },
  );
}

async function pastePicture(page: Page): Promise<void> {
  await composer(page).evaluate(
    (element, bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], 'image.png', { type: 'image/png' }));
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    },
    [...png],
  );
}

test('a file is attached, planned with by "this file", shown, saved, exported, and there after a kill', async () => {
  const { page } = window;
  const content = 'what was measured\n';
  await pick(page, fileAt('report.md', content));
  await ready(page);
  await attached(page).getByText('18 B').waitFor();
  await page.getByText('Say what to do with “report.md”').waitFor();
  await say(page, 'hash this file');
  await attached(page).waitFor({ state: 'detached' });
  await cards(page).getByText('report.md').first().waitFor(patient);
  await page.getByRole('button', { name: 'Allow for this run' }).click(patient);
  const sum = createHash('sha256').update(content).digest('hex');
  await answers(page).getByText(sum).first().waitFor(patient);
  const path = /`?(\S+\/Heron\/Attachments\/\S+\/report\.md)/.exec(await answers(page).last().innerText())?.[1];
  expect(readFileSync(String(path), 'utf8')).toBe(content);

  await window.restart();
  await page.reload();
  await cards(page).getByRole('button', { name: 'Look at report.md' }).click(patient);
  await page.getByRole('dialog').getByText('what was measured').waitFor(patient);
  await picture(page, 'chat-file-preview');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  const saving = page.waitForEvent('download');
  await cards(page).getByRole('link', { name: 'Save report.md' }).click();
  expect(readFileSync(await (await saving).path(), 'utf8')).toBe(content);

  await page.getByRole('button', { name: /^More for hash this file/ }).click();
  const exporting = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Export as Markdown' }).click();
  expect(readFileSync(await (await exporting).path(), 'utf8')).toContain(
    'Attached: `report.md` (text/markdown, 18 bytes)',
  );
});

test('files are dropped and pasted, kept with the draft, removed by keys, and refused beyond the limits', async () => {
  const { page } = window;
  const main = page.getByRole('main');
  await drag(main.locator('h2').first(), ['dragenter', 'dragover'], ['a.txt']);
  await page.getByText('Drop files to attach them').waitFor();
  await picture(page, 'chat-drop');
  await drag(main.locator('h2').first(), ['drop'], ['a.txt', 'b.txt']);
  await page.getByText('Drop files to attach them').waitFor({ state: 'detached' });
  await pastePicture(page);
  await attached(page).getByText('Pasted picture.png').first().waitFor();
  await ready(page);
  await composer(page).fill('zip these');
  await picture(page, 'chat-attached');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.reload();
  await expect.poll(() => attached(page).getByRole('listitem').count(), patient).toBe(3);
  await attached(page).getByRole('button', { name: 'Remove a.txt' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect.poll(() => attached(page).getByRole('listitem').allInnerTexts()).toHaveLength(1);
  await page.keyboard.press('Enter');
  await attached(page).waitFor({ state: 'detached' });
  await expect.poll(() => composer(page).evaluate((field) => document.activeElement === field)).toBe(true);

  const many = Array.from({ length: 12 }, (_, index) => `${index}.txt`);
  await drag(main.locator('h2').first(), ['dragenter', 'dragover', 'drop'], many);
  await page.getByText('2 files not attached').waitFor();
  await expect.poll(() => attached(page).getByRole('listitem').count(), patient).toBe(10);
  await picture(page, 'chat-attached-many');
});

test('while Heron is away a file waits in the draft and goes when it is back; a second window sees the message', async () => {
  const { page } = window;
  await say(page, 'what time is it');
  await answers(page).first().waitFor(patient);
  const { port } = new URL(window.heron.link);
  await window.heron.kill();
  await pick(page, fileAt('later.txt', 'later'));
  await attached(page).getByText('Waits for the connection').first().waitFor(patient);
  await picture(page, 'chat-file-waits');
  await window.restart();
  expect(new URL(window.heron.link).port).toBe(port);
  await attached(page).getByText('5 B').waitFor(patient);
  await ready(page);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await answers(other).first().waitFor(patient);
  await say(page, 'dance with it');
  await cards(other).getByText('later.txt').first().waitFor(patient);
  await cards(page).getByText('later.txt').first().waitFor(patient);
});

test.each([
  { theme: 'dark', width: 1280, height: 800 },
  { theme: 'dark', width: 390, height: 844 },
  { theme: 'light', width: 390, height: 844 },
] as const)('files can be read, $theme, $width × $height', async (look) => {
  await window.close();
  await open(look);
  const { page } = window;
  await pick(page, fileAt('Minutes of the annual meeting, signed.md', '# Minutes\n'), fileAt('heron.png', png));
  await ready(page);
  const name = `${look.theme}-${look.width}`;
  await picture(page, `chat-attached-${name}`);
  expect(await accessibilityFaults(page)).toEqual([]);
  await say(page, 'dance with these');
  await answers(page).first().waitFor(patient);
  await expect
    .poll(() =>
      cards(page)
        .locator('img')
        .evaluate((image: HTMLImageElement) => image.naturalWidth),
    )
    .toBeGreaterThan(0);
  await picture(page, `chat-files-${name}`);
  expect(await accessibilityFaults(page)).toEqual([]);
});
