import { join } from 'node:path';
import { PNG } from 'pngjs';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { drawHand } from './drawn-hand.ts';
import { cameraSwitches, filmPages } from './fake-camera.ts';
import { temporaryFolder } from './heron.ts';
import { accessibilityFaults, goTo, launchBrowser, openWindow, picture, type Window } from './window.ts';

const patience = 30_000;
const home = temporaryFolder('parts');
const closing: (() => Promise<void>)[] = [];
let hands: string[] = [];

beforeAll(async () => {
  const drawing = await launchBrowser([]);
  const shown = `<body style="margin:0"><img style="width:100vw" src="data:image/png;base64,${drawHand('palm').toString('base64')}">`;
  hands = cameraSwitches(
    await filmPages(join(home.path, 'hands.mjpeg'), drawing, [
      { html: shown, frames: 60 },
      { html: '<body style="background:#888">', frames: 30 },
    ]),
  );
  await drawing.close();
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});
afterAll(() => home.remove());

/** A window that shows itself as the screen, and in whose page tracks and pictures that are handed in are kept. */
async function openSeeing(switches: string[]): Promise<Window> {
  const browser = await launchBrowser(switches);
  closing.push(() => browser.close());
  const look = { theme: 'light' as const, width: 1280, height: 800 };
  const window = await openWindow(look, { HOME: home.path }, undefined, async () => browser);
  closing.push(window.close);
  await window.page.evaluate(() => {
    const [tracks, pictures] = [[] as MediaStreamTrack[], [] as string[]];
    Object.assign(globalThis, { tracks, pictures });
    const media = navigator.mediaDevices;
    const [user, display] = [media.getUserMedia.bind(media), media.getDisplayMedia.bind(media)];
    const noted = (stream: MediaStream): MediaStream => {
      tracks.push(...stream.getTracks());
      return stream;
    };
    media.getUserMedia = async (wanted) => noted(await user(wanted));
    media.getDisplayMedia = async (wanted) => noted(await display({ ...wanted, preferCurrentTab: true } as object));
    const { toBlob } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.toBlob = function (give, ...rest) {
      pictures.push(this.toDataURL('image/png'));
      toBlob.call(this, give, ...rest);
    };
  });
  return window;
}

async function openEyesSettings(page: Page): Promise<void> {
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Screen and camera' }).click();
}

/** The newest picture that the page made to be handed in. */
async function lastPicture(page: Page): Promise<PNG | undefined> {
  const address = await page.evaluate(() => (globalThis as unknown as { pictures: string[] }).pictures.at(-1));
  return address === undefined ? undefined : PNG.sync.read(Buffer.from(address.split(',')[1] ?? '', 'base64'));
}

/** Over a picture, in parts of it. */
async function drag(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  const box = await page.getByRole('img', { name: 'A picture of your screen' }).boundingBox();
  if (!box) throw new Error('There is no picture to drag over');
  const at = ([x, y]: [number, number]): [number, number] => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at(to), { steps: 4 });
  await page.mouse.up();
}

function lightOf({ data, width }: PNG, x: number, y: number): number {
  const at = (Math.floor(y) * width + Math.floor(x)) * 4;
  return (data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0);
}

test('a part that is drawn over a picture of the screen is black in every picture Heron gets, and only the part it may look at is handed in [MM-05]', async () => {
  const { page } = await openSeeing(['--auto-accept-this-tab-capture']);
  await openEyesSettings(page);
  const draw = page.getByRole('button', { name: 'Draw a part…' });
  await draw.last().click();
  const dialog = page.getByRole('dialog', { name: 'Never seen' });
  await dialog.getByRole('button', { name: 'Choose a screen or window' }).click({ timeout: patience });
  await dialog.getByRole('img', { name: 'A picture of your screen' }).waitFor({ timeout: patience });
  await drag(page, [0.25, 0.25], [0.5, 0.75]);
  const drawn = dialog.getByRole('img', { name: 'A picture of your screen' }).locator('xpath=following-sibling::span');
  await drawn.waitFor({ timeout: patience });
  expect(await drawn.evaluate((place) => getComputedStyle(place).backgroundColor)).toBe('rgb(0, 0, 0)');
  await picture(page, 'eyes-draw-part');
  expect(await accessibilityFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: /^Take “25 % × 50 %, from 25 % across and 25 % down” off/ }).waitFor();

  await page.getByRole('button', { name: 'Choose…' }).click();
  await page.getByRole('button', { name: 'Choose a screen or window' }).click({ timeout: patience });
  await page.getByRole('button', { name: 'Try reading it' }).click({ timeout: patience });
  const places = page.getByRole('img', { name: /^Where the \d+ words stand$/ });
  await places.waitFor({ timeout: patience });
  await places.scrollIntoViewIfNeeded();
  await picture(page, 'eyes-words');
  expect(await places.locator('span').count()).toBeGreaterThan(5);
  const whole = await lastPicture(page);
  if (!whole) throw new Error('No picture was handed in');
  const { width, height } = whole;
  for (const [x, y] of [
    [0.26, 0.26],
    [0.375, 0.5],
    [0.49, 0.74],
  ] as const) {
    expect(lightOf(whole, x * width, y * height), `${x} across, ${y} down`).toBe(0);
  }
  expect(lightOf(whole, 0.52 * width, 0.5 * height)).toBeGreaterThan(0);

  await draw.first().click();
  await drag(page, [0.5, 0], [1, 0.5]);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByText('50 % × 50 %, from 50 % across and 0 % down').waitFor({ timeout: patience });
  await page.getByRole('switch', { name: 'Let Heron look by itself' }).click();
  await expect.poll(async () => (await lastPicture(page))?.width, { timeout: patience }).toBeLessThan(width * 0.52);
  expect((await lastPicture(page))?.height).toBeLessThan(height * 0.52);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByText('What it looks at', { exact: true }).scrollIntoViewIfNeeded();
  await picture(page, 'eyes-parts-narrow-dark');
});

test('a camera that is pulled out while gestures are watched says so over every screen, and is watched again when it is back; the light model sees the hand as well [MM-06] [MM-07]', async () => {
  const { page } = await openSeeing(hands);
  await openEyesSettings(page);
  await page.getByRole('combobox', { name: 'Model' }).selectOption('lite');
  await page.getByRole('switch', { name: 'Watch for gestures' }).click();
  const seen = page.getByLabel('What is seen');
  await seen.getByText('Open hand', { exact: true }).waitFor({ timeout: patience });
  await page.evaluate(() => {
    const [track] = (globalThis as unknown as { tracks: MediaStreamTrack[] }).tracks.slice(-1);
    track?.stop();
    track?.dispatchEvent(new Event('ended'));
  });
  const bar = page.getByRole('region', { name: 'Seen with the camera' });
  await bar.getByText('The camera is gone. Plug it in again, or choose another one.').waitFor({ timeout: patience });
  await page.evaluate(() => globalThis.scrollTo(0, 0));
  await picture(page, 'camera-gone');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, 'camera-gone-narrow-dark');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')));
  await bar.getByText('The camera is open to watch for gestures').waitFor({ timeout: patience });
  await seen.getByText('Open hand', { exact: true }).waitFor({ timeout: patience });
});

test('another camera is chosen and used, and the one before is closed; one that is gone is named in the bar [MM-06]', async () => {
  const { page } = await openSeeing([
    '--use-fake-device-for-media-stream=device-count=2',
    '--use-fake-ui-for-media-stream',
  ]);
  await openEyesSettings(page);
  const bar = page.getByRole('region', { name: 'Seen with the camera' });
  await page.getByRole('switch', { name: 'Camera', exact: true }).click();
  await bar.waitFor({ timeout: patience });
  const device = page.getByRole('region', { name: 'Camera', exact: true }).getByRole('combobox', { name: 'Device' });
  await expect.poll(() => device.getByRole('option').count(), { timeout: patience }).toBe(3);
  await device.selectOption({ index: 2 });
  const chosen = await device.inputValue();
  const tracks = () =>
    page.evaluate(() =>
      (globalThis as unknown as { tracks: MediaStreamTrack[] }).tracks.map((track) => ({
        ...{ state: track.readyState, deviceId: track.getSettings().deviceId },
      })),
    );
  await expect
    .poll(tracks, { timeout: patience })
    .toMatchObject([{ state: 'ended' }, { state: 'live', deviceId: chosen }]);
  await page.evaluate(() => {
    localStorage.setItem('heron.camera', 'unplugged');
    localStorage.setItem('heron.camera.name', 'Desk camera');
  });
  await page.reload();
  await openEyesSettings(page);
  await page.getByRole('switch', { name: 'Camera', exact: true }).click();
  await bar.getByText(/^“Desk camera” is not here; “.+” is used$/).waitFor({ timeout: patience });
  await picture(page, 'camera-other');
  await page.getByRole('switch', { name: 'Camera', exact: true }).click();
  await bar.waitFor({ state: 'detached', timeout: patience });
});

test('what may be seen and heard is shown as it is, not asked yet, allowed or refused, with what to do, and changes as it is changed [MM-01] [MM-06]', async () => {
  const { page } = await openSeeing([]);
  const context = page.context();
  await openEyesSettings(page);
  const section = page.getByRole('region', { name: 'Allowed by the system' });
  await section.scrollIntoViewIfNeeded();
  const said = async (): Promise<string[]> =>
    (await section.innerText())
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /^(Allowed|Refused|Not asked yet|Asked each time)$/.test(line));
  await expect.poll(said, { timeout: patience }).toEqual(['Asked each time', 'Not asked yet', 'Not asked yet']);
  await section.getByText('It is asked for when the camera is opened for the first time.').waitFor();
  await picture(page, 'eyes-access');
  await context.grantPermissions(['camera']);
  await expect.poll(said, { timeout: patience }).toEqual(['Asked each time', 'Allowed', 'Refused']);
  await section.getByText('Nothing has to be done.').waitFor();
  await section.getByText(/allow the microphone for this page, and load it again/).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await section.scrollIntoViewIfNeeded();
  await picture(page, 'eyes-access-narrow-dark');
});
