import type { Page } from 'playwright';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { whyNoVoice } from '../../src/main/features/voice/fixtures/flite.ts';
import { microphoneSwitches, recordLines } from './fake-microphone.ts';
import { giveMicrophone } from './given-microphone.ts';
import { temporaryFolder } from './heron.ts';
import { type Listening, openListeningPage, seen, watch } from './listening-page.ts';
import { goTo, picture, say } from './window.ts';

const patience = 90_000;
let home: { path: string; remove(): void };
let opened: Listening | undefined;

beforeEach(() => {
  home = temporaryFolder('talking');
});
afterEach(async () => {
  await opened?.close();
  opened = undefined;
  home.remove();
});

async function openListening(switches: string[]): Promise<Page> {
  opened = await openListeningPage(switches, { HOME: home.path });
  return opened.page;
}

async function openVoiceSettings(page: Page): Promise<void> {
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Voice' }).click();
}

/** The same words again and again, so that some are said whenever they are waited for. */
function repeated(text: string, everySeconds: number): string[] {
  const lines = Array.from({ length: Math.floor(100 / everySeconds) }, (_, at) => ({
    at: 4 + at * everySeconds,
    text,
  }));
  return microphoneSwitches(recordLines(home.path, lines, 110));
}

describe.skipIf(whyNoVoice !== undefined)(`talking${whyNoVoice ? ` (${whyNoVoice})` : ''}`, () => {
  test('speech over what Heron says stops the sound that is playing, before its end [MM-02]', async () => {
    const page = await openListening([
      '--use-fake-device-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
    ]);
    const long = Array.from({ length: 12 }, () => 'the bread is in the oven').join(', ');
    const sayNow = await giveMicrophone(page, recordLines(home.path, [{ at: 0, text: 'no, the other one' }], 3));
    await say(page, `call me and say ${long}`);
    await page.getByRole('alertdialog', { name: 'Heron is calling' }).waitFor({ timeout: patience });
    await page.keyboard.press('Alt+a');
    const played = async () => (await seen(page)).played;
    await expect.poll(async () => (await played()).length, { timeout: patience }).toBe(1);
    expect(await played()).toMatchObject([{ wasStopped: false }]);
    await sayNow();
    await expect.poll(played, { timeout: patience }).toMatchObject([{ wasStopped: true, hadEnded: false }]);
  });

  test('pressed, Alt+V begins and ends talking; held, it does while it is down and the window is there, as the button does [MM-02]', async () => {
    const page = await openListening(repeated('what time is it', 5));
    const bar = page.getByRole('region', { name: 'Voice' });
    await openVoiceSettings(page);
    await page.getByRole('radio', { name: /^Press to talk/ }).click();
    await page.getByRole('switch', { name: 'Let Heron listen' }).click();
    await bar.getByText('Press Alt+V to talk').waitFor({ timeout: patience });
    await goTo(page, 'Chat');
    await page.keyboard.press('Alt+V');
    await bar.getByRole('button', { name: 'Done' }).waitFor({ timeout: patience });
    const asked = page.getByRole('article').getByText('what time is it', { exact: true });
    await asked.first().waitFor({ timeout: patience });
    await page.keyboard.press('Alt+V');
    await bar.getByRole('button', { name: 'Talk', exact: true }).waitFor({ timeout: patience });

    await openVoiceSettings(page);
    await page.getByRole('radio', { name: /^Hold to talk/ }).click();
    const hold = bar.getByRole('button', { name: 'Hold to talk' });
    await hold.waitFor({ timeout: patience });
    const isTalking = () => hold.getAttribute('aria-pressed');
    await page.keyboard.down('Alt');
    await page.keyboard.down('V');
    await expect.poll(isTalking).toBe('true');
    await page.evaluate(() => globalThis.dispatchEvent(new Event('blur')));
    await expect.poll(isTalking).toBe('false');
    await page.keyboard.up('V');
    await page.keyboard.up('Alt');
    await hold.hover();
    await page.mouse.down();
    await expect.poll(isTalking).toBe('true');
    await page.mouse.up();
    await expect.poll(isTalking).toBe('false');
  });

  test('another microphone is chosen, cleared of echo and noise, and its level shown; one that is gone is named in the bar [MM-01]', async () => {
    const page = await openListening(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']);
    const bar = page.getByRole('region', { name: 'Voice' });
    await openVoiceSettings(page);
    await page.getByRole('switch', { name: 'Let Heron listen' }).click();
    await bar.getByText('Listening for').waitFor({ timeout: patience });
    const names = await page.getByRole('combobox', { name: 'Device' }).getByRole('option').allTextContents();
    const second = names.findLast((name) => name.startsWith('Fake')) ?? '';
    await page.getByRole('combobox', { name: 'Device' }).selectOption(second);
    const chosen = await page.getByRole('combobox', { name: 'Device' }).inputValue();
    const cleared = { deviceId: chosen, echoCancellation: true, noiseSuppression: true };
    await expect
      .poll(async () => (await seen(page)).tracks, { timeout: patience })
      .toMatchObject([{ state: 'ended' }, { state: 'live', settings: cleared }]);
    await page.locator('[data-lit]').first().waitFor({ state: 'attached', timeout: patience });

    await page.evaluate(() => {
      localStorage.setItem('heron.microphone', 'unplugged');
      localStorage.setItem('heron.microphone.name', 'Headset');
    });
    await page.reload();
    await watch(page);
    await bar.getByText(/^“Headset” is not here; “Fake .*” is used$/).waitFor({ timeout: patience });
    await picture(page, 'voice-other-microphone');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture(page, 'voice-other-microphone-narrow-dark');
  });
});
