import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';

/**
 * The page's microphone is silent until what this gives is called: then it hears that recording, once, and the call says when by the
 * page's clock. For a page that is watched.
 */
export async function giveMicrophone(page: Page, wav: string): Promise<() => Promise<number>> {
  await page.evaluate((recording) => {
    const { nativeStart } = globalThis as unknown as { nativeStart: AudioBufferSourceNode['start'] };
    navigator.mediaDevices.getUserMedia = async () => {
      const context = new AudioContext();
      const heard = context.createMediaStreamDestination();
      const bytes = Uint8Array.from(atob(recording), (sign) => sign.charCodeAt(0)).buffer;
      const offline = new OfflineAudioContext(1, 1, context.sampleRate);
      const buffer = await Object.getPrototypeOf(OfflineAudioContext.prototype).decodeAudioData.call(offline, bytes);
      const sayNow = (): number => {
        const source = context.createBufferSource();
        source.buffer = buffer;
        source.connect(heard);
        nativeStart.call(source);
        return performance.now();
      };
      Object.assign(globalThis, { sayNow });
      return heard.stream;
    };
  }, readFileSync(wav).toString('base64'));
  return () => page.evaluate(() => (globalThis as unknown as { sayNow: () => number }).sayNow());
}
