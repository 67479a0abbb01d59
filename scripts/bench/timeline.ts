import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import type { Plan } from '../../src/contract/plan.ts';
import { dataPaths } from '../../src/main/base/paths.ts';
import type { EngineClient } from '../../src/main/gateway/engine-router.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { serveHeron } from '../../tests/e2e/heron.ts';
import { writeEchoWorker } from './bench-engine.ts';
import { type Figure, figure } from './figure.ts';
import { frameFigures, type Frames, openBrowser, traceFrames } from './frames.ts';
import { writeLongRun } from './long-run.ts';

const items = Number(process.env['HERON_BENCH_ITEMS'] ?? 100_000);
const tracedMs = 6000;

/** The built page on a real engine: a run of 100,000 items scrolled through, gone back through, and watched while it happens. */
export async function measureTimeline(): Promise<Figure[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'heron-bench-timeline-'));
  writeEchoWorker(join(dataFolder, 'workers', 'echo-isolate'), 'isolate');
  const runId = await writeLongRun(dataFolder, longList(), items);
  const heron = await serveHeron({ dataFolder });
  const remote = createRemoteEngine(dataPaths(dataFolder).socket);
  const browser = await openBrowser();
  try {
    const client = await remote.client();
    const { hash } = await client.installs.inspect({ workerId: 'echo-isolate' });
    await client.installs.trust({ workerId: 'echo-isolate', hash });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(heron.link);
    const floor = await traceFrames(browser, page, tracedMs, async () => page.waitForTimeout(tracedMs));
    const streaming = await watchRun(browser, page, client);
    const opened = await openList(page, runId);
    const scrolling = await traceFrames(browser, page, tracedMs, () => scroll(page));
    const scrubbing = await traceFrames(browser, page, tracedMs, () => scrub(page));
    return [
      figure(`opening a run of ${items.toLocaleString('en')} steps`, 'ms', opened),
      ...frameFigures('while its events stream in', streaming, floor),
      ...frameFigures('while it is scrolled', scrolling, floor),
      ...frameFigures('while one goes back in time', scrubbing, floor),
    ];
  } finally {
    await browser.close();
    remote.close();
    await heron.stop();
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function longList(): Plan {
  return {
    version: 1,
    title: 'A long list',
    tasks: [
      {
        id: 'all',
        forEach: { in: { from: 1, to: items }, concurrency: 16 },
        action: 'echo-isolate.say',
        input: { text: 'item {{ item }}' },
      },
    ],
  };
}

async function show(page: Page, runId: string): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), `#/timeline/${runId}`);
}

/** A run of the same list, with the list open and the newest step followed. */
async function watchRun(browser: Browser, page: Page, client: EngineClient): Promise<Frames> {
  const { runId } = await client.runs.start({ plan: longList(), allow: 'plan' });
  await show(page, runId);
  await openTree(page);
  await page.keyboard.press('f');
  const frames = await traceFrames(browser, page, tracedMs, async () => page.waitForTimeout(tracedMs));
  await client.runs.cancel({ runId });
  return frames;
}

async function openTree(page: Page): Promise<void> {
  await page.getByRole('treeitem', { name: items.toLocaleString('en') }).waitFor({ timeout: 60_000 });
  await page.getByRole('tree').focus();
  await page.keyboard.press('e');
  await page.getByRole('treeitem', { name: /Item 0/ }).waitFor({ timeout: 60_000 });
}

/** From the press to the bars of the list's first items, a few times. */
async function openList(page: Page, runId: string): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    await page.evaluate(() => (location.hash = '#/workers'));
    await page.getByRole('tree').waitFor({ state: 'detached' });
    const begun = performance.now();
    await show(page, runId);
    await openTree(page);
    await page.getByRole('treeitem', { name: /Done Item 0/ }).waitFor();
    times.push(performance.now() - begun);
  }
  return times;
}

/** Fast, as with a thumb on the wheel, and to places far apart. */
async function scroll(page: Page): Promise<void> {
  const { x, y } = await middleOf(page);
  const session = await page.context().newCDPSession(page);
  const end = performance.now() + tracedMs;
  await page.mouse.move(x, y);
  for (let round = 0; performance.now() < end; round += 1) {
    const yDistance = round % 4 === 3 ? 6000 : -6000;
    await session.send('Input.synthesizeScrollGesture', { x, y, yDistance, speed: 6000, gestureSourceType: 'mouse' });
    await page.evaluate(
      (share) => {
        const tree = document.querySelector('[role=tree]');
        if (tree) tree.scrollTop = tree.scrollHeight * share;
      },
      (round * 0.37) % 1,
    );
  }
}

async function scrub(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Replay' }).click();
  const slider = page.getByRole('slider', { name: 'Time of the run' });
  const track = await slider.locator('..').boundingBox();
  const box = await slider.boundingBox();
  if (!box || !track) throw new Error('There is no slider');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  const end = performance.now() + tracedMs;
  for (let step = 0; performance.now() < end; step += 1) {
    await page.mouse.move(200 + 600 * (0.5 + 0.5 * Math.sin(step / 20)) + 500, y);
    await page.waitForTimeout(8);
  }
  await page.mouse.up();
}

async function middleOf(page: Page): Promise<{ x: number; y: number }> {
  const box = await page.getByRole('tree').boundingBox();
  if (!box) throw new Error('The tree is not on the page');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
