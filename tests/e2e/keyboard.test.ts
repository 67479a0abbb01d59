import { join } from 'node:path';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import { accessibilityFaults, answers, closeBrowser, goTo, type Look, openWindow, picture, say } from './window.ts';
import { inEachLook, lookName } from './looks.ts';
import { everythingLoaded } from './press-entry.ts';

afterAll(closeBrowser);

const patience = { timeout: 60_000 };
const looks: Look[] = [
  { theme: 'light', width: 1280, height: 800 },
  { theme: 'dark', width: 390, height: 844 },
];
const mainScreens = [
  ...(['Chat', 'Inbox', 'Timeline', 'Workflows', 'Schedules'] as const),
  ...(['Memory', 'Workers', 'Background', 'Dashboard', 'Settings'] as const),
];

test('Tab alone goes through every main screen in the order it is read, is never caught, and is always seen', async () => {
  const { page, close } = await openWindow(looks[0]);
  onTestFinished(close);
  const faults: string[] = [];
  for (const screen of mainScreens) {
    await goTo(page, screen);
    await everythingLoaded(page);
    const stops = await walk(page);
    if (stops.length <= 5) faults.push(`${screen}: Tab reaches ${stops.length} places`);
    const main = stops.filter(({ isInMain }) => isInMain);
    // An empty screen may have nothing to press.
    const isEmpty =
      (await page.getByRole('main').locator('button, a, input, select, textarea, [tabindex="0"]').count()) === 0;
    if (main.length === 0 && !isEmpty) faults.push(`${screen}: Tab never comes into the screen itself`);
    faults.push(...stops.filter(({ isSeen }) => !isSeen).map(({ name }) => `${screen}: nothing marks ${name}`));
    faults.push(...main.filter(({ isAfter }) => !isAfter).map(({ name }) => `${screen}: ${name} is out of order`));
  }
  expect(faults).toEqual([]);
}, 300_000);

type Stop = { name: string; isInMain: boolean; isSeen: boolean; isAfter: boolean; isAgain: boolean };

/** Presses Tab from the beginning of the page until it is through, at most so often as a list of things is long. */
async function walk(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  await page.evaluate(() => {
    (window as unknown as { seen: Element[] }).seen = [];
    (document.activeElement as HTMLElement | null)?.blur();
    getSelection()?.removeAllRanges();
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  for (let step = 0; step < 120; step += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate((): Stop | undefined => {
      const focused = document.activeElement;
      if (!focused || focused === document.body || focused === document.documentElement) return undefined;
      const around = [
        focused,
        focused.parentElement,
        focused.closest('label'),
        focused.closest('.cm-editor')?.parentElement,
      ];
      const marks = around.flatMap((each) => (each ? [getComputedStyle(each), getComputedStyle(each, '::after')] : []));
      const outlined = ({ outlineStyle, outlineWidth }: CSSStyleDeclaration) =>
        outlineStyle !== 'none' && outlineWidth !== '0px';
      const { seen } = window as unknown as { seen: Element[] };
      const isInMain = focused.closest('main') !== null;
      const before = seen.findLast((each) => each.isConnected && each.closest('main') !== null);
      const isAgain = seen.includes(focused);
      seen.push(focused);
      return {
        name:
          focused.getAttribute('aria-label') ??
          (focused.textContent.trim().slice(0, 60) || focused.outerHTML.slice(0, 120)),
        isInMain,
        isSeen: marks.some(outlined),
        isAfter: !before || (before.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
        isAgain,
      };
    });
    if (!stop || stop.isAgain) break;
    stops.push(stop);
  }
  return stops;
}

test('things move where the system has nothing against it, and do not where it has', async () => {
  const moving = await openWindow(looks[0], {}, undefined, undefined, 'no-preference');
  onTestFinished(moving.close);
  const { page } = moving;
  const timesOf = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((each) => {
        const { animationName, animationDuration, transitionDuration } = getComputedStyle(each);
        return { animationName, animation: parseFloat(animationDuration), transition: parseFloat(transitionDuration) };
      });
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  const dialog = await timesOf('[role=dialog]');
  expect(dialog.animationName).not.toBe('none');
  expect(dialog.animation).toBeGreaterThan(0);
  // Nothing but what says that it still works takes longer than a fifth of a second.
  expect(dialog.animation).toBeLessThanOrEqual(0.2);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await say(page, 'what is 2 + 2');
  await answers(page).first().waitFor(patience);
  expect((await timesOf('article')).animation).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  const still = await timesOf('[role=dialog]');
  expect(still.animationName === 'none' || still.animation < 0.01).toBe(true);
});

test('a screen reader hears a question once, and an answer when it is whole instead of word by word', async () => {
  const model = await startScriptedModel({ replies: [] });
  onTestFinished(model.close);
  const environment = { HERON_MODEL_BASE_URL: model.baseUrl, HERON_MODEL_NAME: 'scripted' };
  const { page, folder, close } = await openWindow(looks[0], environment);
  onTestFinished(close);
  const newest = page.getByRole('status', { name: 'Newest answer' });
  const questions = page.getByRole('status', { name: 'Permission questions' });
  await say(page, 'hello there');
  await answers(page).first().waitFor(patience);
  await say(page, 'hello again');
  await answers(page).nth(1).waitFor(patience);
  await expect.poll(() => newest.textContent(), patience).not.toBe('');
  mkdirSync(join(folder, 'docs'));
  writeFileSync(join(folder, 'docs/a.txt'), 'alpha');
  const plan = {
    title: 'List it',
    tasks: [{ id: 'list', action: 'files.list', input: { path: join(folder, 'docs') } }],
  };
  model.script({ text: JSON.stringify({ plan }) });
  await say(page, 'have a look at those documents of mine');
  await expect.poll(() => questions.textContent(), patience).toContain(join(folder, 'docs'));
  expect(await questions.textContent()).toContain('1 waiting');
  // No part of the conversation is announced by itself.
  expect(await page.getByRole('main').locator('article[aria-live], [role=log]:not([aria-live=off])').count()).toBe(0);
  await page
    .getByRole('button', { name: /^Allow once|^Once/ })
    .first()
    .click(patience);
  await expect.poll(() => questions.textContent(), patience).toBe('');
});

test('the palette finds what is long ago, does what menus do, and shows its keys; a manner is chosen beside the message [UI-06]', async () => {
  const { page, close } = await openWindow(looks[0]);
  onTestFinished(close);
  await say(page, 'what is 19 + 23');
  await answers(page).getByText('42').first().waitFor(patience);
  const search = page.getByPlaceholder('Search conversations and commands');
  const pick = async (words: string, option: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await search.fill(words, patience);
    await page.getByRole('option', { name: option }).first().click(patience);
  };
  await pick('rename this', 'Rename this conversation');
  await expect.poll(() => page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('/rename ');
  await page.keyboard.type('A sum of mine');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'A sum of mine' }).waitFor(patience);
  // The title says nothing of it: the engine finds the words in the conversation.
  await page.keyboard.press('Control+k');
  await search.fill('19 + 23', patience);
  await page.getByRole('option', { name: /A sum of mine/ }).waitFor(patience);
  await inEachLook(page, looks, async (look) => {
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, `palette-found-${lookName(look)}`);
  });
  await page.keyboard.press('Escape');
  await pick('manner brief', 'Manner: Brief');
  await page.getByText('Brief holds from the next message on').waitFor(patience);
  const manner = page.getByRole('button', { name: 'Manner: Brief' });
  await manner.click(patience);
  await inEachLook(page, looks, async (look) => {
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, `chat-manner-${lookName(look)}`);
  });
  await page.getByRole('menuitemcheckbox', { name: /^Careful/ }).click();
  await page.getByRole('button', { name: 'Manner: Careful' }).waitFor(patience);
  await page.getByRole('textbox', { name: 'Message' }).fill('/manner plain');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Manner: Plain' }).waitFor(patience);
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Keys' }).click(patience);
  await page.getByRole('button', { name: 'Change the keys of New workflow' }).click(patience);
  await page.keyboard.press('Control+Shift+u');
  await page.getByRole('button', { name: 'Undo the last change: keys' }).waitFor(patience);
  await goTo(page, 'Chat');
  await page.keyboard.press('Control+Shift+u');
  await expect.poll(() => page.url(), patience).toMatch(/#\/workflows\/wfl_/);
  await page.getByRole('button', { name: 'Publish' }).waitFor(patience);
});
