import type { Page } from 'playwright';

/** Goes to an entry of a bar that has no room for all at the bottom of a phone. */
export async function pressEntry(page: Page, bar: string, name: string): Promise<void> {
  const menu = page.getByRole('navigation', { name: bar });
  // Counts stand after the name, and what they count may be called like another entry.
  const named = { name: new RegExp(`^${name}\\b`) };
  await menu.waitFor();
  if (await menu.getByRole('button', named).isVisible()) return menu.getByRole('button', named).click();
  await menu.getByRole('button', { name: /^More\b/ }).click();
  await page.getByRole('menuitemcheckbox', named).click();
}

/** Every part of the settings, as it is called in the window. */
export const allSettings = [
  ...['General', 'Manner', 'Voice', 'Screen and camera', 'Keys', 'Models', 'Spending', 'Prompts and agents'],
  ...['Permissions', 'Secrets', 'MCP servers', 'Webhooks', 'Work', 'Data', 'Logs'],
];

/** What is read from the engine has come. */
export async function everythingLoaded(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .animate-late') === null);
}

/** Opens a part of the settings, where they stand at the side and where they are a list of their own. */
export async function openSettingsTab(page: Page, name: string): Promise<void> {
  const tab = page.getByRole('tab', { name, exact: true });
  const back = page.getByRole('button', { name: 'Back to all settings' });
  await tab.or(back).first().waitFor();
  if (await back.isVisible()) await back.click();
  await tab.click();
  await page
    .getByRole('tabpanel', { name, exact: true })
    .or(page.getByRole('region', { name, exact: true }))
    .first()
    .waitFor();
  await everythingLoaded(page);
}
