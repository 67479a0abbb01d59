import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, expect, test } from 'vitest';
import { allSettings, everythingLoaded, openSettingsTab } from './press-entry.ts';
import { closeBrowser, goTo, openWindow, picture, say } from './window.ts';

afterAll(closeBrowser);

/** What a window of 1280 × 800 is to the page at 200%. */
const zoomed = { theme: 'light', width: 640, height: 400 } as const;

test('at 200% zoom and with larger letters, no screen cuts controls off or lays them over each other', async () => {
  const window = await openWindow(zoomed);
  const { page, folder } = window;
  const faults: string[] = [];
  const check = async (screen: string): Promise<void> => {
    await picture(page, `zoom-${screen}`);
    faults.push(...(await crampedControls(page)).map((fault) => `${screen}: ${fault}`));
  };
  try {
    // The page takes no style from outside; this is what its own root can be told.
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '125%'));
    mkdirSync(join(folder, 'docs'));
    writeFileSync(join(folder, 'docs/a.txt'), 'alpha');
    await page.getByRole('list', { name: 'Examples' }).waitFor();
    await check('start');
    await say(page, `zip the folder ${folder}/docs and tell me its sha256`);
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
    await page.getByRole('button', { name: /^Undo/ }).first().waitFor({ timeout: 30_000 });
    await check('chat-answer');
    await page.getByRole('button', { name: 'Show on timeline' }).click();
    await page.getByRole('treeitem').first().waitFor();
    await check('timeline-run');
    await goTo(page, 'Timeline');
    await page.getByText('Run completed').first().waitFor();
    await check('timeline');
    await goTo(page, 'Workers');
    await page.getByText('Archive').first().waitFor();
    await check('workers');
    await page.getByText('Archive').first().click();
    await page.getByRole('button', { name: 'Close details' }).waitFor();
    await check('worker');
    for (const screen of ['Workflows', 'Schedules', 'Memory', 'Background', 'Dashboard'] as const) {
      await goTo(page, screen);
      await page.getByRole('heading', { name: screen, level: 1 }).waitFor();
      await everythingLoaded(page);
      await check(screen.toLowerCase());
    }
    await goTo(page, 'Settings');
    for (const tab of allSettings) {
      await openSettingsTab(page, tab);
      await check(`settings-${tab.toLowerCase().replaceAll(' ', '-')}`);
    }
    expect(faults).toEqual([]);
  } finally {
    await window.close();
  }
});

test('at 200% zoom in the dark the steps of the first start and the builder are whole, too', async () => {
  const begins = (page: Page) => page.getByRole('heading', { level: 1, name: 'Say what you want done' });
  const environment = { HERON_WELCOME: '', HERON_MODEL_SERVERS: '' };
  const window = await openWindow({ ...zoomed, theme: 'dark' }, environment, begins);
  const { page } = window;
  const faults: string[] = [];
  const check = async (screen: string): Promise<void> => {
    await picture(page, `zoom-dark-${screen}`);
    faults.push(...(await crampedControls(page)).map((fault) => `${screen}: ${fault}`));
  };
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  try {
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '125%'));
    await check('welcome-1');
    await press('Continue');
    await page.getByRole('radio', { name: 'Go without a model' }).waitFor();
    await check('welcome-2');
    await press('Continue without');
    await page.getByRole('heading', { name: 'Which folders may it see?' }).waitFor();
    await check('welcome-3');
    await press('Skip the rest');
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
    await goTo(page, 'Workflows');
    await page.getByRole('button', { name: 'New workflow' }).first().click();
    await page.getByRole('tab', { name: 'Canvas' }).waitFor();
    await everythingLoaded(page);
    await check('builder');
    expect(faults).toEqual([]);
  } finally {
    await window.close();
  }
});

test('what is cut off or lies over something else would be found', async () => {
  const window = await openWindow(zoomed);
  const { page } = window;
  try {
    const before = await crampedControls(page);
    await page.evaluate(() => {
      const row = document.createElement('div');
      const looks: [string, Partial<CSSStyleDeclaration>][] = [
        ['Longer than its box', { width: '3rem', overflow: 'hidden', whiteSpace: 'nowrap' }],
        ['Over it', { marginLeft: '-2rem' }],
        ['Outside', { marginLeft: '40rem' }],
      ];
      for (const [text, look] of looks) {
        const button = document.createElement('button');
        button.textContent = text;
        Object.assign(button.style, look);
        row.append(button);
      }
      document.querySelector('main')?.append(row);
    });
    const found = (await crampedControls(page)).filter((fault) => !before.includes(fault)).join('\n');
    expect(found).toContain('“Longer than its box” is cut off');
    expect(found).toContain('“Over it” lies over “Longer than its box”');
    expect(found).toContain('“Outside” is outside of the window');
  } finally {
    await window.close();
  }
});

/** Controls that are cut off, lie outside of the window or over one another, in words. */
function crampedControls(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const selector = 'button, input, select, textarea, [role="link"], [role="tab"], a[href]';
    const modal = document.querySelector('[role="dialog"], [role="alertdialog"]');
    const controls = [...(modal ?? document).querySelectorAll<HTMLElement>(selector)].filter((each) => {
      const box = each.getBoundingClientRect();
      // The link that skips the navigation is there for keys, and shows when they reach it.
      const isHidden = getComputedStyle(each).clipPath !== 'none';
      return (
        !isHidden &&
        box.width > 1 &&
        box.height > 1 &&
        each.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      );
    });
    const nameOf = (each: HTMLElement) =>
      `“${(each.getAttribute('aria-label') ?? each.textContent.trim().slice(0, 40)) || each.outerHTML.slice(0, 60)}”`;
    // Nearest boxes that clip: what is scrolled out of them is neither cut off nor over anything.
    const clippers = (each: HTMLElement) => {
      const found: HTMLElement[] = [];
      for (let at = each.parentElement; at; at = at.parentElement) {
        if (getComputedStyle(at).overflow !== 'visible') found.push(at);
      }
      return found;
    };
    const scrollsSideways = (each: HTMLElement) =>
      clippers(each).some(
        (at) => at.scrollWidth > at.clientWidth && /auto|scroll/.test(getComputedStyle(at).overflowX),
      );
    const seen = (each: HTMLElement) => {
      const box = each.getBoundingClientRect();
      const edges = { left: box.left, right: box.right, top: box.top, bottom: box.bottom };
      for (const at of clippers(each)) {
        const clip = at.getBoundingClientRect();
        edges.left = Math.max(edges.left, clip.left);
        edges.right = Math.min(edges.right, clip.right);
        edges.top = Math.max(edges.top, clip.top);
        edges.bottom = Math.min(edges.bottom, clip.bottom);
      }
      return edges;
    };
    const faults: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth) faults.push('the page scrolls sideways');
    for (const each of controls) {
      const box = each.getBoundingClientRect();
      const isField = each.matches('input, textarea, select');
      if (!isField && each.textContent !== '' && each.scrollWidth > each.clientWidth + 1)
        faults.push(`${nameOf(each)} is cut off`);
      if (!scrollsSideways(each) && (box.right > innerWidth + 1 || box.left < -1)) {
        faults.push(`${nameOf(each)} is outside of the window`);
      }
    }
    for (const [place, each] of controls.entries()) {
      for (const other of controls.slice(place + 1)) {
        if (each.contains(other) || other.contains(each)) continue;
        const [one, two] = [seen(each), seen(other)];
        const width = Math.min(one.right, two.right) - Math.max(one.left, two.left);
        const height = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
        if (width > 2 && height > 2) faults.push(`${nameOf(other)} lies over ${nameOf(each)}`);
      }
    }
    return faults;
  });
}
