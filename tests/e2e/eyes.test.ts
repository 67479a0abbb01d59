import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { cameraSwitches, filmPages } from './fake-camera.ts';
import { characterErrors, knownScreens } from '../../src/main/features/eyes/fixtures/known-screen.ts';
import { createReader } from '../../src/main/features/eyes/reading/reader.ts';
import { silentLogger } from '../../src/main/base/silent-logger.ts';
import { drawHand } from './drawn-hand.ts';
import { temporaryFolder } from './heron.ts';
import { accessibilityFaults, answers, goTo, launchBrowser, openWindow, picture, say, type Window } from './window.ts';

const patience = 30_000;
const home = temporaryFolder('eyes');
let browser: Browser | undefined;
let cards: string[] = [];
let hands: string[] = [];
let window: Window | undefined;

const card = (text: string, colour: string): string =>
  `<body style="margin:0;background:${colour};font:44px sans-serif;display:grid;place-items:center;height:100vh">${text}</body>`;

const shownHand = (gesture: 'palm' | 'victory' | 'point'): string =>
  `<body style="margin:0"><img style="width:100vw" src="data:image/png;base64,${drawHand(gesture).toString('base64')}">`;

beforeAll(async () => {
  const drawing = await launchBrowser([]);
  cards = cameraSwitches(
    await filmPages(join(home.path, 'cards.mjpeg'), drawing, [
      { html: card('Meet at the old harbour', '#fff'), frames: 20 },
      { html: card('Meet at the old harbour', '#9cf'), frames: 20 },
    ]),
  );
  hands = cameraSwitches(
    await filmPages(join(home.path, 'hands.mjpeg'), drawing, [
      { html: shownHand('palm'), frames: 90 },
      { html: card('', '#888'), frames: 45 },
      { html: shownHand('victory'), frames: 90 },
      { html: card('', '#888'), frames: 45 },
    ]),
  );
  await drawing.close();
});
afterEach(async () => {
  await window?.close();
  await browser?.close();
  [window, browser] = [undefined, undefined];
});
afterAll(() => home.remove());

/** A window in whose page all tracks that are opened are written down, and which shows itself as the screen. */
async function openSeeing(
  switches: string[],
  look = { theme: 'light' as const, width: 1280, height: 800 },
): Promise<Page> {
  browser = await launchBrowser(switches);
  const launched = browser;
  window = await openWindow(look, { HOME: home.path }, undefined, async () => launched);
  const { page } = window;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(() => {
    const tracks: MediaStreamTrack[] = [];
    Object.assign(globalThis, { tracks });
    const media = navigator.mediaDevices;
    const [user, display] = [media.getUserMedia.bind(media), media.getDisplayMedia.bind(media)];
    const noted = (stream: MediaStream): MediaStream => {
      tracks.push(...stream.getTracks());
      return stream;
    };
    media.getUserMedia = async (wanted) => noted(await user(wanted));
    media.getDisplayMedia = async (wanted) => noted(await display({ ...wanted, preferCurrentTab: true } as object));
  });
  return page;
}

const trackStates = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { tracks: MediaStreamTrack[] }).tracks.map((each) => each.readyState));

test('“what is on my screen” asks, shows the picture first, reads it and says what stands there; nothing is seen any longer [MM-05]', async () => {
  const page = await openSeeing(['--auto-accept-this-tab-capture']);
  await say(page, 'what is on my screen');
  await page.getByRole('button', { name: 'Allow once' }).click({ timeout: patience });
  const dialog = page.getByRole('dialog', { name: 'Show Heron your screen' });
  await dialog.waitFor({ timeout: patience });
  await picture(page, 'eyes-choose');
  await dialog.getByRole('button', { name: 'Choose a screen or window' }).click({ timeout: patience });
  await dialog.getByRole('button', { name: 'Use this picture' }).waitFor({ timeout: patience });
  await picture(page, 'eyes-preview');
  expect(await accessibilityFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Use this picture' }).click();
  await answers(page)
    .getByText(/Show Heron your screen/)
    .waitFor({ timeout: patience });
  await expect.poll(() => trackStates(page), { timeout: patience }).toEqual(['ended']);
  await goTo(page, 'Timeline');
  await page
    .getByText(/^A picture of the screen was used, \d+ × \d+, after you looked at it/)
    .waitFor({ timeout: patience });

  await goTo(page, 'Chat');
  await say(page, 'copy the text of this window');
  await page.getByRole('button', { name: 'Allow once' }).click({ timeout: patience });
  await dialog.getByRole('button', { name: 'Choose a screen or window' }).click({ timeout: patience });
  await dialog.getByRole('button', { name: 'Use this picture' }).click({ timeout: patience });
  await answers(page)
    .getByText(/^Copied \d+ words\.$/)
    .waitFor({ timeout: patience });
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('Show Heron your screen');
});

test('a hand before the camera is found on this machine alone, and does what the settings say; off, the camera is closed [MM-07]', async () => {
  const page = await openSeeing(hands);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).origin));
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Screen and camera' }).click();
  await page.getByRole('switch', { name: 'Watch for gestures' }).click();
  await page.getByText('The camera is open to watch for gestures').waitFor({ timeout: patience });
  const seen = page.getByLabel('What is seen');
  await seen.getByText('Open hand', { exact: true }).waitFor({ timeout: patience });
  await page.getByRole('img', { name: 'A hand was found' }).scrollIntoViewIfNeeded();
  await picture(page, 'gestures');
  await page.getByRole('combobox', { name: 'Two fingers' }).selectOption('Open the inbox');
  await page.getByText('Two fingers: open the inbox').waitFor({ timeout: patience });
  await page.getByRole('heading', { name: 'Inbox' }).waitFor({ timeout: patience });
  await page.getByRole('button', { name: 'Turn the camera off' }).click();
  await expect.poll(() => trackStates(page), { timeout: patience }).toEqual(['ended']);
  expect([...new Set(asked)]).toEqual([new URL(page.url()).origin]);
});

test('“take a photo” opens the camera, is seen first, and is kept; settings show the camera, what moves, a picture and a clip [MM-06]', async () => {
  const page = await openSeeing(cards);
  await say(page, 'take a photo');
  await page.getByRole('button', { name: 'Allow once' }).click({ timeout: patience });
  const dialog = page.getByRole('dialog', { name: 'Show Heron something with the camera' });
  await dialog.getByRole('button', { name: 'Open the camera' }).click({ timeout: patience });
  await dialog.getByRole('button', { name: 'Use this picture' }).click({ timeout: patience });
  await answers(page).getByText('A photo, 640 × 480.').waitFor({ timeout: patience });
  await expect.poll(() => trackStates(page), { timeout: patience }).toEqual(['ended']);

  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Screen and camera' }).click();
  await page.getByRole('switch', { name: 'Camera', exact: true }).click();
  await page.getByText('something moves', { exact: true }).waitFor({ timeout: patience });
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save a picture' }).click();
  expect((await saved).suggestedFilename()).toBe('photo.png');
  await page.getByRole('button', { name: 'Record a clip' }).click();
  const clip = page.waitForEvent('download');
  await page.getByRole('button', { name: 'End the clip' }).click();
  expect((await clip).suggestedFilename()).toMatch(/^clip\.(webm|mp4)$/);
  await page.getByLabel('What the camera sees').scrollIntoViewIfNeeded();
  await picture(page, 'camera-settings');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('switch', { name: 'Camera', exact: true }).click();
  await expect.poll(() => trackStates(page), { timeout: patience }).toEqual(['ended', 'ended']);
  await page.getByRole('textbox', { name: 'Windows whose title holds' }).fill('Bank');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Take “Bank” off the list' }).waitFor({ timeout: patience });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, 'eyes-settings-narrow-dark');
});

test('screenshots of known text are read with at most one character in twenty wrong: light, dark, small, tables, columns, code [MM-05]', async () => {
  browser = await launchBrowser([]);
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  const appFolder = join(import.meta.dirname, '../..');
  const reader = createReader({ nodeBinary: process.execPath, appFolder, logger: silentLogger });
  try {
    for (const { name, html, text: known } of knownScreens) {
      await page.setContent(html);
      const { text } = await reader.read(await page.screenshot());
      expect(characterErrors(text, known), `${name}: ${text}`).toBeLessThanOrEqual(0.05);
    }
  } finally {
    reader.close();
  }
});
