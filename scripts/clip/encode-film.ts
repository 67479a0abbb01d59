import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import type * as MediabunnyModule from 'mediabunny';
import { type Frame, pictureSize } from './frames.ts';

/** Below the picture, for what is said. */
const captionHeight = 64;
/** Longer ones are told anew, so that one can jump into the middle of them. */
const longestFrameSeconds = 1;

/** What the page that encodes keeps between two calls. */
type Studio = {
  Mediabunny: typeof MediabunnyModule;
  draw: (picture: ImageBitmap | undefined, caption: string, pointer: Frame['pointer']) => void;
  add: (at: number, seconds: number) => Promise<void>;
  end: () => Promise<string>;
};

/** The frames as a WebM film, encoded by the browser itself. */
export async function encodeFilm(browser: Browser, frames: readonly Frame[]): Promise<Buffer> {
  const page = await browser.newPage();
  try {
    await openStudio(page);
    let at = 0;
    let before: Buffer | undefined;
    for (const { picture, seconds, caption, pointer } of frames) {
      const fresh = picture === before ? undefined : picture.toString('base64');
      for (let left = seconds; left > 1e-6; left -= longestFrameSeconds) {
        const shown = Math.min(left, longestFrameSeconds);
        await page.evaluate(showFrame, { fresh: left === seconds ? fresh : undefined, caption, pointer, at, shown });
        at += shown;
      }
      before = picture;
    }
    return Buffer.from(await page.evaluate(() => (globalThis as unknown as Studio).end()), 'base64');
  } finally {
    await page.close();
  }
}

async function openStudio(page: Page): Promise<void> {
  // What encodes is there for pages of a safe place alone.
  await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  await page.goto('https://film.invalid/');
  const bundle = new URL('dist/bundles/mediabunny.min.cjs', packageFolder('mediabunny'));
  await page.addScriptTag({ content: await readFile(bundle, 'utf8') });
  await page.evaluate(setUp, { ...pictureSize, captionHeight });
}

function packageFolder(name: string): URL {
  return new URL(`../../node_modules/${name}/`, `file://${fileURLToPath(import.meta.url)}`);
}

/** In the page. */
async function setUp(size: { width: number; height: number; captionHeight: number }): Promise<void> {
  const studio = globalThis as unknown as Studio;
  const { BufferTarget, CanvasSource, Output, QUALITY_HIGH, WebMOutputFormat } = studio.Mediabunny;
  const canvas = new OffscreenCanvas(size.width, size.height + size.captionHeight);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The page has nothing to draw on');
  let shown: ImageBitmap | undefined;
  studio.draw = (picture, caption, pointer) => {
    shown = picture ?? shown;
    context.fillStyle = '#0e1316';
    context.fillRect(0, 0, canvas.width, canvas.height);
    if (shown) context.drawImage(shown, 0, 0);
    context.fillStyle = '#e3e9ec';
    context.font = '500 24px system-ui, sans-serif';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(caption, canvas.width / 2, size.height + size.captionHeight / 2);
    context.beginPath();
    context.arc(pointer.x, pointer.y, pointer.isDown ? 16 : 10, 0, 2 * Math.PI);
    context.fillStyle = pointer.isDown ? 'rgb(5 135 172 / 55%)' : 'rgb(5 135 172 / 35%)';
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = '#0587ac';
    context.stroke();
  };
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new CanvasSource(canvas, { codec: 'vp9', bitrate: QUALITY_HIGH });
  output.addVideoTrack(source);
  await output.start();
  studio.add = (at, seconds) => source.add(at, seconds);
  studio.end = async () => {
    await output.finalize();
    if (!target.buffer) throw new Error('Nothing was encoded');
    const bytes = new Uint8Array(target.buffer);
    let text = '';
    for (let from = 0; from < bytes.length; from += 0x8000)
      text += String.fromCharCode(...bytes.subarray(from, from + 0x8000));
    return btoa(text);
  };
}

type Shown = { fresh: string | undefined; at: number; shown: number } & Pick<Frame, 'caption' | 'pointer'>;

/** In the page. */
async function showFrame({ fresh, caption, pointer, at, shown }: Shown): Promise<void> {
  const studio = globalThis as unknown as Studio;
  const bytes = fresh === undefined ? undefined : Uint8Array.from(atob(fresh), (letter) => letter.charCodeAt(0));
  studio.draw(bytes && (await createImageBitmap(new Blob([bytes]))), caption, pointer);
  await studio.add(at, shown);
}
