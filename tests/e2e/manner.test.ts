import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, expect, test } from 'vitest';
import { startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import { dataPaths } from '../../src/main/base/paths.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { changeHeldPlan, openHeldPlanInCanvas, runChangedPlan } from './held-plan.ts';
import { inEachLook, lookName } from './looks.ts';
import { openSettingsTab } from './press-entry.ts';
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
const looks: Look[] = [
  { theme: 'light', width: 1280, height: 800 },
  { theme: 'dark', width: 1280, height: 800 },
  { theme: 'light', width: 390, height: 844 },
];

async function open(look?: Look, environment?: Record<string, string>): Promise<Window> {
  const opened = await openWindow(look, environment);
  closing.push(opened.close);
  return opened;
}

async function openTab(page: Page, name: string): Promise<void> {
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name }).click();
}

/** The page shows a choice before it is kept. */
async function choose({ page, dataFolder }: Window, manner: string): Promise<void> {
  await openTab(page, 'Manner');
  await page.getByRole('radio', { name: manner, exact: true }).click();
  const kept = (): string => readFileSync(join(dataFolder, 'settings.json'), 'utf8');
  await expect.poll(kept, patience).toContain(`"chosen": "${manner.toLowerCase()}"`);
}

async function begin(page: Page, sentence: string): Promise<void> {
  await page.getByRole('button', { name: 'Chat', exact: true }).click();
  await page.keyboard.press('Control+n');
  // Until then what is typed goes to the conversation before.
  await page.getByRole('list', { name: 'Examples' }).waitFor(patience);
  await say(page, sentence);
}

test('the model is told the manner from the next message on, and each folder can have its own [UI-06]', async () => {
  const answer = { text: JSON.stringify({ answer: 'Good day.' }), always: true } as const;
  const server = await startScriptedModel({ replies: [answer] });
  closing.push(server.close);
  const { page } = await open(undefined, { HERON_MODEL_BASE_URL: server.baseUrl, HERON_MODEL_NAME: 'heron-test' });
  const told = () => server.requests.findLast(({ text }) => text.includes('You are the planner of Heron'))?.text ?? '';
  await say(page, 'hello');
  await answers(page).getByText('Good day.').waitFor(patience);
  expect(told()).not.toContain('How the person wants it');
  await openTab(page, 'Manner');
  const preview = page.getByRole('group', { name: 'What the model is told' });
  await page.getByRole('combobox', { name: 'Tone' }).selectOption('formal');
  await page.getByRole('combobox', { name: 'Files and sources' }).selectOption('All, by paths and links');
  await page.getByRole('textbox', { name: 'Note to the model' }).fill('Call me Ada.');
  await page.keyboard.press('Tab');
  await preview.getByText('- Call me Ada.').waitFor(patience);
  await expect.poll(() => page.getByRole('button', { name: 'Reset', exact: true }).isEnabled(), patience).toBe(true);
  await inEachLook(page, looks, (look) => picture(page, `settings-manner-${lookName(look)}`));
  expect(await accessibilityFaults(page)).toEqual([]);
  await begin(page, 'and now');
  await expect.poll(told, patience).toContain('and now');
  expect(told()).toContain('Speak formally');
  expect(told()).toContain('pages as links with their address');
  expect(told()).toContain('- Call me Ada.');
  await openTab(page, 'Manner');
  await page.getByRole('button', { name: 'Duplicate' }).click();
  await page.getByRole('radio', { name: 'Plain copy' }).waitFor(patience);
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('radio', { name: 'Plain copy' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await page.getByText('Nothing of this manner').waitFor(patience);
  await begin(page, 'once more');
  await expect.poll(told, patience).toContain('once more');
  expect(told()).not.toContain('How the person wants it');
});

test('without a model: answers are shorter or longer, and plans that change something run only when somebody says so, as they are or changed [UI-06, OR-01]', async () => {
  const window = await open();
  const { page, folder } = window;
  const docs = join(folder, 'docs');
  mkdirSync(docs);
  writeFileSync(join(docs, 'a.txt'), 'a');
  await choose(window, 'Careful');
  await begin(page, `zip ${docs}`);
  await answers(page).getByText('is ready, and has not run').waitFor(patience);
  const card = page.getByRole('region', { name: /^Zip / });
  await changeHeldPlan(window, card);
  await openHeldPlanInCanvas(window, card.last());
  await say(page, 'leave it');
  await answers(page).getByText('Left alone: nothing was run.').waitFor(patience);
  await say(page, 'yes');
  await expect.poll(() => answers(page).count(), patience).toBe(4);
  expect(await card.count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Allow once' }).count()).toBe(0);
  await say(page, `zip ${docs}`);
  const target = await runChangedPlan(window, card);
  await page.getByRole('button', { name: /^Allow all/ }).click(patience);
  await answers(page).getByText('Packed 1 file into').waitFor(patience);
  expect(existsSync(target)).toBe(true);
  await choose(window, 'Brief');
  await begin(page, `zip ${docs} to ${join(folder, 'second.zip')}`);
  await page.getByRole('button', { name: /^Allow all/ }).click(patience);
  await answers(page).getByText('Packed 1 file into second.zip').waitFor(patience);
  await choose(window, 'Thorough');
  await begin(page, 'what time is it');
  await answers(page)
    .getByText(/The steps/)
    .waitFor(patience);
});

test('a tip comes after some messages, leads somewhere, and one switch ends them, at the width of a phone [UI-07]', async () => {
  const { page } = await open({ theme: 'dark', width: 390, height: 844 });
  const tip = page.getByRole('complementary', { name: 'Tip' });
  for (const [index, sentence] of ['fly me to the moon', 'sing a song', 'dance'].entries()) {
    if (index < 2) expect(await tip.count()).toBe(0);
    await say(page, sentence);
    await expect.poll(() => answers(page).count(), patience).toBe(index + 1);
    if (index === 1) break;
  }
  await tip.getByText('A model understands more ways').waitFor(patience);
  await picture(page, 'chat-tip-dark-390');
  expect(await accessibilityFaults(page)).toEqual([]);
  await tip.getByRole('button', { name: 'Show me' }).click();
  await page.getByRole('tabpanel', { name: 'Models' }).waitFor(patience);
  await page.getByRole('button', { name: 'More' }).click();
  await picture(page, 'navigation-more-dark-390');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await openSettingsTab(page, 'General');
  await page.getByRole('switch', { name: 'A tip now and then' }).click();
  await page.getByRole('button', { name: 'Undo the last change: tips' }).waitFor(patience);
  await goTo(page, 'Chat');
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
  expect(await tip.count()).toBe(0);
});

test('keys are changed by pressing them, two commands never share them, and a report is saved [UI-02]', async () => {
  const { page } = await open();
  await openTab(page, 'Keys');
  await page.getByRole('button', { name: 'Change the keys of Go to Inbox' }).click();
  await page.keyboard.press('Control+k');
  await page.getByText('These are the keys of “Search and commands”').waitFor();
  await picture(page, 'settings-keys-light-1280');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Control+Shift+I');
  await page.getByRole('button', { name: 'Undo the last change: keys' }).waitFor(patience);
  await page.keyboard.press('Control+Shift+I');
  await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor();
  await openTab(page, 'Keys');
  await page.getByRole('button', { name: 'Reset all' }).click();
  await expect.poll(() => page.getByRole('button', { name: 'Reset all' }).isDisabled()).toBe(true);
  await page.keyboard.press('Control+2');
  await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor();
  await openTab(page, 'Logs');
  await page.getByRole('button', { name: /^Copy the path of the log’s folder/ }).waitFor(patience);
  await picture(page, 'settings-logs-light-1280');
  expect(await accessibilityFaults(page)).toEqual([]);
  const saving = page.waitForEvent('download', patience);
  await page.getByRole('button', { name: 'Export report…' }).click();
  await page.getByRole('button', { name: 'Save the report' }).click();
  expect((await saving).suggestedFilename()).toMatch(/^heron-report-.*\.zip$/);
});

test('files of the person and a prompt pack are told to the model, and what it is shown can be seen; how agents work and which replies are sent is set [ME-07, MD-13, SQ-10, UI-11]', async () => {
  const server = await startScriptedModel({
    replies: [
      // Only the pack makes the difference.
      { text: JSON.stringify({ answer: 'Arr, good day.' }), when: 'Say arr.', always: true },
      { text: JSON.stringify({ answer: 'Good day.' }), always: true },
    ],
  });
  closing.push(server.close);
  const environment = { HERON_MODEL_BASE_URL: server.baseUrl, HERON_MODEL_NAME: 'heron-test' };
  const { page, dataFolder } = await open(undefined, environment);
  const told = () => server.requests.findLast(({ text }) => text.includes('You are the planner of Heron'))?.text ?? '';
  await say(page, 'hello');
  await answers(page).getByText('Good day.', { exact: true }).waitFor(patience);
  expect(told()).not.toContain('Files that the person keeps');
  const pirate = join(dataFolder, 'prompts/packs/pirate');
  mkdirSync(pirate, { recursive: true });
  writeFileSync(join(pirate, 'pack.json'), '{ "title": "Pirate", "description": "As at sea." }');
  writeFileSync(join(pirate, 'persona.md'), 'Say arr.');
  writeFileSync(join(pirate, 'task.md'), 'Your orders: <TASK>');
  await goTo(page, 'Memory');
  const field = page.getByRole('textbox', { name: 'About you: USER.md' });
  await field.fill('I am Ada.');
  await goTo(page, 'Chat');
  await goTo(page, 'Memory');
  await page.getByText('Not saved yet').waitFor(patience);
  expect(await field.inputValue()).toBe('I am Ada.');
  await field.press('Control+s');
  await page.getByText('Saved', { exact: true }).waitFor(patience);
  await field.fill('I am Ada, of Bruges.');
  await page.getByText('Not saved yet').waitFor(patience);
  // Somebody else is quicker.
  writeFileSync(join(dataFolder, 'prompts/USER.md'), 'I am Ada, of Ghent.');
  await field.press('Control+s');
  await page.getByText('It was changed elsewhere meanwhile').waitFor(patience);
  await picture(page, 'memory-changed-elsewhere-light-1280');
  // Nothing lies over the way on, and what is said stays.
  expect(await page.getByText('Could not keep USER.md').count()).toBe(0);
  await page.getByRole('button', { name: 'Save', exact: true }).click({ trial: true });
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Take that' }).click();
  await expect.poll(() => field.inputValue(), patience).toBe('I am Ada, of Ghent.');
  await openTab(page, 'Prompts');
  await page.getByRole('radio', { name: 'Pirate (yours)' }).click();
  await page.getByRole('button', { name: 'Undo the last change: the prompt pack' }).waitFor(patience);
  await page.getByRole('row', { name: /USER\.md 19 characters/ }).waitFor(patience);
  const steps = page.getByRole('textbox', { name: 'Steps at most' });
  await steps.fill('7');
  await steps.press('Enter');
  await page.getByRole('button', { name: 'Undo the last change: how agents work' }).waitFor(patience);
  await page.getByRole('button', { name: 'What “Pirate” says' }).click();
  await picture(page, 'settings-prompts-light-1280');
  expect(await accessibilityFaults(page)).toEqual([]);
  const engine = createRemoteEngine(dataPaths(dataFolder).socket);
  closing.push(engine.close);
  const client = await engine.client();
  const plan = { version: 1 as const, title: 'Look', tasks: [{ id: 'look', agent: { goal: 'Look around' } }] };
  const { runId } = await client.runs.start({ plan });
  expect((await client.runs.get({ runId })).plan.tasks[0]).toMatchObject({ agent: { mostSteps: 7 } });
  await openTab(page, 'Work');
  await page.getByRole('textbox', { name: 'Channel' }).fill('slack');
  await page.getByRole('combobox', { name: 'Chats' }).selectOption('In groups');
  await page.getByRole('button', { name: 'Add the rule' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Hold back in groups of slack' }).waitFor(patience);
  // The page shows a change before it is kept.
  await expect
    .poll(async () => (await client.settings.get({})).lanes.replies, patience)
    .toEqual([{ channel: 'slack', chatType: 'group', isSent: false }]);
  await picture(page, 'settings-work-light-1280');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Remove: Hold back in groups of slack' }).click();
  await page.getByText('No rules: every reply is sent.').waitFor(patience);
  await begin(page, 'and at sea');
  await answers(page).getByText('Arr, good day.').waitFor(patience);
  expect(told()).toContain('Your orders: and at sea');
  expect(told()).toContain('## USER.md\\nI am Ada, of Ghent.');
  await say(page, '/pack plain');
  await page.getByText('plain holds here from now on').waitFor(patience);
  await say(page, 'once more');
  await answers(page).getByText('Good day.', { exact: true }).waitFor(patience);
  await say(page, '/context');
  const dialog = page.getByRole('dialog', { name: 'What the model sees' });
  await dialog.getByText('heron-test is asked, with the prompt pack plain').waitFor(patience);
  await dialog.getByText('once more').waitFor(patience);
  expect(await dialog.getByText('Say arr.').count()).toBe(0);
  await picture(page, 'chat-what-the-model-sees-light-1280');
  expect(await accessibilityFaults(page)).toEqual([]);
});
