import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { heron } from './heron.ts';
import { openSettingsTab } from './press-entry.ts';
import { accessibilityFaults, closeBrowser, goTo, type Look, openWindow, picture } from './window.ts';

afterAll(closeBrowser);

const looks: Look[] = [
  { theme: 'light', width: 1280, height: 800 },
  { theme: 'dark', width: 390, height: 844 },
];

test.each(looks)(
  'a run is pinned in the timeline, and where traces go is set in the window, $theme, $width [DA-07, OB-01, OB-02]',
  async (look) => {
    const window = await openWindow(look);
    const { page, folder, dataFolder } = window;
    const name = `${look.theme}-${look.width}x${look.height}`;
    const check = async (screen: string): Promise<void> => {
      await picture(page, `${screen}-${name}`);
      expect(await accessibilityFaults(page)).toEqual([]);
    };
    try {
      const tasks = [{ id: 'count', action: 'text.count', input: { text: 'a b' } }];
      writeFileSync(join(folder, 'plan.json'), JSON.stringify({ version: 1, title: 'Count', tasks }));
      await heron(['run', 'plan.json', '--allow', 'plan'], { dataFolder, cwd: folder });
      await goTo(page, 'Timeline');
      await page.getByRole('button', { name: 'Count', exact: true }).first().click();
      await page.getByRole('button', { name: 'Pin', exact: true }).click();
      await page.getByRole('button', { name: 'Unpin', exact: true }).waitFor();
      await check('timeline-pinned');
      const pruned = await heron(['prune', '--older-than', '0m', '--dry-run'], { dataFolder });
      expect(pruned.stdout).toContain('1 pinned');
      await page.getByRole('button', { name: 'Unpin', exact: true }).click();
      await page.getByRole('button', { name: 'Pin', exact: true }).waitFor();
      await goTo(page, 'Settings');
      await openSettingsTab(page, 'General');
      const address = page.getByRole('textbox', { name: 'Send traces to' });
      await address.fill('http://127.0.0.1:4318');
      await address.press('Enter');
      await page.getByRole('combobox', { name: 'Format of the log on the command line' }).selectOption('json');
      await page.getByRole('button', { name: /^Undo the last change: log format/ }).waitFor();
      await address.scrollIntoViewIfNeeded();
      await check('settings-observing');
      await openSettingsTab(page, 'Logs');
      await page.getByRole('combobox', { name: 'Worker', exact: true }).selectOption('Text');
      await page
        .getByText(/^(?:No line matches|text)/)
        .first()
        .waitFor();
      await check('settings-logs-worker');
      await goTo(page, 'Workers');
      await page.getByRole('button', { name: /^Needs approval/ }).click();
      await page.getByText('No worker is like that').waitFor();
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await page.getByRole('combobox', { name: 'Category' }).selectOption('Network');
      await page.getByRole('button', { name: 'Text', exact: true }).waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Web fetch', exact: true }).waitFor();
      await check('workers-narrowed');
      await page.getByRole('combobox', { name: 'Category' }).selectOption('All categories');
      await page.getByRole('button', { name: 'Text', exact: true }).click();
      await page
        .getByText('It has written nothing.')
        .or(page.getByRole('group', { name: /^Log of Text/ }))
        .waitFor();
      await check('worker-log');
      const { stdout } = await heron(['settings', '--json'], { dataFolder });
      expect(JSON.parse(stdout).settings).toMatchObject({ otlpEndpoint: 'http://127.0.0.1:4318', logFormat: 'json' });
    } finally {
      await window.close();
    }
  },
);
