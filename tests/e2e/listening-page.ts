import type { Browser, Page } from 'playwright';
import { launchBrowser, openWindow, type Window } from './window.ts';

export type Listening = { page: Page; window: Window; close(): Promise<void> };

/** What a page opened to hear with, and what it played. */
export type Seen = {
  tracks: { state: MediaStreamTrackState; settings: MediaTrackSettings }[];
  /** `wav` as base64. */
  sounds: { wav: string; seconds: number }[];
  /** Of each sound that began to play: whether it was stopped, when by the page's clock, and whether it was heard to its end by then. */
  played: { seconds: number; wasStopped: boolean; hadEnded: boolean; stoppedAt?: number }[];
};

/** A window whose microphone is what the switches say; what the page opens and plays is written down in it. */
export async function openListeningPage(switches: string[], environment: Record<string, string>): Promise<Listening> {
  const browser: Browser = await launchBrowser(switches);
  const window = await openWindow(
    { theme: 'light', width: 1280, height: 800 },
    environment,
    undefined,
    async () => browser,
  );
  await watch(window.page);
  return {
    ...{ page: window.page, window },
    close: async () => {
      await window.close();
      await browser.close();
    },
  };
}

/** Anew after a reload. */
export async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const noted = { tracks: [] as MediaStreamTrack[], sounds: [] as object[], played: [] as object[] };
    Object.assign(globalThis, { seen: noted });
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await open(wanted);
      noted.tracks.push(...stream.getTracks());
      return stream;
    };
    const decode = AudioContext.prototype.decodeAudioData;
    AudioContext.prototype.decodeAudioData = async function (bytes: ArrayBuffer) {
      const all = new Uint8Array(bytes.slice(0));
      const decoded = await decode.call(this, bytes);
      let text = '';
      for (const byte of all) text += String.fromCharCode(byte);
      noted.sounds.push({ wav: btoa(text), seconds: decoded.duration });
      return decoded;
    };
    const { start, stop } = AudioBufferSourceNode.prototype;
    Object.assign(globalThis, { nativeStart: start });
    const playing = new WeakMap<AudioBufferSourceNode, { wasStopped: boolean; hadEnded: boolean; isOver: boolean }>();
    AudioBufferSourceNode.prototype.start = function () {
      const one = { seconds: this.buffer?.duration, wasStopped: false, hadEnded: false, isOver: false };
      noted.played.push(one);
      playing.set(this, one);
      this.addEventListener('ended', () => (one.isOver = true));
      start.call(this);
    };
    AudioBufferSourceNode.prototype.stop = function () {
      const one = playing.get(this);
      if (one) Object.assign(one, { wasStopped: true, hadEnded: one.isOver, stoppedAt: performance.now() });
      stop.call(this);
    };
  });
}

export function seen(page: Page): Promise<Seen> {
  return page.evaluate(() => {
    const { tracks, ...heard } = (globalThis as unknown as { seen: { tracks: MediaStreamTrack[] } & Seen }).seen;
    return {
      ...heard,
      tracks: tracks.map((track) => ({ state: track.readyState, settings: track.getSettings() })),
    };
  });
}
