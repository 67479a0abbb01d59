import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Gallery, type GalleryLook, groupNames, serveGallery, showGroup } from './gallery.ts';
import {
  clearPictures,
  differenceOf,
  howToKeep,
  isKeeping,
  keepPicture,
  keptNames,
  pictureFolder,
} from './kept-pictures.ts';
import { temporaryFolder } from './heron.ts';
import { accessibilityFaults, closeBrowser, openBrowser, screens } from './window.ts';

const root = join(import.meta.dirname, '../..');
const longTest = 600_000;
const wide = { width: 1280, height: 800 };
const narrow = { width: 390, height: 844 };

let gallery: Gallery;
beforeAll(async () => {
  gallery = await serveGallery();
});
afterAll(async () => {
  await gallery.close();
  await closeBrowser();
});

async function open(look: GalleryLook): Promise<Page> {
  const page = await gallery.open(look);
  onTestFinished(() => page.context().close());
  return page;
}

function nameOf({ theme, width, contrast, forcedColors }: GalleryLook): string {
  return [theme, width, contrast && 'contrast', forcedColors && 'forced'].filter(Boolean).join('-');
}

/** What lies over the page while it is open, and how it is opened. */
const floating: Record<string, { press: string; panel: (page: Page) => Locator }> = {
  dialog: { press: 'Rename…', panel: (page) => page.getByRole('dialog') },
  question: { press: 'Delete…', panel: (page) => page.getByRole('alertdialog') },
  palette: { press: 'Search and commands', panel: (page) => page.getByRole('dialog') },
  menu: { press: 'More about Taxes', panel: (page) => page.getByRole('menu') },
  popover: { press: 'Where from?', panel: (page) => page.getByRole('dialog') },
};

async function takePictures(page: Page, use: (name: string, taken: Buffer) => Promise<void>): Promise<void> {
  // Words about the parts would only make the pictures larger.
  await page.addStyleTag({ content: '[data-group] > div > h2 + p, figcaption { visibility: hidden }' });
  for (const name of await groupNames(page)) {
    const group = await showGroup(page, name);
    await use(name.toLowerCase(), await group.screenshot({ animations: 'disabled' }));
  }
  await showGroup(page, 'Floating');
  for (const [name, { press, panel }] of Object.entries(floating)) {
    await page.getByRole('button', { name: press, exact: true }).click();
    await panel(page).waitFor();
    await use(name, await panel(page).screenshot({ animations: 'disabled' }));
    await page.keyboard.press('Escape');
    await panel(page).waitFor({ state: 'detached' });
  }
  await page.getByRole('button', { name: 'Show one of each' }).click();
  const toasts = page.getByRole('region', { name: 'Notifications' });
  await toasts.getByText('Could not move receipt-3.pdf').waitFor();
  await page.mouse.move(0, 0);
  await page.getByRole('tooltip').waitFor({ state: 'detached' });
  await use('toasts', await toasts.screenshot({ animations: 'disabled' }));
}

const lookNames = ['light-1280', 'dark-390'];
const looks: GalleryLook[] = [
  { theme: 'light', ...wide },
  { theme: 'dark', ...narrow },
];

test(`the parts look as they did: ${lookNames.join(', ')}`, { timeout: longTest }, async ({ skip }) => {
  const differences: string[] = [];
  const taken: string[] = [];
  let folder = '';
  for (const look of looks) {
    const page = await open(look);
    const first = folder === '';
    folder = await pictureFolder(page);
    if (!isKeeping && !existsSync(folder)) {
      skip(`no pictures are kept for this Chromium and these fonts (${folder.slice(root.length + 1)}); ${howToKeep}`);
    }
    if (isKeeping && first) clearPictures(folder);
    await takePictures(page, async (name, picture) => {
      const named = `${nameOf(look)}-${name}`;
      taken.push(named);
      if (isKeeping) keepPicture(folder, named, picture);
      else differences.push(...[differenceOf(folder, named, picture)].filter((each) => each !== undefined));
    });
  }
  expect(differences.join('\n')).toBe('');
  expect(keptNames(folder).toSorted()).toEqual(taken.toSorted());
});

const regressions = [
  { what: 'another accent', css: ':root { --color-accent: #1a7d65 !important }' },
  { what: 'a paler line', css: ':root { --color-border: #f0f3f5 !important }' },
  { what: 'a shade of the ground', css: ':root { --color-raised: #fdfdfd !important }' },
  { what: 'a pixel of padding', css: '[data-group] button { padding-left: 13px }' },
];

test.each(regressions)('$what is noticed, and the image of the difference is named', async ({ what, css }) => {
  const page = await open({ theme: 'light', ...wide });
  const { path: folder, remove } = temporaryFolder('pictures');
  onTestFinished(remove);
  const name = `regression-${what.replaceAll(' ', '-')}`;
  const group = await showGroup(page, 'Actions');
  const take = () => group.screenshot({ animations: 'disabled' });
  keepPicture(folder, name, await take());
  expect(differenceOf(folder, name, await take())).toBeUndefined();
  await page.addStyleTag({ content: css });
  const shown = join(screens, `${name}.difference.png`);
  expect(differenceOf(folder, name, await take())).toContain(`tests/e2e/screens/${name}.difference.png`);
  expect(existsSync(shown)).toBe(true);
});

test('what a screen reader or poor eyes cannot use is noticed, also in a frame', async () => {
  const page = await open({ theme: 'light', ...wide });
  await showGroup(page, 'Actions');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.addStyleTag({ content: '[data-group] button { color: #aaa !important; background: #999 !important }' });
  await page.evaluate(() => {
    const framed = Object.assign(document.createElement('iframe'), { title: 'Framed', srcdoc: '<input id="unnamed">' });
    document
      .querySelector('[data-group]')
      ?.append(Object.assign(document.createElement('img'), { id: 'bare' }), framed);
    return new Promise((resolve) => framed.addEventListener('load', resolve));
  });
  const faults = await accessibilityFaults(page);
  expect(faults).toEqual(expect.arrayContaining(['image-alt: #bare', 'label: iframe #unnamed']));
  expect(faults.filter((fault) => fault.startsWith('color-contrast: ')).length).toBeGreaterThan(5);
});

test.each(['light', 'dark'] as const)(
  'every part can be used with a screen reader, %s',
  { timeout: longTest },
  async (theme) => {
    const page = await open({ theme, ...wide });
    const faults: string[] = [];
    const judge = async (name: string): Promise<void> => {
      faults.push(...(await accessibilityFaults(page)).map((fault) => `${name}: ${fault}`));
    };
    for (const name of await groupNames(page)) {
      await showGroup(page, name);
      await judge(name);
    }
    await showGroup(page, 'Floating');
    for (const [name, { press, panel }] of Object.entries(floating)) {
      await page.getByRole('button', { name: press, exact: true }).click();
      await panel(page).waitFor();
      await judge(name);
      await page.keyboard.press('Escape');
      await panel(page).waitFor({ state: 'detached' });
    }
    expect(faults).toEqual([]);
  },
);

test(
  'no part is wider than the page in the looks that are not compared; pictures of them are for a person to see',
  { timeout: longTest },
  async () => {
    const shown: GalleryLook[] = [
      { theme: 'dark', ...wide },
      { theme: 'light', ...wide, contrast: 'more' },
      { theme: 'light', ...wide, forcedColors: 'active' },
    ];
    for (const look of shown) {
      const page = await open(look);
      for (const name of await groupNames(page)) {
        const path = join(screens, `gallery-${nameOf(look)}-${name.toLowerCase()}.png`);
        await (await showGroup(page, name)).screenshot({ path, animations: 'disabled' });
        expect(await widestOverflow(page)).toBe(0);
      }
    }
  },
);

/** How far the page could be scrolled sideways. */
function widestOverflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

test('the keys go through a group in the order it is read, and where they are can be seen', async () => {
  const page = await open({ theme: 'light', ...wide });
  await showGroup(page, 'Fields');
  await page.getByRole('group', { name: 'Fields', exact: true }).focus();
  const places: number[] = [];
  const unseen: string[] = [];
  for (let step = 0; step < 200; step += 1) {
    // In a program Tab indents, and leaves after Escape.
    if (await page.evaluate(() => document.activeElement?.matches('.cm-content'))) await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    const at = await focusedPlace(page);
    if (!at) break;
    places.push(at.place);
    if (!at.isSeen) unseen.push(at.name);
  }
  expect(places.length).toBeGreaterThan(30);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(unseen).toEqual([]);
});

/** Where the focus is among all elements of the group, and whether something marks it; undefined outside. */
function focusedPlace(page: Page): Promise<{ place: number; name: string; isSeen: boolean } | undefined> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    const group = document.querySelector('[data-group]');
    if (!focused || !group?.contains(focused)) return undefined;
    // That of an editor is around its box.
    const box = focused.closest('.cm-editor')?.parentElement;
    const marks = [focused, focused.parentElement, box].flatMap((each) => (each ? [getComputedStyle(each)] : []));
    return {
      place: [...group.querySelectorAll('*')].indexOf(focused),
      name: focused.outerHTML.slice(0, 200),
      isSeen: marks.some(({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && outlineWidth !== '0px'),
    };
  });
}

test('the switches of the page show more contrast and less motion as the system would', async () => {
  const page = await open({ theme: 'light', ...wide });
  const muted = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--color-muted'));
  const before = await muted();
  const more = page.getByRole('button', { name: 'More contrast' });
  await more.click();
  await expect.poll(muted).not.toBe(before);
  await more.click();
  await expect.poll(muted).toBe(before);
  await page.getByLabel('Theme').selectOption('dark');
  await expect.poll(() => page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(20, 26, 30)');
});

test('`npm run dev -- --page ui` serves the page without an engine', async () => {
  const dev = spawn(process.execPath, [join(root, 'scripts/dev.ts'), '--page', 'ui'], {
    env: { ...process.env, BROWSER: 'none' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(dev, 'exit');
  onTestFinished(async () => {
    dev.kill();
    await ended;
  });
  const link = await new Promise<string>((resolve, reject) => {
    createInterface(dev.stdout).on('line', (line) => {
      if (/^http:\/\/127\.0\.0\.1:\d+\/gallery\/index\.html$/.test(line)) resolve(line);
    });
    dev.once('exit', (code) => reject(new Error(`npm run dev ended with ${code} and named no page`)));
  });
  const page = await (await openBrowser()).newPage();
  onTestFinished(() => page.close());
  await page.goto(link);
  await page.getByRole('heading', { level: 1, name: 'Basics' }).waitFor({ timeout: 60_000 });
});

test('the app that is packaged carries nothing of the page', () => {
  const built = globSync('out/**/*.{html,js,css}', { cwd: root });
  expect(built.filter((path) => path.endsWith('.html'))).toEqual([join('out/renderer/index.html')]);
  const mark = /Heron’s components|data-look|data-group/;
  expect(built.filter((path) => mark.test(readFileSync(join(root, path), 'utf8')))).toEqual([]);
  const files = /^files:\n((?: {2}- .*\n)+)/m.exec(readFileSync(join(root, 'electron-builder.yml'), 'utf8'))?.[1] ?? '';
  const shipped = [...files.matchAll(/- '?([^!'\s]+)'?$/gm)].map(([, pattern]) => pattern);
  // Of what is made here only this: the page would have to be in `out`, which was looked at.
  expect(shipped).toEqual(['package.json', 'LICENSE', 'bin/**', 'out/**', 'resources/**']);
});
