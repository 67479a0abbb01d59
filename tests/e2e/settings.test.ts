import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { heron } from './heron.ts';
import { accessibilityFaults, closeBrowser, goTo, openWindow, picture, type Window } from './window.ts';

let opened: Window;

beforeEach(async () => {
  opened = await openWindow();
});
afterEach(() => opened.close());
afterAll(closeBrowser);

const file = (): string => join(opened.dataFolder, 'settings.json');
const theme = (page: Page, name: string) => page.getByRole('radio', { name: new RegExp(`^${name}`) });
const run = (...args: string[]) => heron(args, { dataFolder: opened.dataFolder });

async function openSettings(page: Page): Promise<void> {
  await goTo(page, 'Settings');
  await theme(page, 'Dark').waitFor();
}

test('a change in the window is in the file, one in the file is in the window, and both can be undone [GW-02] [UI-02]', async () => {
  const { page } = opened;
  await openSettings(page);
  await theme(page, 'Dark').click();
  await expect.poll(() => readFileSync(file(), 'utf8')).toContain('"theme": "dark"');
  writeFileSync(file(), readFileSync(file(), 'utf8').replace('"dark"', '"light"'));
  await expect.poll(() => theme(page, 'Light').isChecked(), { timeout: 30_000 }).toBe(true);
  const undo = page.getByRole('button', { name: 'Undo the last change: theme' });
  await undo.click();
  await expect.poll(() => theme(page, 'Dark').isChecked()).toBe(true);
  expect(await run('settings', 'undo')).toMatchObject({ code: 0, stdout: expect.stringContaining('Put back: theme') });
  await expect.poll(() => theme(page, 'System').isChecked()).toBe(true);
  expect(await page.getByRole('button', { name: 'No change to undo' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Show licences' }).click();
  const licences = page.getByRole('dialog', { name: 'Licences' });
  for (const part of ['Heron is made with these packages.', 'Permission is hereby granted'])
    await licences.getByText(part).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'settings-licences');
});

test('the window speaks the language that is chosen, also after a reload, and the test language shows what is translated [UI-02]', async () => {
  const { page } = opened;
  await openSettings(page);
  await page
    .getByRole('combobox', { name: 'Language of the window' })
    .selectOption('Test: marks what can be translated');
  await page.getByRole('heading', { name: '[Šéţţîñĝš···]', level: 1 }).waitFor();
  await expect.poll(() => readFileSync(file(), 'utf8')).toContain('"language": "en-x-test"');
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'settings-test-language');
  await page.reload();
  await page.getByRole('navigation').getByRole('button', { name: '[Šéţţîñĝš···]' }).waitFor();
  // What has no translation is English, and said to be so; numbers and times are the language's.
  writeFileSync(file(), readFileSync(file(), 'utf8').replace('"en-x-test"', '"de"'));
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  await page.getByText('Numbers and times are written as in German.').waitFor();
  expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual([
    'en',
    'ltr',
  ]);
  await page.getByText(/^\d+(?:,\d)? MiB$/).waitFor();
  writeFileSync(file(), '{ "language": "Klingon" }');
  const notice = page.getByRole('list', { name: 'What is wrong in the settings file' });
  await notice.getByText('expected system, or a language like de or pt-BR').waitFor({ timeout: 30_000 });
});

test('a settings file that makes no sense is told with line and field until it is mended [GW-02]', async () => {
  const { page } = opened;
  await openSettings(page);
  writeFileSync(file(), '{\n  "theme": "dark",\n  "colour": "red"\n}\n');
  const notice = page.getByRole('list', { name: 'What is wrong in the settings file' });
  await notice.waitFor({ timeout: 30_000 });
  expect(await notice.textContent()).toContain('Line 3, column 3: colour there is no such setting');
  expect(await theme(page, 'System').isChecked()).toBe(true);
  await picture(page, 'settings-file-refused');
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await run('settings')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('settings.json:3:3: colour: there is no such setting'),
  });
  writeFileSync(file(), '{\n  "theme": "dark" // at night\n}\n');
  await notice.waitFor({ state: 'detached', timeout: 30_000 });
  await expect.poll(() => theme(page, 'Dark').isChecked()).toBe(true);
});

test('an entry of the policy says what it leaves out before it is added, is a row, is undone, and an action is tried [SB-12, SB-15]', async () => {
  const { page } = opened;
  await openSettings(page);
  await page.getByRole('tab', { name: 'Permissions' }).click();
  await page.getByText(/^All \d+ actions can be used\.$/).waitFor({ timeout: 30_000 });
  const never = page.getByRole('group', { name: 'Never these' });
  await never.getByRole('combobox').selectOption('group:net');
  const preview = never.getByText(/^Leaves out \d+ more actions: /);
  await preview.waitFor({ timeout: 30_000 });
  const count = /\d+/.exec((await preview.textContent()) ?? '')?.[0];
  expect(await run('policy', 'show')).toMatchObject({ stdout: expect.not.stringContaining('group:net') });
  await picture(page, 'policy-preview');
  await never.getByRole('button', { name: 'Add' }).click();
  const row = never.getByRole('listitem').filter({ hasText: 'group:net' });
  await row.waitFor();
  await page.getByText(new RegExp(`^${count} of \\d+ actions are left out$`)).waitFor({ timeout: 30_000 });
  await expect.poll(() => readFileSync(file(), 'utf8'), { timeout: 30_000 }).toContain('group:net');

  const trial = page.getByRole('region', { name: 'Try it' });
  await trial.getByRole('combobox', { name: 'Action' }).selectOption('web-fetch.page');
  await trial.getByRole('button', { name: 'What would happen?' }).click();
  await trial
    .getByText(/is on the deny list of the default \(group:net\)/)
    .first()
    .waitFor({ timeout: 30_000 });
  await picture(page, 'policy-trial');
  expect(await accessibilityFaults(page)).toEqual([]);

  await row.getByRole('button', { name: 'Remove group:net' }).click();
  await row.waitFor({ state: 'detached' });
  await expect.poll(() => readFileSync(file(), 'utf8'), { timeout: 30_000 }).not.toContain('group:net');
  // The notice of what was added may be there still.
  const told = page.getByLabel('Notifications').locator('> *').filter({ hasText: 'group:net removed from' });
  await told.getByRole('button', { name: 'Undo', exact: true }).click();
  await row.waitFor();
  await expect.poll(() => readFileSync(file(), 'utf8'), { timeout: 30_000 }).toContain('group:net');
});

test('of two windows that set the same, the later one is asked which holds [GW-02]', async () => {
  const { page } = opened;
  await openSettings(page);
  const late = await page.context().newPage();
  // It does not hear what others change, as behind a slow socket.
  await late.routeWebSocket(/./, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (!message.toString().includes('settings.changed')) socket.send(message);
    });
  });
  await late.goto(new URL('/', page.url()).href);
  await openSettings(late);
  await theme(page, 'Dark').click();
  await expect.poll(() => readFileSync(file(), 'utf8')).toContain('"theme": "dark"');
  await theme(late, 'Light').click();
  const dialog = late.getByRole('alertdialog');
  await dialog.waitFor();
  expect(await dialog.textContent()).toContain('There nowdarkYourslight');
  await picture(late, 'settings-clash');
  expect(await accessibilityFaults(late)).toEqual([]);
  await dialog.getByRole('button', { name: 'Use mine' }).click();
  await expect.poll(() => readFileSync(file(), 'utf8')).toContain('"theme": "light"');
  await expect.poll(() => theme(page, 'Light').isChecked()).toBe(true);
});

test('an MCP server is added and tried, its tool is allowed and used, and it is removed [RT-23]', async () => {
  const { page } = opened;
  await openSettings(page);
  await page.getByRole('tab', { name: 'MCP servers' }).click();
  await page.getByText('There are no MCP servers').waitFor({ timeout: 30_000 });
  await picture(page, 'mcp-empty');
  await page.getByRole('button', { name: 'Add a server' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add an MCP server' });
  await dialog.getByRole('button', { name: 'Add and test' }).click();
  await dialog.getByText('Enter the program').waitFor();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('everything');
  const program = fileURLToPath(import.meta.resolve('@modelcontextprotocol/server-everything/dist/index.js'));
  await dialog.getByRole('textbox', { name: 'Command' }).fill(`"${process.execPath}" "${program}" stdio`);
  await picture(page, 'mcp-add');
  expect(await accessibilityFaults(page)).toEqual([]);
  await dialog.getByRole('textbox', { name: 'Command' }).press('Enter');
  const card = page.getByRole('listitem', { name: 'everything' });
  await card.getByText('Connected', { exact: true }).waitFor({ timeout: 30_000 });
  await card.getByRole('button', { name: /^\d+ tools$/ }).click();
  await card.getByRole('combobox', { name: 'Who may use echo' }).selectOption('allow');
  await expect
    .poll(async () => (await run('permissions', 'list')).stdout, { timeout: 30_000 })
    .toContain('everything/echo');
  await card.getByRole('button', { name: /^\d+ tools$/ }).click();
  await card.getByRole('button', { name: /^\d+ prompts$/ }).click();
  await card.getByRole('combobox', { name: 'Who may use args-prompt' }).selectOption('allow');
  await card.getByRole('button', { name: 'Try args-prompt' }).click();
  const trial = card.getByRole('form', { name: /^Try / });
  await trial.getByRole('button', { name: 'Run it' }).click();
  await trial.getByText('Fill this in').waitFor();
  await trial.getByRole('textbox', { name: 'city' }).fill('Bergen');
  await trial.getByRole('button', { name: 'Run it' }).click();
  await trial.getByText("What's weather in Bergen?").first().waitFor({ timeout: 30_000 });
  await picture(page, 'mcp-prompt');
  expect(await accessibilityFaults(page)).toEqual([]);
  await card.getByRole('button', { name: /^\d+ prompts$/ }).click();
  await card.getByRole('button', { name: /^\d+ resources$/ }).click();
  await card.getByRole('combobox', { name: 'Who may read resources of everything' }).selectOption('allow');
  await card.getByRole('button', { name: 'Read Dynamic Text Resource' }).click();
  await card.getByRole('textbox', { name: 'resourceId' }).fill('7');
  await card.getByRole('button', { name: 'Run it' }).click();
  await card
    .getByText(/Resource 7/)
    .first()
    .waitFor({ timeout: 30_000 });
  await picture(page, 'mcp-resource');
  await card.getByRole('button', { name: /^\d+ resources$/ }).click();
  await card.getByRole('button', { name: 'What it printed' }).click();
  await card.getByText(/Started .*node/).waitFor({ timeout: 30_000 });
  await page.keyboard.press('Escape');
  await picture(page, 'mcp-server');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await picture(page, 'mcp-server-narrow');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 800 });
  const plan = join(opened.dataFolder, 'echo.json');
  const tasks = [{ id: 'say', action: 'mcp-everything.echo', input: { message: 'from the chat' } }];
  writeFileSync(plan, JSON.stringify({ version: 1, title: 'Echo', tasks }));
  expect(await run('run', plan)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Echo: from the chat'),
  });
  const offer = page.getByRole('region', { name: 'Heron as an MCP server' });
  await offer.getByRole('button', { name: /actions offered$/ }).click();
  await offer.getByRole('switch', { name: 'checksum.hash' }).click();
  await expect.poll(async () => (await run('mcp', 'offer')).stdout, { timeout: 30_000 }).not.toContain('checksum.hash');
  await offer.getByRole('radio', { name: /^Waits/ }).click();
  await expect.poll(async () => (await run('mcp', 'offer', '--json')).stdout).toContain('"whenMissing":"wait"');
  await picture(page, 'mcp-offer');
  expect(await accessibilityFaults(page)).toEqual([]);
  await goTo(page, 'Chat');
  await page.getByRole('textbox', { name: 'Message' }).fill('/everything-args-prompt Bergen');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.getByRole('textbox', { name: 'Message' }).inputValue(), { timeout: 30_000 })
    .toBe("What's weather in Bergen?");
  await picture(page, 'mcp-prompt-in-chat');
  await page.getByRole('textbox', { name: 'Message' }).fill('');
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'MCP servers' }).click();
  await card.getByRole('button', { name: 'Remove everything' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('There are no MCP servers').waitFor({ timeout: 30_000 });
});

test('named agents and memory are set in forms that say what is wrong, and each change can be undone', async () => {
  const { page } = opened;
  await openSettings(page);
  await page.getByRole('tab', { name: 'Prompts and agents' }).click();
  const section = page.getByRole('region', { name: 'Named agents' });
  await section.getByText(/^None yet/).waitFor({ timeout: 30_000 });
  await section.getByRole('button', { name: 'Add an agent' }).click();
  const form = page.getByRole('dialog', { name: 'Add an agent' });
  await form.getByLabel('Name').fill('No Name');
  await form.getByLabel('Steps').fill('900');
  await form.getByRole('button', { name: 'Add', exact: true }).last().click();
  await form.getByText('Lower-case letters, digits and -').waitFor();
  await form.getByText('A whole number from 1 to 200').waitFor();
  await picture(page, 'agent-form-refused');
  expect(await accessibilityFaults(page)).toEqual([]);
  await form.getByLabel('Name').fill('reader');
  await form.getByLabel('What it is good for').fill('reads pages and says what stands there');
  await form.getByLabel('Steps').fill('9');
  await form.getByLabel('Add a tool').selectOption('web-fetch.*');
  await form.getByRole('button', { name: 'Add', exact: true }).first().click();
  await form.getByRole('listitem').filter({ hasText: 'web-fetch.*' }).waitFor();
  await picture(page, 'agent-form');
  await form.getByRole('button', { name: 'Add', exact: true }).last().click();
  await form.waitFor({ state: 'detached' });
  const row = section.getByRole('listitem').filter({ hasText: 'reader' });
  await row.getByText('The model that fits · web-fetch.* · 9 steps').waitFor();
  await expect.poll(() => readFileSync(file(), 'utf8'), { timeout: 30_000 }).toContain('"reader"');

  await row.getByRole('button', { name: 'Edit reader' }).click();
  const edited = page.getByRole('dialog', { name: 'The agent reader' });
  await edited.getByLabel('Tokens').fill('5000');
  await edited.getByRole('button', { name: 'What it may do' }).click();
  await edited.getByRole('radio', { name: 'Coding' }).click();
  await edited.getByLabel('Add to “Never these”').selectOption('group:shell');
  await edited.getByText(/^Leaves out \d+ more actions/).waitFor({ timeout: 30_000 });
  await edited.getByRole('button', { name: 'Keep' }).click();
  await expect.poll(() => readFileSync(file(), 'utf8'), { timeout: 30_000 }).toContain('5000');
  await row.getByText('9 steps · its own permissions').waitFor();
  await row.getByRole('button', { name: 'Delete reader' }).click();
  await section.getByText(/^None yet/).waitFor();
  await page.getByText('reader was deleted').waitFor();
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await row.waitFor({ timeout: 30_000 });

  const memory = page.getByRole('region', { name: 'Memory' });
  const hours = memory.getByLabel('A folder goes on for so many hours of silence');
  await hours.fill('0');
  await memory.getByText('A whole number from 1 to 8,760').waitFor();
  await hours.fill('48');
  await hours.press('Enter');
  await expect.poll(() => readFileSync(file(), 'utf8'), { timeout: 30_000 }).toContain('"continueHours": 48');
  await memory.getByRole('switch', { name: 'Note what has to last' }).click();
  await expect.poll(() => readFileSync(file(), 'utf8'), { timeout: 30_000 }).toContain('"flush": false');
  await picture(page, 'agents-and-memory');
  expect(await accessibilityFaults(page)).toEqual([]);

  // What is remembered is found where the files are.
  expect(await run('conversations', 'say', 'what time is it')).toMatchObject({ code: 0 });
  await goTo(page, 'Memory');
  await page.getByLabel('Search what is remembered').fill('time');
  const found = page.getByRole('list', { name: 'Found' }).getByRole('listitem');
  await found.filter({ hasText: 'You said it in “what time is it”' }).first().waitFor({ timeout: 30_000 });
  await picture(page, 'memory-search');
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await run('memory', 'search', 'time')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('what time is it'),
  });
  expect(await run('memory', 'search', 'zeppelins')).toMatchObject({
    ...{ code: 0, stdout: '', stderr: expect.stringContaining('Nothing is remembered of zeppelins') },
  });
  expect(await run('memory', 'search', 'time', '--channel', 'slack')).toMatchObject({
    stderr: expect.stringContaining('--channel and --sender go together'),
  });
  expect(await run('memory', 'summarize', 'time')).toMatchObject({
    stderr: expect.stringContaining('needs a model, and none is set'),
  });
});
