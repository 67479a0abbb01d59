import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { heron } from './heron.ts';
import { accessibilityFaults, closeBrowser, goTo, type Look, openWindow, picture } from './window.ts';

afterAll(closeBrowser);

const looks: Look[] = [
  { theme: 'light', width: 1280, height: 800 },
  { theme: 'dark', width: 1280, height: 800 },
  { theme: 'light', width: 390, height: 844 },
];

test.each(looks)(
  'the dashboard counts what runs did, live, with a table for each chart, $theme, $width [UI-10, UI-12]',
  async (look) => {
    const window = await openWindow(look);
    const { page, folder, dataFolder } = window;
    const name = `${look.theme}-${look.width}x${look.height}`;
    const check = async (screen: string): Promise<void> => {
      await picture(page, `${screen}-${name}`);
      expect(await accessibilityFaults(page)).toEqual([]);
    };
    const run = async (input: object, code: number): Promise<void> => {
      const tasks = [{ id: 'count', action: 'text.count', input, retry: { attempts: 1 } }];
      writeFileSync(join(folder, 'plan.json'), JSON.stringify({ version: 1, title: 'Count', tasks }));
      const ran = await heron(['run', 'plan.json', '--allow', 'plan'], { dataFolder, cwd: folder });
      expect(ran).toMatchObject({ code });
    };
    try {
      await goTo(page, 'Dashboard');
      await page.getByText('No runs yet').waitFor();
      await check('dashboard-empty');
      await run({ text: 'a b' }, 0);
      await run({ text: 'a b c' }, 0);
      const outcomes = page.getByRole('table', { name: 'Runs by outcome' });
      await outcomes.getByRole('row').last().getByRole('cell').first().getByText('2', { exact: true }).waitFor();
      await page.getByRole('region', { name: 'Runs by outcome' }).locator('canvas').waitFor();
      await page.getByRole('list', { name: 'Key figures' }).getByText('100 %').waitFor();
      await check('dashboard');
      await page.getByRole('combobox', { name: 'Period' }).selectOption('Last 24 hours');
      await expect.poll(() => outcomes.getByRole('row').count(), { timeout: 30_000 }).toBe(25);
      await check('dashboard-day');
      await page.keyboard.press('Control+8');
      await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor();
      await page.keyboard.press('Control+7');
      await page.getByRole('heading', { name: 'Dashboard', exact: true }).waitFor();
      const told = await heron(['status', '--days', '1'], { dataFolder, cwd: folder });
      expect(told.stdout).toContain('Last day: 2 runs ended, 2 completed, 0 failed');
    } finally {
      await window.close();
    }
  },
);
