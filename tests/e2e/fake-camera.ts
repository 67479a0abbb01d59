import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright';

/** Pictures that Chromium shows to a page as its camera, one after the other and then again: HTML, drawn by a browser. Gives their path. */
export async function filmPages(
  folder: string,
  browser: Browser,
  pages: readonly { html: string; frames: number }[],
): Promise<string> {
  const page = await browser.newPage({ viewport: { width: 640, height: 480 } });
  const film: Buffer[] = [];
  for (const { html, frames } of pages) {
    await page.setContent(html);
    const frame = await page.screenshot({ type: 'jpeg', quality: 90 });
    for (let count = 0; count < frames; count += 1) film.push(frame);
  }
  await page.close();
  const path = join(folder, 'camera.mjpeg');
  writeFileSync(path, Buffer.concat(film));
  return path;
}

/** Switches of a browser whose camera is that file, and which shows the page itself where a screen is asked for. */
export function cameraSwitches(film: string): string[] {
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ];
}
