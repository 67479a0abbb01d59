import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { heron } from './heron.ts';
import { inEachLook, lookName } from './looks.ts';
import { allSettings, everythingLoaded, openSettingsTab } from './press-entry.ts';
import { accessibilityFaults, answers, closeBrowser, goTo, type Look, openWindow, picture, say } from './window.ts';

afterAll(closeBrowser);

const longTest = { timeout: 180_000 };

const themes = ['light', 'dark'] as const;
const sizes = {
  wide: [
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
  ],
  narrow: [{ width: 390, height: 844 }],
};
const flows = Object.entries(sizes).map(([width, each]) => ({
  width,
  looks: themes.flatMap((theme): Look[] => each.map((size) => ({ theme, ...size }))),
}));

test.each(flows)(
  'every screen can be used with a screen reader, light and dark, $width [MM-11]',
  longTest,
  async ({ looks }) => {
    const window = await openWindow(looks[0]);
    const { page } = window;
    const check = (screen: string, judged = looks): Promise<void> =>
      inEachLook(page, looks, async (look) => {
        await picture(page, `${screen}-${lookName(look)}`);
        if (!judged.includes(look)) return;
        expect(await accessibilityFaults(page), `${screen}, ${lookName(look)}`).toEqual([]);
      });
    // The parts of forms and lists are judged in every look above: of the rest there are pictures in all, and the first and the last are judged.
    const ends = [...new Set([looks[0], looks.at(-1)])].filter((look) => look !== undefined);
    try {
      mkdirSync(join(window.folder, 'docs'));
      writeFileSync(join(window.folder, 'docs/a.txt'), 'alpha');
      await page.getByRole('list', { name: 'Examples' }).waitFor();
      await check('start');
      await say(page, `zip the folder ${window.folder}/docs and tell me its sha256`);
      await page.getByRole('region', { name: '2 permissions needed' }).waitFor();
      await check('chat-permission');
      await page.getByRole('button', { name: 'More…' }).first().click();
      await page.getByRole('dialog', { name: /^What may / }).waitFor();
      await check('permission-more');
      await page.keyboard.press('Escape');
      await goTo(page, 'Inbox');
      await page
        .getByText(/^Denied in/)
        .first()
        .waitFor();
      await check('inbox');
      await goTo(page, 'Chat');
      await page.getByRole('button', { name: 'Allow all 2 for this run' }).click();
      await answers(page).first().waitFor({ timeout: 60_000 });
      await check('chat-answer');
      await goTo(page, 'Inbox');
      await page.getByText('Nothing waits for you').waitFor();
      await check('inbox-empty');
      await goTo(page, 'Timeline');
      await page.getByText('Run completed').first().waitFor();
      await check('timeline');
      await goTo(page, 'Workers');
      await page.getByText('Archive').first().waitFor();
      await check('workers');
      await page.getByText('Archive').first().click();
      await check('worker');
      await goTo(page, 'Memory');
      await page.getByText('Facts that hold from one conversation').first().waitFor();
      await check('memory');
      const secret = ['secrets', 'set', 'github-token', '--host', 'api.github.com'];
      await heron(secret, { dataFolder: window.dataFolder, input: 'a-value-for-the-screens' });
      for (const screen of ['Workflows', 'Schedules', 'Background', 'Dashboard'] as const) {
        await goTo(page, screen);
        await page.getByRole('heading', { name: screen, level: 1 }).waitFor();
        await everythingLoaded(page);
        await check(screen.toLowerCase(), ends);
      }
      await goTo(page, 'Settings');
      for (const tab of allSettings) {
        await openSettingsTab(page, tab);
        await check(`settings-${tab.toLowerCase().replaceAll(' ', '-')}`, ends);
      }
    } finally {
      await window.close();
    }
  },
);
