import type { Page } from 'playwright';
import { expect } from 'vitest';
import { accessibilityFaults } from './window.ts';

const patient = { timeout: 60_000 };

/** Several steps are chosen, taken out, brought back and framed by the keys alone. */
export async function chooseInOutline(page: Page): Promise<void> {
  const tree = page.getByRole('tree', { name: 'Steps' });
  const rows = tree.getByRole('treeitem');
  const selected = tree.getByRole('treeitem', { selected: true });
  await rows.first().focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Delete');
  await tree.getByRole('treeitem', { name: /The sums/ }).waitFor({ state: 'detached' });
  expect(await rows.count()).toBe(3);
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect.poll(() => selected.count(), patient).toBe(3);
  await page.keyboard.press('Space');
  await expect.poll(() => selected.count(), patient).toBe(2);
  await page.keyboard.press('Delete');
  await expect.poll(() => rows.count(), patient).toBe(1);
  await page.keyboard.press('Control+z');
  await expect.poll(() => rows.count(), patient).toBe(3);
  await rows.first().focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Control+g');
  await tree.getByRole('treeitem', { name: /Frame/ }).waitFor(patient);
  expect(await accessibilityFaults(page)).toEqual([]);
}
