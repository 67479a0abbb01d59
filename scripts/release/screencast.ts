import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';

/** A picture of a page, as JPEG in base64, and when it was drawn, in milliseconds from the first. */
export type Frame = { picture: string; at: number };

/** How long the last picture stays. */
const lastMs = 2000;
/** A window in which nothing moves is not shown longer than this. */
const longestStillMs = 1500;

/** What a page shows while something is done in it: a picture each time something has changed. */
export async function watchPage(page: Page, act: () => Promise<void>): Promise<Frame[]> {
  const session = await page.context().newCDPSession(page);
  const frames: { picture: string; seconds: number }[] = [];
  session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    if (metadata.timestamp !== undefined) frames.push({ picture: data, seconds: metadata.timestamp });
    // After the page is closed there is nobody who would like to know.
    session.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined);
  });
  await session.send('Page.startScreencast', { format: 'jpeg', quality: 90 });
  await act();
  await session.send('Page.stopScreencast');
  await session.detach();
  const first = frames[0]?.seconds ?? 0;
  return withoutWaits(frames.map(({ picture, seconds }) => ({ picture, at: (seconds - first) * 1000 })));
}

/** Where nothing moves for long, that time is cut short. */
export function withoutWaits(frames: readonly Frame[]): Frame[] {
  let cut = 0;
  return frames.map(({ picture, at }, index) => {
    const still = at - (frames[index - 1]?.at ?? at);
    cut += Math.max(0, still - longestStillMs);
    return { picture, at: at - cut };
  });
}

/**
 * A WebM film of the frames, made by the browser of `page`, an empty page: it draws them onto a canvas at their times and records that, so it takes as
 * long as the film. Errors: the browser cannot record, or there are no frames.
 */
export async function filmOf(page: Page, frames: readonly Frame[]): Promise<Buffer> {
  if (frames.length === 0) throw new Error('There is no picture to make a film of');
  await page.evaluate(beginFilm, frames[0]?.picture ?? '');
  const begun = performance.now();
  for (const { picture, at } of frames) {
    const early = at - (performance.now() - begun);
    if (early > 0) await sleep(early);
    await page.evaluate((data) => (globalThis as unknown as Film).show(data), picture);
  }
  await sleep(lastMs);
  return Buffer.from(await page.evaluate(() => (globalThis as unknown as Film).end()), 'base64');
}

type Film = { show: (picture: string) => Promise<void>; end: () => Promise<string> };

/** Runs in the page. */
async function beginFilm(first: string): Promise<void> {
  const load = async (picture: string): Promise<HTMLImageElement> => {
    const image = new Image();
    image.src = `data:image/jpeg;base64,${picture}`;
    await image.decode();
    return image;
  };
  const { naturalWidth: width, naturalHeight: height } = await load(first);
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  document.body.append(canvas);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser draws on no canvas');
  const show = async (picture: string): Promise<void> => context.drawImage(await load(picture), 0, 0);
  await show(first);
  const stream = canvas.captureStream(30);
  const recorder = new MediaRecorder(stream, { mimeType: 'video/webm;codecs=vp8', videoBitsPerSecond: 4_000_000 });
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const ended = new Promise((resolve) => recorder.addEventListener('stop', resolve));
  const end = async (): Promise<string> => {
    recorder.stop();
    await ended;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  };
  recorder.start(1000);
  Object.assign(globalThis, { show, end });
}
