import { writeFileSync } from 'node:fs';
import type { Browser } from 'playwright';

/** Pictures that Chromium shows to a page as its camera, one after the other and then again: HTML, drawn by a browser. Gives their path. */
export async function filmPages(
  path: string,
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
  writeFileSync(path, Buffer.concat(film));
  return path;
}

/** Switches of a browser whose camera is that file. */
export function cameraSwitches(film: string): string[] {
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ];
}
