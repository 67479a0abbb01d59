import { afterAll, expect, test } from 'vitest';
import { accessibilityFaults, closeBrowser, goTo, type Look, openWindow, picture, say } from './window.ts';

afterAll(closeBrowser);

const looks: Look[] = [
  { theme: 'light', width: 1280, height: 800 },
  { theme: 'dark', width: 390, height: 844 },
];

test.each(looks)(
  'a program in the background is started by a sentence, read, written to and stopped in the window, $theme, $width [RT-27]',
  async (look) => {
    const window = await openWindow(look);
    const { page } = window;
    const name = `${look.theme}-${look.width}x${look.height}`;
    const check = async (screen: string): Promise<void> => {
      await picture(page, `${screen}-${name}`);
      expect(await accessibilityFaults(page)).toEqual([]);
    };
    try {
      await goTo(page, 'Background');
      await page.getByText('Nothing is in the background').waitFor();
      await check('background-empty');
      await goTo(page, 'Chat');
      await say(page, 'run cat in the background');
      await page
        .getByRole('button', { name: /^Allow/ })
        .first()
        .click();
      await page.getByText('I will tell how it ends').first().waitFor({ timeout: 40_000 });
      await check('background-run');
      await goTo(page, 'Background');
      await page.getByRole('button', { name: /^cat/ }).click();
      await page.getByRole('textbox', { name: 'Write to its input' }).fill('hello there');
      await page.keyboard.press('Enter');
      await page.getByRole('log', { name: 'Output of cat' }).getByText('hello there').waitFor({ timeout: 40_000 });
      await check('background');
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      await page.getByRole('alertdialog', { name: 'Stop cat?' }).getByRole('button', { name: 'Stop' }).click();
      await page.getByText(/^was stopped after/).waitFor({ timeout: 40_000 });
      await check('background-stopped');
    } finally {
      await window.close();
    }
  },
);
