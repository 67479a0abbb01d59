import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { heron } from './heron.ts';
import { inEachLook, lookName } from './looks.ts';
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

const looks: Look[] = [
  { theme: 'light', width: 1280, height: 800 },
  { theme: 'dark', width: 1280, height: 800 },
  { theme: 'light', width: 390, height: 844 },
];

let window: Window;

beforeEach(async () => {
  window = await openWindow();
  mkdirSync(join(window.folder, 'docs/inner'), { recursive: true });
  writeFileSync(join(window.folder, 'docs/a.txt'), 'alpha');
  writeFileSync(join(window.folder, 'docs/inner/b.txt'), 'beta');
});

afterEach(() => window.close());
afterAll(closeBrowser);

const zip = (): string => join(window.folder, 'docs.zip');

test('the main job in the window: plan, questions with the real paths, answer, timeline, undo [X-01, X-08, X-15, UI-03]', async () => {
  const { page } = window;
  await say(page, `zip the folder ${window.folder}/docs and tell me its sha256`);
  const questions = page.getByRole('region', { name: '2 permissions needed' });
  await questions.waitFor();
  await expect.poll(() => questions.textContent()).toContain(join(window.folder, 'docs'));
  await expect.poll(() => questions.textContent()).toContain(zip());
  expect(existsSync(zip())).toBe(false);
  await picture(page, 'chat-permission');

  await questions.getByRole('button', { name: 'Allow all 2 for this run' }).click();
  const sum = answers(page).getByText(/sha256 of .* is/);
  await sum.waitFor({ timeout: 60_000 });
  expect(await sum.textContent()).toContain(createHash('sha256').update(readFileSync(zip())).digest('hex'));
  await picture(page, 'chat-answer');

  await page.getByRole('button', { name: 'Show on timeline' }).click();
  await page.getByRole('treeitem').first().waitFor();
  await page.getByRole('navigation', { name: 'Parts of the run' }).getByRole('button', { name: 'Events' }).click();
  await page.getByText('Run completed').first().waitFor();
  await picture(page, 'timeline');

  await goTo(page, 'Chat');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await page
    .getByRole('alertdialog')
    .getByRole('heading', { name: /^Will be put back/ })
    .waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'undo-dialog');
  await page.getByRole('alertdialog').getByRole('button', { name: /^Undo/ }).click();
  await expect.poll(() => existsSync(zip())).toBe(false);
});

test('the button under the Enter key never allows, and a denied run leaves nothing behind [SB-02, X-08]', async () => {
  const { page } = window;
  await say(page, `zip the folder ${window.folder}/docs`);
  const questions = page.getByRole('region', { name: '2 permissions needed' });
  await questions.waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent ?? '')).not.toMatch(/allow/i);
  await questions.getByRole('button', { name: 'Deny all' }).click();
  await page
    .getByText(/may not use/)
    .first()
    .waitFor();
  expect(existsSync(zip())).toBe(false);
});

test('an answer for always is listed in Settings, is used by the next run, and can be taken back [SB-02, UI-02]', async () => {
  const { page } = window;
  const ask = `count the words of ${window.folder}/docs/a.txt`;
  await say(page, ask);
  await page.getByRole('button', { name: 'More…' }).click();
  const more = page.getByRole('dialog', { name: /^What may / });
  await more.getByRole('combobox', { name: 'Where' }).selectOption('always');
  await expect.poll(() => more.textContent()).toContain(`${join(window.folder, 'docs/a.txt')} and nothing else`);
  await expect.poll(() => more.textContent()).toContain('in every run from now on, until you revoke it in Settings.');
  await more.getByRole('button', { name: 'Allow this' }).click();
  await page
    .getByText(/1 word/)
    .first()
    .waitFor({ timeout: 60_000 });
  await say(page, ask);
  await expect.poll(() => page.getByText(/1 word/).count(), { timeout: 60_000 }).toBeGreaterThan(2);
  expect(await page.getByRole('button', { name: 'Allow once' }).count()).toBe(0);

  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Permissions' }).click();
  await page.getByText(join(window.folder, 'docs/a.txt')).first().waitFor();
  await picture(page, 'settings-permissions');
  await page
    .getByRole('button', { name: /^Revoke/ })
    .first()
    .click();
  const confirm = page.getByRole('alertdialog').getByRole('button', { name: /^Revoke/ });
  if (await confirm.isVisible()) await confirm.click();
  await page
    .getByText(/No grants|Nothing is allowed/i)
    .first()
    .waitFor();
});

test('a secret is entered, replaced and removed, and its value is shown nowhere [SE-01, UI-02]', async () => {
  const { page } = window;
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Secrets' }).click();
  const row = page.getByRole('row', { name: /github-token/ });
  // Wanted by a worker that came with Heron, and not entered.
  await row.getByText('Not entered').waitFor();
  await page.getByRole('button', { name: 'Add a secret' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Keep' }).click();
  await form.getByText('Enter the value').waitFor();
  await form.getByRole('textbox', { name: 'Name' }).fill('github-token');
  await form.getByLabel('Value').fill('ghp_value-for-the-window');
  await form.getByLabel('Hosts').fill('https://api.github.com/');
  await picture(page, 'settings-secret-form');
  await page.keyboard.press('Enter');
  await row.getByText('Kept').waitFor();
  await row.getByText('api.github.com').waitFor();
  await page.getByText('other users of this machine only').waitFor();
  await picture(page, 'settings-secrets');
  await page.getByRole('button', { name: 'Set a passphrase' }).click();
  await form.getByLabel('New passphrase').fill('correct horse');
  await form.getByLabel('Once more').fill('correct horse');
  await page.keyboard.press('Enter');
  await page.getByText('Encrypted with your passphrase').waitFor();

  await window.restart();
  await page.getByText('The vault is locked').waitFor({ timeout: 30_000 });
  await page.getByLabel('Passphrase of the vault').fill('wrong horse');
  await page.keyboard.press('Enter');
  await page.getByText('That is not the passphrase of the vault').waitFor();
  await picture(page, 'settings-secrets-locked');
  await page.getByLabel('Passphrase of the vault').fill('correct horse');
  await page.keyboard.press('Enter');
  await row.getByRole('button', { name: 'Replace github-token' }).click();
  await form.getByLabel('Value').fill('another-value');
  expect(await form.getByLabel('Hosts').inputValue()).toBe('api.github.com');
  await page.keyboard.press('Enter');
  await form.waitFor({ state: 'detached' });
  expect(await page.content()).not.toMatch(/ghp_value-for-the-window|another-value/);
  await row.getByRole('button', { name: 'Remove github-token' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await row.getByText('Not entered').waitFor();
});

test('the audit log says that it is unbroken, and is filtered by decision and worker [SB-04]', async () => {
  const { page } = window;
  await say(page, `count the words of ${window.folder}/docs/a.txt`);
  await page.getByRole('button', { name: 'Allow for this run' }).click();
  await page
    .getByText(/1 word/)
    .first()
    .waitFor({ timeout: 60_000 });
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Permissions' }).click();
  await page.getByText(/Unbroken since/).waitFor();
  const rows = page.getByRole('table', { name: 'Audit log' }).getByRole('row');
  await expect.poll(() => rows.count()).toBeGreaterThan(1);
  await page.getByLabel('Decision').selectOption('Denied');
  await page.getByText('Nothing in the log is like that.').waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect.poll(() => rows.count()).toBeGreaterThan(1);
  await picture(page, 'settings-audit');
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.getByText(/Unbroken since/).waitFor();
});

test('a sentence nobody understands gets help, and a suggestion lands in the composer', async () => {
  const { page } = window;
  await say(page, 'zap the foldr quickly');
  const suggestion = page.getByRole('main').getByRole('button', { name: /zip/i }).first();
  await suggestion.waitFor();
  await suggestion.click();
  await expect.poll(() => page.getByRole('textbox', { name: 'Message' }).inputValue()).toMatch(/zip/i);
});

test('a killed engine is said to have ended, nothing typed is lost, and found again it leads to its crash reports [SQ-02, OB-02]', async () => {
  const { page, dataFolder } = window;
  const patience = { timeout: 60_000 };
  await say(page, 'what time is it');
  await answers(page)
    .getByText(/^It is /)
    .waitFor(patience);
  await page.getByRole('textbox', { name: 'Message' }).fill('half a thought');
  await window.heron.kill();
  await page.getByText('Heron has ended unexpectedly').waitFor(patience);
  await page.getByText(/Looked for it \d+ times/).waitFor(patience);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Heron has ended', { exact: true }).waitFor(patience);
  await inEachLook(page, looks, async (look) => {
    await picture(page, `engine-ended-${lookName(look)}`);
    expect(await accessibilityFaults(page), `in ${lookName(look)}`).toEqual([]);
  });
  // Another one ends because of an error in itself, and leaves a report.
  const script = join(import.meta.dirname, 'crashing-program.ts');
  const key = 'sk-very-secret-key-of-mine';
  const environment = { HERON_MODEL_API_KEY: key, HERON_TEST_SECRET: key };
  const crashed = await heron(['serve', '--headless'], { dataFolder, environment, nodeOptions: `--import=${script}` });
  expect(crashed.code).toBe(70);
  await window.restart();
  await page.getByText('Heron had ended unexpectedly, and runs again').waitFor(patience);
  expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('half a thought');
  await inEachLook(page, looks, (look) => picture(page, `engine-back-${lookName(look)}`));
  await say(page, 'what time is it');
  await expect.poll(() => answers(page).count(), patience).toBe(2);
  await page.getByRole('button', { name: 'Open logs' }).click();
  await page.getByText('Heron had ended unexpectedly').waitFor({ state: 'detached' });
  // The one that was killed could say nothing; the next one did.
  await page.getByRole('button', { name: 'Crash reports (2)' }).click(patience);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Heron \S+ \(process \d+\) ended without a word/ }).waitFor();
  await inEachLook(page, looks, (look) => picture(page, `crash-reports-${lookName(look)}`));
  await dialog.getByRole('button', { name: /^Error: An error that nobody catches/ }).click();
  const shown = dialog.getByRole('group', { name: /^crashes\// });
  await shown.getByText('"code": "internal"').waitFor(patience);
  await inEachLook(page, looks, async (look) => {
    await picture(page, `crash-report-${lookName(look)}`);
    expect(await accessibilityFaults(page), `in ${lookName(look)}`).toEqual([]);
  });
  const text = (await shown.innerText()).trimEnd();
  expect(text).not.toContain(key);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Export report…' }).click();
  await dialog
    .getByRole('button', { name: /^crashes\// })
    .last()
    .click(patience);
  await expect.poll(async () => (await shown.innerText()).trimEnd(), patience).toBe(text);
  await dialog.getByRole('button', { name: 'Back to the list' }).click();
  await inEachLook(page, looks, async (look) => {
    await picture(page, `export-report-${lookName(look)}`);
    expect(await accessibilityFaults(page), `in ${lookName(look)}`).toEqual([]);
  });
  const saving = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save the report' }).click();
  expect((await saving).suggestedFilename()).toMatch(/^heron-report-.*\.zip$/);
  await page.getByRole('button', { name: 'Crash reports (2)' }).click();
  for (const name of [/^Error: An error that nobody catches/, /ended without a word/]) {
    await dialog.getByRole('button', { name }).click();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  }
  await dialog.getByText('No crash reports').waitFor(patience);
  expect(readdirSync(join(dataFolder, 'logs', 'crashes'))).toEqual([]);
});

test('over a slow line nothing is lost or out of order, also when it breaks in the middle [SQ-02, X-08]', async () => {
  const { page, folder } = window;
  const slowMs = 400;
  const lines: { close(): Promise<void> }[] = [];
  await page.routeWebSocket(/.*/, (line) => {
    const engine = line.connectToServer();
    // Each message takes as long, so that they stay in their order.
    line.onMessage((message) => void setTimeout(() => engine.send(message), slowMs));
    engine.onMessage((message) => void setTimeout(() => line.send(message), slowMs));
    lines.push(line);
  });
  await page.reload();
  await page.getByText('Connected').waitFor({ timeout: 60_000 });
  await say(page, `zip the folder ${folder}/docs and tell me its sha256`);
  const allow = page.getByRole('button', { name: 'Allow all 2 for this run' });
  await allow.waitFor({ timeout: 60_000 });
  await page.getByRole('textbox', { name: 'Message' }).fill('half a thought');
  await lines.at(-1)?.close();
  await expect.poll(() => lines.length, { timeout: 60_000 }).toBeGreaterThan(1);
  expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('half a thought');
  await page.getByText('Connected').waitFor({ timeout: 60_000 });
  await allow.click();
  const sum = answers(page).getByText(/sha256 of .* is/);
  await sum.waitFor({ timeout: 60_000 });
  expect(await sum.textContent()).toContain(createHash('sha256').update(readFileSync(zip())).digest('hex'));
  expect(await answers(page).count()).toBe(1);
});
