import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { whyNoVoice } from '../../src/main/features/voice/fixtures/flite.ts';
import { microphoneSwitches, recordLines } from './fake-microphone.ts';
import { temporaryFolder } from './heron.ts';
import { accessibilityFaults, answers, goTo, launchBrowser, openWindow, picture, type Window } from './window.ts';

const patience = 90_000;
let home: { path: string; remove(): void };
let browser: Browser | undefined;
let window: Window | undefined;

beforeEach(() => {
  home = temporaryFolder('voice');
});
afterEach(async () => {
  await window?.close();
  await browser?.close();
  [window, browser] = [undefined, undefined];
  home.remove();
});

/** A window whose microphone is what the switches say; what the page opens and plays is written down in it. */
async function openListening(switches: string[]): Promise<Page> {
  browser = await launchBrowser(switches);
  window = await openWindow(
    { theme: 'light', width: 1280, height: 800 },
    { HOME: home.path },
    undefined,
    async () => browser!,
  );
  const { page } = window;
  await page.evaluate(() => {
    const seen = { tracks: [] as MediaStreamTrack[], sounds: [] as { begin: string; seconds: number }[] };
    Object.assign(globalThis, { seen });
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await open(wanted);
      seen.tracks.push(...stream.getTracks());
      return stream;
    };
    const decode = AudioContext.prototype.decodeAudioData;
    AudioContext.prototype.decodeAudioData = async function (bytes: ArrayBuffer) {
      const begin = String.fromCharCode(...new Uint8Array(bytes.slice(0, 4)));
      const decoded = await decode.call(this, bytes);
      seen.sounds.push({ begin, seconds: decoded.duration });
      return decoded;
    };
  });
  return page;
}

const seen = (page: Page) =>
  page.evaluate(() => {
    const { tracks, sounds } = (globalThis as unknown as { seen: { tracks: MediaStreamTrack[]; sounds: object[] } })
      .seen;
    return { tracks: tracks.map(({ readyState }) => readyState), sounds };
  });

describe.skipIf(whyNoVoice !== undefined)(`voice${whyNoVoice ? ` (${whyNoVoice})` : ''}`, () => {
  test('“hey heron, zip the folder notes” makes a plan, asks, is allowed by voice, packs the folder and says so; off, the microphone is closed [MM-01] [MM-02] [MM-03] [MM-04]', async () => {
    mkdirSync(join(home.path, 'notes'));
    writeFileSync(join(home.path, 'notes', 'one.txt'), 'one');
    // Whenever it is asked, somebody says so a little later.
    const answersGiven = Array.from({ length: 12 }, (_, index) => ({ at: 12 + index * 7, text: 'allow once' }));
    const lines = [{ at: 4, text: 'hey heron, zip the folder notes' }, ...answersGiven];
    const page = await openListening(microphoneSwitches(recordLines(home.path, lines, 100)));
    const bar = page.getByRole('region', { name: 'Voice' });
    await page.getByRole('button', { name: 'Talk to Heron' }).click();
    await bar.getByText('Listening for “Hey heron”').waitFor({ timeout: patience });
    await picture(page, 'voice-waiting');
    await bar.getByText('“zip the folder notes”').waitFor({ timeout: patience });
    await page.getByRole('article').getByText('zip the folder notes', { exact: true }).waitFor({ timeout: patience });
    await bar.getByText(/Waiting for your answer|Speaking/).waitFor({ timeout: patience });
    await picture(page, 'voice-asking');
    await expect.poll(() => existsSync(join(home.path, 'notes.zip')), { timeout: patience }).toBe(true);
    await answers(page).getByText('Packed 1 file').waitFor({ timeout: patience });
    await expect.poll(async () => (await seen(page)).sounds.length, { timeout: patience }).toBeGreaterThanOrEqual(2);
    const { sounds } = await seen(page);
    for (const sound of sounds) expect(sound).toMatchObject({ begin: 'RIFF', seconds: expect.any(Number) });

    await goTo(page, 'Timeline');
    await page.getByText(/^You said “zip the folder notes”, \d+ ms after the last word/).waitFor({ timeout: patience });
    await page.getByText('Allowed once by voice at “allow once”').first().waitFor({ timeout: patience });
    await bar.getByRole('button', { name: 'Turn the microphone off' }).click();
    await expect.poll(async () => (await seen(page)).tracks, { timeout: patience }).toEqual(['ended']);
    await bar.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Talk to Heron' }).waitFor();
  });

  test('a browser that does not let Heron use the microphone is told of, with the way to change it; settings show what there is [MM-01] [MM-03]', async () => {
    const page = await openListening(['--use-fake-device-for-media-stream']);
    await goTo(page, 'Settings');
    await page.getByRole('tab', { name: 'Voice' }).click();
    await page.getByRole('switch', { name: 'Let Heron listen' }).click();
    const notice = page.getByText('Heron may not use the microphone. Allow it in the site settings');
    await notice.waitFor({ timeout: patience });
    await page.getByText('pocketsphinx', { exact: true }).waitFor({ timeout: patience });
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, 'voice-settings');
    await page.getByRole('textbox', { name: 'Wake phrase' }).fill('hey xzqy');
    await page.keyboard.press('Enter');
    await page.getByText('No dictionary has xzqy').waitFor();
    await page.getByRole('textbox', { name: 'Wake phrase' }).fill('hello computer');
    await page.keyboard.press('Enter');
    await page.getByText(/^Said hh-.*k-ah-m-p-y-uw-t-er/).waitFor();
    await page.getByRole('button', { name: 'Hear it' }).click();
    await expect.poll(async () => (await seen(page)).sounds.length, { timeout: patience }).toBe(1);
    await page.getByRole('button', { name: 'Turn voice off' }).click();
    await notice.waitFor({ state: 'detached' });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture(page, 'voice-settings-narrow-dark');
  });

  test('“call me” rings: answered by the keyboard it opens the microphone, speaks, hears what is said, and closes it; declined, and kept in the inbox where Heron may not ring [MM-08]', async () => {
    const lines = Array.from({ length: 12 }, (_, index) => ({ at: 8 + index * 8, text: 'what time is it' }));
    const page = await openListening(microphoneSwitches(recordLines(home.path, lines, 110)));
    const ringing = page.getByRole('alertdialog', { name: 'Heron is calling' });
    const sayTo = async (text: string): Promise<void> => {
      await page.getByRole('textbox', { name: 'Message' }).fill(text);
      await page.keyboard.press('Enter');
    };
    await sayTo('call me and say the tea is ready');
    await ringing.waitFor({ timeout: patience });
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, 'call-ringing');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture(page, 'call-ringing-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    expect((await seen(page)).tracks).toEqual([]);
    await page.keyboard.press('Alt+a');
    const taken = page.getByRole('region', { name: 'On the line' });
    await taken.getByText('the tea is ready', { exact: true }).waitFor({ timeout: patience });
    await expect.poll(async () => (await seen(page)).sounds.length, { timeout: patience }).toBeGreaterThanOrEqual(1);
    await ringing.waitFor({ state: 'detached' });
    await picture(page, 'call-taken');
    await page
      .getByRole('article')
      .getByText('what time is it', { exact: true })
      .first()
      .waitFor({ timeout: patience });
    await answers(page).getByText('You took the call.').waitFor({ timeout: patience });
    await taken.getByRole('button', { name: 'Hang up' }).click();
    await expect.poll(async () => (await seen(page)).tracks, { timeout: patience }).toEqual(['ended']);
    await taken.waitFor({ state: 'detached' });

    await sayTo('call me');
    await ringing.waitFor({ timeout: patience });
    await page.keyboard.press('Alt+x');
    await answers(page).getByText('You declined the call.').waitFor({ timeout: patience });
    await ringing.waitFor({ state: 'detached' });

    await goTo(page, 'Settings');
    await page.getByRole('tab', { name: 'Voice' }).click();
    const mayRing = page.getByRole('switch', { name: 'Heron may ring' });
    await mayRing.scrollIntoViewIfNeeded();
    await picture(page, 'call-settings');
    await mayRing.click();
    await page.getByRole('button', { name: 'Ring once' }).waitFor({ state: 'detached' });
    await goTo(page, 'Chat');
    await sayTo('ring me and say the bread is out');
    await answers(page).getByText('I did not ring').waitFor({ timeout: patience });
    await goTo(page, 'Inbox');
    const kept = page.getByRole('article', { name: /bread/ });
    await kept.getByText('the bread is out', { exact: true }).waitFor({ timeout: patience });
    await picture(page, 'call-inbox');
    await kept.getByRole('button', { name: 'Put away' }).click();
    await kept.waitFor({ state: 'detached' });
  });
});
