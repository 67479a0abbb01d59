import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { Task } from '../../src/contract/plan-task.ts';
import type { WorkflowDocument } from '../../src/contract/workflows.ts';
import { dataPaths } from '../../src/main/base/paths.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { layoutTasks } from '../../src/renderer/features/plan-graph/layout.ts';
import { serveHeron } from '../../tests/e2e/heron.ts';
import { type Figure, figure } from './figure.ts';
import { frameFigures } from './frame-figures.ts';
import { openBrowser, traceFrames } from './frames.ts';

const sizes = [100, 500, 1000];
const tracedMs = 4000;
const rounds = 5;

/** The builder in the built page: workflows opened, moved about in and tidied, each step waiting for two others. */
export async function measureCanvas(): Promise<Figure[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'heron-bench-canvas-'));
  const heron = await serveHeron({ dataFolder });
  const remote = createRemoteEngine(dataPaths(dataFolder).socket);
  const browser = await openBrowser();
  try {
    const client = await remote.client();
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(heron.link);
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
    const floor = await traceFrames(browser, page, tracedMs, async () => page.waitForTimeout(tracedMs));
    const figures: Figure[] = [];
    for (const size of sizes) {
      const { id } = await client.workflows.create({ document: workflowOf(size) });
      const opened = await openBuilder(page, id);
      const name = `a workflow of ${size} steps`;
      figures.push(figure(`opening ${name}`, 'ms', opened, { goal: { text: '< 1000 ms', isMet: (ms) => ms < 1000 } }));
      const panning = await traceFrames(browser, page, tracedMs, () => pan(page));
      figures.push(...frameFigures(`while ${name} is moved about`, panning, floor));
      const dragging = await traceFrames(browser, page, tracedMs, () => drag(page));
      figures.push(...frameFigures(`while a step of ${name} is dragged`, dragging, floor));
    }
    return [...figures, ...sizes.map(arranging)];
  } finally {
    await browser.close();
    remote.close();
    await heron.stop();
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function workflowOf(size: number): WorkflowDocument {
  return { version: 1, title: `${size} steps`, tasks: tasksOf(size) };
}

/** Two arrows to each step but the first, from near and from farther back. */
function tasksOf(size: number): Task[] {
  return Array.from({ length: size }, (_, index) => {
    const before = [...new Set([Math.floor(index * 0.9) - 1, Math.floor(index * 0.8)])];
    const after = before.filter((each) => each >= 0 && each < index).map((each) => `step_${each}`);
    const input = { text: `Step ${index}` };
    return { id: `step_${index}`, action: 'text.count', input, ...(after.length > 0 ? { after } : {}) };
  });
}

/** Without anything kept: each time they are other tasks. */
function arranging(size: number): Figure {
  const times = Array.from({ length: 20 }, () => {
    const tasks = tasksOf(size);
    const begun = performance.now();
    layoutTasks(tasks, { sizeOf: () => ({ width: 240, height: 86 }) });
    return performance.now() - begun;
  });
  return figure(`arranging ${size} steps`, 'ms', times, { goal: { text: '< 300 ms', isMet: (ms) => ms < 300 } });
}

/** From the link to the first steps that are drawn. */
async function openBuilder(page: Page, id: string): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await page.evaluate(() => (location.hash = '#/workers'));
    await page.locator('.react-flow').waitFor({ state: 'detached' });
    const begun = performance.now();
    await page.evaluate((hash) => (location.hash = hash), `#/workflows/${id}`);
    await page.locator('.react-flow [data-place]').first().waitFor();
    times.push(performance.now() - begun);
  }
  return times;
}

async function pan(page: Page): Promise<void> {
  const { x, y } = await middleOf(page);
  await page.mouse.move(x, y);
  const end = performance.now() + tracedMs;
  for (let step = 0; performance.now() < end; step += 1) {
    await page.mouse.wheel(30 * Math.cos(step / 30), 30 * Math.sin(step / 20));
    await page.waitForTimeout(8);
  }
}

async function drag(page: Page): Promise<void> {
  const box = await page.locator('.react-flow [data-place]').first().boundingBox();
  if (!box) throw new Error('No step is drawn');
  const middle = await middleOf(page);
  await page.mouse.move(box.x + box.width / 2, box.y + Math.min(10, box.height / 2));
  await page.mouse.down();
  const end = performance.now() + tracedMs;
  for (let step = 0; performance.now() < end; step += 1) {
    await page.mouse.move(middle.x + 200 * Math.sin(step / 25), middle.y + 120 * Math.cos(step / 25));
    await page.waitForTimeout(8);
  }
  await page.mouse.up();
}

async function middleOf(page: Page): Promise<{ x: number; y: number }> {
  const box = await page.locator('.react-flow').boundingBox();
  if (!box) throw new Error('The canvas is not on the page');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
