import { join } from 'node:path';
import { characterErrors, knownPage, knownText } from '../../src/main/features/eyes/fixtures/known-screen.ts';
import { createReader } from '../../src/main/features/eyes/reading/reader.ts';
import { silentLogger } from '../../src/main/base/silent-logger.ts';
import { type Figure, figure } from './figure.ts';
import { openBrowser } from './frames.ts';

const rounds = 5;

/** A screenshot of known text: how surely it is read, and in what time. */
export async function measureEyes(): Promise<Figure[]> {
  const browser = await openBrowser();
  const appFolder = join(import.meta.dirname, '../..');
  const reader = createReader({ nodeBinary: process.execPath, appFolder, logger: silentLogger });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.setContent(knownPage);
    const picture = await page.screenshot();
    const from = performance.now();
    const first = await reader.read(picture);
    const coldMs = performance.now() - from;
    const warm: number[] = [];
    for (let round = 0; round < rounds; round += 1) warm.push((await reader.read(picture)).tookMs);
    const wrong = 100 * characterErrors(first.text, knownText);
    return [
      figure('characters read wrongly', '%', [wrong], { goal: { text: '≤ 5 %', isMet: (part) => part <= 5 } }),
      figure('a screen is read, in a process that runs', 'ms', warm),
      figure('a screen is read, with the start of the process', 'ms', [coldMs]),
    ];
  } finally {
    reader.close();
    await browser.close();
  }
}
