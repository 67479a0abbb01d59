import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright';
import { isBuildFresh } from '../build-freshness.js';
import { provideBrowser } from '../machine.ts';
import { output } from '../packaging/output-folder.ts';
import { encodeFilm } from './encode-film.ts';
import { playStory } from './story.ts';

/** Where it is, from the project's folder, and how long it is; or why there is none. */
export type Clip = { file: string; seconds: number; bytes: number } | { missing: string };

/**
 * Films the story on the app of this folder, which is built where it is stale, in a real browser. Takes about a minute. What a machine
 * lacks for it is said and is no error; that the app does not do what the story shows is one.
 */
export async function makeClip(root: string): Promise<Clip> {
  const provided = await provideBrowser();
  if (provided.code !== 0) return { missing: provided.stderr };
  if (!isBuildFresh(root)) {
    const { buildApp } = await import('../build.ts');
    await buildApp();
  }
  const browser = await openBrowser(provided.stdout);
  try {
    if (!(await canEncode(browser))) return { missing: 'The browser that is here cannot write VP9 films' };
    const frames = await playStory(browser);
    const film = await encodeFilm(browser, frames);
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    const file = join(output, `heron-${version}-demo.webm`);
    await mkdir(join(root, output), { recursive: true });
    await writeFile(join(root, file), film);
    return { file, seconds: frames.reduce((sum, frame) => sum + frame.seconds, 0), bytes: film.byteLength };
  } finally {
    await browser.close();
  }
}

function openBrowser(executablePath: string): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath, args: ['--disable-gpu', ...(isRoot ? ['--no-sandbox'] : [])] });
}

async function canEncode(browser: Browser): Promise<boolean> {
  const page = await browser.newPage();
  try {
    // What encodes is there for pages of a safe place alone.
    await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
    await page.goto('https://film.invalid/');
    return await page.evaluate(async () => {
      if (!('VideoEncoder' in globalThis)) return false;
      const wanted = { codec: 'vp09.00.31.08', width: 1280, height: 864 };
      return (await VideoEncoder.isConfigSupported(wanted)).supported === true;
    });
  } finally {
    await page.close();
  }
}
