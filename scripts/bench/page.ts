import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright';
import { openBenchEngine } from './bench-engine.ts';
import { type Figure, figure } from './figure.ts';
import { openBrowser } from './frames.ts';
import { serveBuiltPage } from './open-page.ts';

const rounds = Number(process.env['HERON_BENCH_ROUNDS'] ?? 9);
const patient = { timeout: 60_000 };
const bareText =
  '<!doctype html><html lang="en"><title>Bare</title><p>Bare</p><textarea aria-label="Message"></textarea>';

/** Milliseconds since the browser asked for the page: the first paint, and when its field for messages could be typed into. */
type Opened = { paintMs: number; usableMs: number; scriptMs: number; longestMs: number };

/** The built page on a real engine, each time in a browser that was just started; in turns with a page that is one field. */
export async function measurePage(): Promise<Figure[]> {
  const bench = await openBenchEngine();
  await bench.engine.client.welcome.move({ isOpen: false });
  const gateway = serveBuiltPage(bench);
  const bare = createServer((_, response) => response.setHeader('content-type', 'text/html').end(bareText));
  const heron: Opened[] = [];
  const floor: Opened[] = [];
  try {
    await once(bare.listen(0, '127.0.0.1'), 'listening');
    const { port } = bare.address() as AddressInfo;
    for (let round = 0; round <= rounds; round += 1) {
      const [page, field] = [await coldly(await gateway.createLink()), await coldly(`http://127.0.0.1:${port}/`)];
      // The first round reads the files from the disk and compiles the engine's answers.
      if (round === 0) continue;
      heron.push(page);
      floor.push(field);
    }
  } finally {
    bare.close();
    await gateway.close();
    await bench.close();
  }
  const beside = (name: keyof Opened) => ({ floor: { name: 'a bare page', values: floor.map((one) => one[name]) } });
  const told = (name: keyof Opened): number[] => heron.map((one) => one[name]);
  return [
    figure('first paint of the page, cold', 'ms', told('paintMs'), {
      ...beside('paintMs'),
      goal: { text: '≤ 400 ms', isMet: (ms) => ms <= 400 },
    }),
    figure('the page can be typed into, cold', 'ms', told('usableMs'), {
      ...beside('usableMs'),
      goal: { text: '≤ 700 ms', isMet: (ms) => ms <= 700 },
    }),
    figure('scripts until then', 'ms', told('scriptMs')),
    figure('the longest task until then', 'ms', told('longestMs')),
  ];
}

async function coldly(url: string): Promise<Opened> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(noteUsable);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    await page.goto(url);
    await page.waitForFunction(() => 'usableMs' in window, undefined, patient);
    const { metrics } = await session.send('Performance.getMetrics');
    const scriptMs = (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0) * 1000;
    return { ...(await timesOf(page)), scriptMs };
  } finally {
    await browser.close();
  }
}

/** Runs in the page: when the field is there and what was to be done before the next event of a person has been done. */
function noteUsable(): void {
  const tasks: number[] = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: 'longtask',
    buffered: true,
  });
  Reflect.set(window, 'tasks', tasks);
  const look = (): void => {
    if (!document.querySelector('textarea')) return void requestAnimationFrame(look);
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => Reflect.set(window, 'usableMs', performance.now()));
    port1.start();
    port2.postMessage(null);
  };
  requestAnimationFrame(look);
}

async function timesOf(page: Page): Promise<Omit<Opened, 'scriptMs'>> {
  return page.evaluate(async () => {
    while (performance.getEntriesByName('first-contentful-paint').length === 0) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    const usableMs = Reflect.get(window, 'usableMs') as number;
    const paintMs = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN;
    return { paintMs, usableMs, longestMs: Math.max(0, ...(Reflect.get(window, 'tasks') as number[])) };
  });
}
