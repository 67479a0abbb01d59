import type { Page } from 'playwright';
import { openBenchEngine } from './bench-engine.ts';
import { type Figure, figure } from './figure.ts';
import { openBrowser } from './frames.ts';
import { serveBuiltPage } from './open-page.ts';

const rounds = 8;

/** Milliseconds from the first byte of the document on, and the processor time of the page's main thread until it could be used. */
type Opened = { paint: number; usable: number; worked: number };

/** The built page on a real engine, each time in a context without anything of the one before. */
export async function measurePage(): Promise<Figure[]> {
  const bench = await openBenchEngine();
  const gateway = serveBuiltPage(bench);
  const browser = await openBrowser();
  const all: Opened[] = [];
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
      const opened = await open(page, await gateway.createLink());
      // The first round starts the browser's processes.
      if (round > 0) all.push(opened);
      await page.context().close();
    }
  } finally {
    await browser.close();
    await gateway.close();
    await bench.close();
  }
  return [
    figure(
      'the engine’s answer → first paint, cold',
      'ms',
      all.map(({ paint }) => paint),
      {
        goal: { text: '≤ 400 ms', isMet: (ms) => ms <= 400 },
      },
    ),
    figure(
      'the engine’s answer → what is typed is taken, cold',
      'ms',
      all.map(({ usable }) => usable),
      {
        goal: { text: '≤ 700 ms', isMet: (ms) => ms <= 700 },
      },
    ),
    figure(
      'processor time of the page’s main thread until then',
      'ms',
      all.map(({ worked }) => worked),
    ),
  ];
}

async function open(page: Page, link: string): Promise<Opened> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  // The field where messages are written has the focus once it takes what is typed.
  await page.addInitScript(() => {
    const look = (): void => {
      if (document.activeElement?.tagName === 'TEXTAREA') Reflect.set(window, 'usableAt', performance.now());
      else setTimeout(look, 4);
    };
    look();
  });
  await page.goto(link);
  await page.waitForFunction(() => Reflect.has(window, 'usableAt'), undefined, { timeout: 60_000 });
  const { metrics } = await session.send('Performance.getMetrics');
  const worked = (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  const times = await page.evaluate(() => {
    const [document] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    const answered = document?.responseStart ?? 0;
    return {
      paint: (paint?.startTime ?? 0) - answered,
      usable: (Reflect.get(window, 'usableAt') as number) - answered,
    };
  });
  return { ...times, worked };
}
