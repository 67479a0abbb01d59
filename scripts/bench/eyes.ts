import { join } from 'node:path';
import { characterErrors, knownScreens } from '../../src/main/features/eyes/fixtures/known-screen.ts';
import { createReader } from '../../src/main/features/eyes/reading/reader.ts';
import { silentLogger } from '../../src/main/base/silent-logger.ts';
import { type Figure, figure } from './figure.ts';
import { openBrowser } from './frames.ts';

const rounds = 5;
const goal = { text: '≤ 5 %', isMet: (part: number): boolean => part <= 5 };

/** Screenshots of known text: how surely each kind is read, and in what time. */
export async function measureEyes(): Promise<Figure[]> {
  const browser = await openBrowser();
  const appFolder = join(import.meta.dirname, '../..');
  const reader = createReader({ nodeBinary: process.execPath, appFolder, logger: silentLogger });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    const wrong: Figure[] = [];
    const [cold, warm]: [number[], number[]] = [[], []];
    for (const { name, html, text } of knownScreens) {
      await page.setContent(html);
      const picture = await page.screenshot();
      const from = performance.now();
      const read = await reader.read(picture);
      if (cold.length === 0) cold.push(performance.now() - from);
      wrong.push(figure(`characters read wrongly, ${name}`, '%', [100 * characterErrors(read.text, text)], { goal }));
      for (let round = 0; round < rounds; round += 1) warm.push((await reader.read(picture)).tookMs);
    }
    return [
      ...wrong,
      figure('a screen is read, in a process that runs', 'ms', warm),
      figure('a screen is read, with the start of the process', 'ms', cold),
    ];
  } finally {
    reader.close();
    await browser.close();
  }
}
