import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { dataPaths } from '../../src/main/base/paths.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { installWorker } from './install-worker.ts';
import { accessibilityFaults, answers, closeBrowser, goTo, openWindow, picture, say, type Window } from './window.ts';

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

test('the main job in the window: plan, questions with the real paths, answer, timeline, undo [X-01, X-15, UI-03]', async () => {
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
  await sum.waitFor({ timeout: 20_000 });
  expect(await sum.textContent()).toContain(createHash('sha256').update(readFileSync(zip())).digest('hex'));
  await picture(page, 'chat-answer');

  await page.getByRole('button', { name: 'Show on timeline' }).click();
  await page.getByText('Run completed').first().waitFor();
  await picture(page, 'timeline');

  await goTo(page, 'Chat');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: /^Undo/ }).click();
  await expect.poll(() => existsSync(zip())).toBe(false);
});

test('the button under the Enter key never allows, and a denied run leaves nothing behind [SB-02]', async () => {
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
  await expect.poll(() => more.textContent()).toContain(`${join(window.folder, 'docs/a.txt')} and all below it`);
  await expect.poll(() => more.textContent()).toContain('in every run from now on, until you revoke it in Settings.');
  await more.getByRole('button', { name: 'Allow this' }).click();
  await page
    .getByText(/1 word/)
    .first()
    .waitFor({ timeout: 20_000 });
  await say(page, ask);
  await expect.poll(() => page.getByText(/1 word/).count(), { timeout: 20_000 }).toBeGreaterThan(2);
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

test('a sentence nobody understands gets help, and a suggestion lands in the composer', async () => {
  const { page } = window;
  await say(page, 'zap the foldr quickly');
  const suggestion = page.getByRole('main').getByRole('button', { name: /zip/i }).first();
  await suggestion.waitFor();
  await suggestion.click();
  await expect.poll(() => page.getByRole('textbox', { name: 'Message' }).inputValue()).toMatch(/zip/i);
});

test('killed and started again, Heron is found by the open page, which goes on with the conversation [SQ-02]', async () => {
  const { page } = window;
  await say(page, 'what time is it');
  await answers(page)
    .getByText(/^It is /)
    .waitFor({ timeout: 20_000 });
  await window.restart();
  await say(page, 'what time is it');
  await expect.poll(() => answers(page).count(), { timeout: 20_000 }).toBe(2);
});

test('a step that stops with a question is answered in its plan, and goes on [RT-31]', async () => {
  const code = `go: (input, context) => context.answer ? { said: 'One ' + context.answer + '.' } : block('Tea or coffee?', ['tea', 'coffee'])`;
  installWorker(window.dataFolder, 'waiter', code);
  const { page } = window;
  const remote = createRemoteEngine(dataPaths(window.dataFolder).socket);
  const client = await remote.client();
  await expect.poll(async () => (await client.workers.list({})).some(({ id }) => id === 'waiter')).toBe(true);
  const { hash } = await client.installs.inspect({ workerId: 'waiter' });
  await client.installs.trust({ workerId: 'waiter', hash, isWatched: true });
  remote.close();
  await say(page, 'say waiter');
  await page.getByText('Tea or coffee?').first().waitFor();
  await picture(page, 'chat-question');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'coffee' }).click();
  await answers(page).filter({ hasText: 'One coffee.' }).waitFor({ timeout: 20_000 });
});
