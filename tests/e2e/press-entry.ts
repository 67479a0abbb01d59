import type { Page } from 'playwright';

/** Goes to an entry of a bar that has no room for all at the bottom of a phone. */
export async function pressEntry(page: Page, bar: string, name: string): Promise<void> {
  const menu = page.getByRole('navigation', { name: bar });
  const entry = menu.getByRole('button', { name, exact: bar === 'Groups' });
  await menu.waitFor();
  if (await entry.isVisible()) return entry.click();
  await menu.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitemcheckbox', { name }).click();
}
