import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { accessibilityFaults, closeBrowser, goTo, openWindow, picture, type Window } from './window.ts';

let window: Window;

beforeEach(async () => {
  window = await openWindow();
});
afterEach(() => window.close());
afterAll(closeBrowser);

function writeBird(
  folder: string,
  { version = '1.0.0', says = 'chirp', permissions = [] as object[], secrets = [] as object[] } = {},
): void {
  const text = (properties: object): object => ({ type: 'object', properties, additionalProperties: false });
  const manifest = {
    id: 'bird',
    version,
    engines: { heron: '*' },
    name: 'Bird',
    description: 'Sings when it is asked to.',
    tier: 'isolate',
    entry: 'index.js',
    permissions,
    secrets,
    limits: { memoryMb: 64, cpuMs: 20_000, wallMs: 5_000 },
    settings: text({ volume: { type: 'integer', maximum: 10, default: 5, description: 'How loud it sings.' } }),
    actions: {
      sing: {
        ...{ title: 'Sing', description: 'Sings.', input: text({}), output: text({ said: { type: 'string' } }) },
        ...{ risk: 'read', class: 'cpu', repeatable: true, phrases: ['sing a song'], says: '{{ output.said }}' },
      },
    },
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'index.js'),
    `export default { actions: { sing: (_, { settings }) => ({ said: '${says} ' + settings.volume }) } };`,
  );
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
}

test('a worker is installed, set, changed, approved again and removed on its screen [SB-22]', async () => {
  const { page, folder, dataFolder } = window;
  const installed = join(dataFolder, 'workers/bird');
  writeBird(join(folder, 'bird'), {
    permissions: [{ capability: 'secrets', reason: 'To sign in.' }],
    secrets: [{ name: 'bird-token', reason: 'A token for songs.', hosts: ['songs.example.org'] }],
  });
  await goTo(page, 'Workers');
  await page.getByRole('button', { name: 'Install', exact: true }).click();
  const source = page.getByRole('textbox', { name: 'Folder, archive or repository' });
  await source.fill(join(folder, 'nothing'));
  await page.keyboard.press('Enter');
  await page.getByText(`There is nothing at ${folder}/nothing`).waitFor();
  await source.fill(join(folder, 'bird'));
  await page.getByRole('button', { name: 'Fetch' }).click();
  const dialog = page.getByRole('dialog', { name: 'Install Bird?' });
  await dialog.getByText('Sings when it is asked to.').waitFor();
  await picture(page, 'worker-install');
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(existsSync(installed)).toBe(false);
  await dialog.getByRole('button', { name: 'Install' }).click();
  const detail = page.getByRole('region', { name: 'Bird', exact: true });
  await detail.getByText(`${folder}/bird`).waitFor();

  const wanted = detail.getByRole('region', { name: 'Secrets it wants' });
  await wanted.getByText('Missing').waitFor();
  await picture(page, 'worker-secret-wanted');
  await wanted.getByRole('button', { name: 'Enter bird-token' }).click();
  const entering = page.getByRole('dialog', { name: 'Enter bird-token' });
  await entering.getByLabel('Value').fill('tweet-tweet-tweet');
  await entering.getByRole('button', { name: 'Keep' }).click();
  await wanted.getByText('Kept').waitFor();

  const volume = detail.getByRole('textbox', { name: 'Volume' });
  await volume.fill('11');
  await detail.getByRole('button', { name: 'Save' }).click();
  await detail.getByText('must be at most 10').waitFor();
  await picture(page, 'worker-settings');
  expect(await accessibilityFaults(page)).toEqual([]);
  await volume.fill('7');
  await detail.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => detail.getByRole('button', { name: 'Reset all' }).isEnabled()).toBe(true);
  expect(await volume.inputValue()).toBe('7');

  writeBird(installed, { version: '1.1.0', permissions: [{ capability: 'net', reason: 'To hear others.' }] });
  await detail.getByText('Changed since you approved it').first().waitFor();
  await detail.getByText('+ may ask for net: To hear others.').waitFor();
  await detail.getByText('manifest.json').waitFor();
  expect(await detail.getByRole('button', { name: 'Start again' }).count()).toBe(0);
  await picture(page, 'worker-changed');
  expect(await accessibilityFaults(page)).toEqual([]);
  await detail.getByRole('button', { name: 'Keep it off' }).click();
  await detail.getByRole('button', { name: 'Do not keep it off' }).click();
  await goTo(page, 'Inbox');
  const waiting = page.getByRole('region', { name: 'Workers that wait for your approval' });
  await waiting.getByText('Changed since you approved it').waitFor();
  await picture(page, 'inbox-worker-changed');
  await waiting.getByRole('button', { name: 'Look at it…' }).click();
  await detail.getByRole('button', { name: 'Approve…' }).click();
  const approval = page.getByRole('dialog', { name: 'Approve Bird?' });
  await approval.getByText('+ may ask for net: To hear others.').waitFor();
  await picture(page, 'worker-approve');
  expect(await accessibilityFaults(page)).toEqual([]);
  await approval.getByRole('button', { name: 'Approve' }).click();
  await detail.getByText('Changed since you approved it').first().waitFor({ state: 'detached' });

  await detail.getByRole('button', { name: 'Remove…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Bird', exact: true }).waitFor({ state: 'detached' });
  await expect.poll(() => existsSync(installed), { timeout: 30_000 }).toBe(false);
});

test('hooks are switched on and off on the screen of their worker', async () => {
  const { page } = window;
  await goTo(page, 'Workers');
  await page.getByRole('button', { name: 'House rules' }).click();
  const hooks = page.getByRole('switch', { name: 'Hooks' });
  expect(await hooks.isChecked()).toBe(false);
  await hooks.click();
  await picture(page, 'worker-hooks');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.reload();
  await expect.poll(() => page.getByRole('switch', { name: 'Hooks' }).isChecked()).toBe(true);
});

test('a worker is sent into a container in Settings, and the list says where it runs or why it does not [SB-10]', async () => {
  const { page } = window;
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Work' }).click();
  const section = page.getByRole('region', { name: 'Containers' });
  await section.getByText(/^(Available|Not available)$/).waitFor({ timeout: 60_000 });
  const isAvailable = await section.getByText('Available', { exact: true }).isVisible();
  await section.getByRole('button', { name: 'Clock' }).click();
  await expect.poll(() => section.getByRole('button', { name: 'Clock' }).getAttribute('aria-pressed')).toBe('true');
  await section.scrollIntoViewIfNeeded();
  await picture(page, 'settings-containers');
  expect(await accessibilityFaults(page)).toEqual([]);
  await goTo(page, 'Workers');
  const row = page.getByRole('row').filter({ hasText: 'Clock' });
  await row.getByText(isAvailable ? 'Own process, container' : 'Container, not available').waitFor({ timeout: 60_000 });
  await picture(page, 'workers-container');
});
