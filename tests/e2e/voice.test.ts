import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { whyNoVoice } from '../../src/main/features/voice/fixtures/flite.ts';
import { microphoneSwitches, recordLines } from './fake-microphone.ts';
import { temporaryFolder } from './heron.ts';
import { type Listening, openListeningPage, seen } from './listening-page.ts';
import { createListener } from './recognised-speech.ts';
import { accessibilityFaults, answers, goTo, picture } from './window.ts';

const patience = 90_000;
let home: { path: string; remove(): void };
let opened: Listening | undefined;

beforeEach(() => {
  home = temporaryFolder('voice');
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
    await page.getByRole('region', { name: /^Plan: / }).waitFor({ timeout: patience });
    await bar.getByText(/Waiting for your yes or no|Speaking/).waitFor({ timeout: patience });
    await picture(page, 'voice-asking');
    await expect.poll(() => existsSync(join(home.path, 'notes.zip')), { timeout: patience }).toBe(true);
    await answers(page).getByText('Packed 1 file').waitFor({ timeout: patience });
    const hear = await createListener(home.path, [
      'packed one file into notes dot zip',
      'packed two files into notes dot zip',
      'i could not pack the folder notes',
      'may i change the folder notes',
    ]);
    try {
      const lastSaid = async (): Promise<string> => {
        const { sounds } = await seen(page);
        const last = sounds.at(-1);
        return last ? hear(Buffer.from(last.wav, 'base64')) : '';
      };
      await expect.poll(lastSaid, { timeout: patience }).toContain('packed one file into notes dot zip');
    } finally {
      hear.close();
    }

    await goTo(page, 'Timeline');
    await page.getByText(/^You said “zip the folder notes”, \d+ ms after the last word/).waitFor({ timeout: patience });
    await page.getByText('Allowed once by voice at “allow once”').first().waitFor({ timeout: patience });
    await bar.getByRole('button', { name: 'Turn the microphone off' }).click();
    await expect.poll(async () => (await seen(page)).tracks, { timeout: patience }).toMatchObject([{ state: 'ended' }]);
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
    await page.context().grantPermissions(['notifications', 'microphone']);
    await page.evaluate(() => {
      const notices: object[] = [];
      const Kept = class extends EventTarget {
        static permission = 'granted';
        constructor(title: string, options: object) {
          super();
          notices.push({ title, ...options });
        }
        close(): void {
          notices.push({ closed: true });
        }
      };
      Object.assign(globalThis, { notices, Notification: Kept });
      document.hasFocus = () => false;
    });
    await sayTo('call me and say the tea is ready');
    await ringing.waitFor({ timeout: patience });
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, 'call-ringing');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture(page, 'call-ringing-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    expect((await seen(page)).tracks).toEqual([]);
    // For whoever looks elsewhere: one notice, which stays until the call is taken.
    const notices = () => page.evaluate(() => (globalThis as unknown as { notices: object[] }).notices);
    const ring = { title: 'Heron is calling', body: 'Call me and say the tea is ready', requireInteraction: true };
    expect(await notices()).toMatchObject([ring]);
    await page.keyboard.press('Alt+a');
    const taken = page.getByRole('region', { name: 'On the line' });
    await taken.getByText('the tea is ready', { exact: true }).waitFor({ timeout: patience });
    await expect.poll(async () => (await seen(page)).sounds.length, { timeout: patience }).toBeGreaterThanOrEqual(1);
    await ringing.waitFor({ state: 'detached' });
    expect(await notices()).toMatchObject([ring, { closed: true }]);
    await picture(page, 'call-taken');
    await page
      .getByRole('article')
      .getByText('what time is it', { exact: true })
      .first()
      .waitFor({ timeout: patience });
    await answers(page).getByText('You took the call.').waitFor({ timeout: patience });
    await taken.getByRole('button', { name: 'Hang up' }).click();
    await expect.poll(async () => (await seen(page)).tracks, { timeout: patience }).toMatchObject([{ state: 'ended' }]);
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
