import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allSettings, everythingLoaded, openSettingsTab } from './press-entry.ts';
import { inEachLook, lookName } from './looks.ts';
import { accessibilityFaults, answers, closeBrowser, goTo, openWindow, picture, say, type Window } from './window.ts';

let window: Window;
let page: Page;
beforeAll(async () => {
  window = await openWindow();
  ({ page } = window);
  // From the first line of its script on.
  await page.addInitScript(() => {
    const seen: string[] = ((globalThis as { violations?: string[] }).violations = []);
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample, sourceFile, lineNumber }) =>
      seen.push(`${violatedDirective} ${sample} ${sourceFile}:${lineNumber}`),
    );
  });
  await page.reload();
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
});
afterAll(async () => {
  await window.close();
  await closeBrowser();
});

const violations = (): Promise<string[]> =>
  page.evaluate(() => (globalThis as { violations?: string[] }).violations?.splice(0) ?? []);

test('no screen does what the content security policy forbids', async () => {
  const screens = [
    'Inbox',
    'Timeline',
    'Workflows',
    'Schedules',
    'Memory',
    'Workers',
    'Background',
    'Dashboard',
    'Settings',
    'Chat',
  ] as const;
  for (const screen of screens) {
    await goTo(page, screen);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await everythingLoaded(page);
  }
  await goTo(page, 'Settings');
  for (const tab of allSettings) await openSettingsTab(page, tab);
  await goTo(page, 'Chat');
  await say(page, 'what can you do');
  await answers(page).first().waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await violations()).toEqual([]);
});

test('no text becomes markup or a script, but character references in answers are decoded', async () => {
  const madeIt = await page.evaluate(() => {
    type Factory = { createPolicy(name: string, rules: object): void };
    const { trustedTypes } = globalThis as unknown as { trustedTypes: Factory };
    const attempts: [string, () => void][] = [
      ['innerHTML', () => void (document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>')],
      ['document.write', () => document.write('<script>alert(1)</script>')],
      ['script text', () => void (document.createElement('script').text = 'alert(1)')],
      ['script address', () => void (document.createElement('script').src = '/assets/other.js')],
      ['another policy', () => trustedTypes.createPolicy('other', {})],
      ['handler', () => document.createElement('button').setAttribute('onclick', 'alert(1)')],
    ];
    return attempts.filter(([, attempt]) => {
      try {
        attempt();
        return true;
      } catch {
        return false;
      }
    });
  });
  expect(madeIt.map(([name]) => name)).toEqual([]);
  const decoded = await page.evaluate(() => {
    const element = document.createElement('i');
    element.innerHTML = '&copy;';
    return element.textContent;
  });
  expect(decoded).toBe('©');
});

test('an inline style that got into the page does nothing', async () => {
  const outline = await page.evaluate(() => {
    const style = document.createElement('style');
    style.textContent = 'body { outline: 7px solid red }';
    document.body.append(style);
    const { outlineWidth } = getComputedStyle(document.body);
    style.remove();
    return outlineWidth;
  });
  expect(outline).not.toBe('7px');
});

test('the small window is a conversation and nothing else; what leads away leads to the main window', async () => {
  const quick = await page.context().newPage();
  await quick.setViewportSize({ width: 640, height: 420 });
  await quick.goto(new URL('/#/ask', page.url()).href);
  await quick.waitForURL(/\/\?quick$/);
  await quick.getByRole('heading', { name: 'Ask Heron' }).waitFor();
  expect(await quick.getByRole('navigation').count()).toBe(0);
  await say(quick, 'what time is it in Tokyo');
  await answers(quick).first().waitFor();
  const small = { width: 640, height: 420 };
  await inEachLook(
    quick,
    [
      { theme: 'light', ...small },
      { theme: 'dark', ...small },
    ],
    async (look) => {
      expect(await accessibilityFaults(quick), `in ${lookName(look)}`).toEqual([]);
      await picture(quick, `quick-ask-${lookName(look)}`);
    },
  );
  const opened = page.context().waitForEvent('page');
  await quick.getByRole('button', { name: 'Open in the main window' }).click();
  const main = await opened;
  await main.waitForURL(/\/#\/chat\/cnv_/);
  await main.getByRole('navigation', { name: 'Main' }).waitFor();
  await main.close();
  await quick.close();
});

test('paused, nothing begins, and the page says so and goes on', async () => {
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'General' }).click();
  await page.getByRole('switch', { name: 'Pause everything' }).click();
  const banner = page.getByText('Everything is paused', { exact: false });
  await banner.waitFor();
  await picture(page, 'paused');
  await goTo(page, 'Chat');
  await page.keyboard.press('Control+n');
  await page.getByRole('heading', { name: 'What should Heron do?' }).waitFor();
  await say(page, 'what time is it in Oslo');
  await page.getByRole('article').last().waitFor();
  expect(await page.getByText(/Europe\/Oslo/).count()).toBe(0);
  await page.getByRole('button', { name: 'Go on' }).click();
  await banner.waitFor({ state: 'detached' });
  await page
    .getByText(/Europe\/Oslo/)
    .first()
    .waitFor();
});
