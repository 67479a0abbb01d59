import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { dataPaths } from '../../src/main/base/paths.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { approveWorker } from './approve-worker.ts';
import { heron } from './heron.ts';
import { installWorker } from './install-worker.ts';
import { accessibilityFaults, answers, closeBrowser, goTo, openWindow, picture, say, type Window } from './window.ts';

let window: Window;
let note: string;

beforeEach(async () => {
  window = await openWindow();
  mkdirSync(join(window.folder, 'docs'));
  note = join(window.folder, 'docs/note.txt');
  writeFileSync(note, 'one two three');
});

afterEach(() => window.close());
afterAll(closeBrowser);

const command = (...args: string[]) => heron(args, { dataFolder: window.dataFolder, cwd: window.folder });

test('an unattended run waits in the inbox, over a crash, until it is answered by its code [SB-18, X-08]', async () => {
  const { page } = window;
  const running = command('do', `count the words of ${note}`, '--wait-for-permission');
  const inbox = page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: /^Inbox/ });
  await expect.poll(() => inbox.textContent(), { timeout: 60_000 }).toContain('1 question waiting');
  await inbox.click();
  const question = page.getByRole('region', { name: 'Permission needed' });
  await question.getByText('Nothing happens until you answer').waitFor();
  await page.getByText('Unattended').waitFor();
  const code = await question.locator('[aria-label^="Copy the code"]').getAttribute('aria-label');
  await picture(page, 'inbox');

  await window.restart();
  const [, word = ''] = /Copy the code (\w{6})$/.exec(code ?? '') ?? [];
  const listed = await command('permissions', 'inbox');
  expect(listed.stdout).toContain(word);
  const wrong = await command('permissions', 'answer', word === '222222' ? '333333' : '222222', 'always');
  expect(wrong.code).toBe(1);
  const answered = await command('permissions', 'answer', word.toLowerCase(), 'once');
  expect(answered.stderr).toContain(note);
  const { code: exit, stdout } = await running;
  expect([exit, stdout]).toEqual([0, expect.stringContaining('3 words')]);
  await page.getByText('Nothing waits for you').waitFor();
});

test('what is allowed for so many times and until a moment is listed so, and used up [SB-02]', async () => {
  const { page } = window;
  const ask = `count the words of ${note}`;
  await say(page, ask);
  await page.getByRole('button', { name: 'More…' }).click();
  const more = page.getByRole('dialog', { name: /^What may / });
  await more.getByRole('radio', { name: /what matches .*\*\.txt/ }).click();
  await more.getByRole('combobox', { name: 'Where' }).selectOption('conversation');
  await more.getByRole('combobox', { name: 'Until' }).selectOption('hour');
  await more.getByRole('textbox', { name: 'How many times' }).fill('2');
  await expect.poll(() => more.textContent()).toContain('in every run of this conversation, for 2 uses, for 1 hour.');
  await picture(page, 'permission-more');
  await more.getByRole('button', { name: 'Allow this' }).click();
  await page
    .getByText(/3 words/)
    .first()
    .waitFor({ timeout: 60_000 });

  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Permissions' }).click();
  const given = page.getByRole('table', { name: 'Permissions given' });
  await given.getByText('1 more use').waitFor();
  await given.getByText(`what matches ${join(window.folder, 'docs')}/*.txt`).waitFor();
  await given.getByText(/^ends in/).waitFor();
  await picture(page, 'settings-permissions-counted');
  const listed = await command('permissions');
  expect(listed.stdout).toMatch(/may read what matches \S+\*\.txt {2}in its conversation cnv_\w+, 1 more use, until /);

  await goTo(page, 'Chat');
  await say(page, ask);
  await expect.poll(() => page.getByText(/3 words/).count(), { timeout: 60_000 }).toBeGreaterThan(1);
  await say(page, ask);
  await page.getByRole('region', { name: 'Permission needed' }).waitFor();
});

test('a run that fails while nobody looks is told, and stands in the inbox until somebody has seen it [X-08]', async () => {
  const { page } = window;
  // It is told for some seconds, so somebody looks before it happens.
  const told = page.getByText(/^“Count the words of .*” has failed$/).waitFor({ timeout: 60_000 });
  const [failing] = await Promise.all([command('do', `count the words of ${note}`), told]);
  expect(failing.code).toBe(3);
  const entry = page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: /^Inbox/ });
  await expect.poll(() => entry.textContent()).toContain('1 run failed');
  await page.reload();
  await goTo(page, 'Inbox');
  const failed = page.getByRole('region', { name: 'Failed while you were not looking' });
  await failed.getByText(/Nobody is there to ask for/).waitFor();
  await picture(page, 'inbox-failed');
  expect(await accessibilityFaults(page)).toEqual([]);
  await failed.getByRole('button', { name: 'Open' }).click();
  await page.getByRole('treeitem').first().waitFor();
  await goTo(page, 'Inbox');
  await page.getByText('Nothing waits for you').waitFor();
});

test('a step that stops with a question waits in its plan and in the inbox, and goes on [RT-31, X-08]', async () => {
  const code = `go: (input, context) => context.answer ? { said: 'One ' + context.answer + '.' } : block('Tea or coffee?', ['tea', 'coffee'])`;
  installWorker(window.dataFolder, 'waiter', code);
  const { page } = window;
  const remote = createRemoteEngine(dataPaths(window.dataFolder).socket);
  const client = await remote.client();
  await approveWorker(client, 'waiter');
  remote.close();
  await say(page, 'say waiter');
  await page.getByText('Tea or coffee?').first().waitFor();
  await picture(page, 'chat-question');
  expect(await accessibilityFaults(page)).toEqual([]);
  const entry = page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: /^Inbox/ });
  await expect.poll(() => entry.textContent()).toContain('1 question waiting');
  await goTo(page, 'Schedules');
  await page.getByText('waits for your answer').waitFor();
  // What waits is known from the log, not only from what this page has seen.
  await page.reload();
  await goTo(page, 'Inbox');
  const waiting = page.getByRole('region', { name: 'Waiting questions' });
  await waiting.getByText('Tea or coffee?').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await waiting.getByRole('button', { name: 'coffee' }).click();
  await page.getByText('Nothing waits for you').waitFor({ timeout: 60_000 });
  await goTo(page, 'Chat');
  await page.getByRole('button', { name: 'say waiter', exact: true }).click();
  await answers(page).filter({ hasText: 'One coffee.' }).waitFor({ timeout: 60_000 });
});
