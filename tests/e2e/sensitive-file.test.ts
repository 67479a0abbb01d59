import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { accessibilityFaults, answers, closeBrowser, openWindow, picture, say, type Window } from './window.ts';

let window: Window;

beforeEach(async () => {
  window = await openWindow();
});
afterEach(() => window.close());
afterAll(closeBrowser);

const patient = { timeout: 60_000 };

async function inBothThemes(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await picture(page, `${name}-${colorScheme}`);
    expect(await accessibilityFaults(page), `in ${colorScheme}`).toEqual([]);
  }
}

test('a file that may hold passwords is asked for as one, for this run at most [SB-06]', async () => {
  const { page } = window;
  writeFileSync(join(window.folder, '.env'), 'PORT=8080 of the shop');
  await say(page, `count the words of ${window.folder}/.env`);
  const question = page.getByRole('region', { name: 'Permission needed' });
  await question.getByText('may hold passwords or keys').first().waitFor(patient);
  await inBothThemes(page, 'chat-sensitive-file');
  await question.getByRole('button', { name: 'More…' }).click();
  const more = page.getByRole('dialog', { name: /^What may / });
  await inBothThemes(page, 'chat-sensitive-file-more');
  const where = more.getByRole('combobox', { name: 'Where' }).getByRole('option');
  expect(await where.allTextContents()).toEqual(['Once', 'This run']);
  await page.keyboard.press('Escape');
  await question.getByRole('button', { name: 'Allow once' }).click();
  await answers(page).getByText('4 words').first().waitFor(patient);
});
