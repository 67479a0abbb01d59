import { type Browser, chromium, type Page } from 'playwright';

/**
 * Milliseconds from one frame to the next; of processor time that the page's main thread took between them; and of such time, its
 * tasks over 50 ms. Where the browser does not say what it took, it is how long it lasted: then others on the machine are in it.
 */
export type Frames = { intervals: number[]; busy: number[]; longTasks: number[] };

type TraceEvent = { name: string; ph: string; ts: number; dur?: number; tdur?: number; pid: number; tid: number };

const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel'];

export function openBrowser(): Promise<Browser> {
  const executablePath = process.env['HERON_BROWSER'] ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}

/** What the browser's own tracing says of the frames while something is done. A loop in the page asks for every frame there can be. */
export async function traceFrames(
  browser: Browser,
  page: Page,
  ms: number,
  body: () => Promise<unknown>,
): Promise<Frames> {
  await page.evaluate((length) => {
    const end = performance.now() + length;
    const again = (): void => {
      if (performance.now() < end) requestAnimationFrame(again);
    };
    requestAnimationFrame(again);
  }, ms);
  await browser.startTracing(page, { categories });
  await body();
  const trace = await browser.stopTracing();
  return framesIn((JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] }).traceEvents);
}

function framesIn(events: TraceEvent[]): Frames {
  const fired = events.filter(({ name }) => name === 'FireAnimationFrame');
  const main = mostFrequent(fired.map(({ pid, tid }) => `${pid} ${tid}`));
  const isMain = ({ pid, tid }: TraceEvent): boolean => `${pid} ${tid}` === main;
  const starts = distinct(
    fired
      .filter(isMain)
      .map(({ ts }) => ts)
      .toSorted((a, b) => a - b),
  );
  const tasks = events.filter((event) => isMain(event) && event.name === 'RunTask' && event.dur !== undefined);
  const intervals = starts.slice(1).map((ts, index) => (ts - (starts[index] ?? ts)) / 1000);
  const longTasks = tasks.map(workedMs).filter((ms) => ms > 50);
  return { intervals, busy: busyBetween(starts, tasks), longTasks };
}

/** Several callbacks of one frame are fired at once. */
function distinct(starts: number[]): number[] {
  return starts.filter((ts, index) => index === 0 || ts - (starts[index - 1] ?? 0) > 2000);
}

function busyBetween(starts: number[], tasks: TraceEvent[]): number[] {
  const busy = starts.slice(1).map(() => 0);
  let at = 0;
  for (const task of tasks.toSorted((a, b) => a.ts - b.ts)) {
    const { ts } = task;
    while (at + 1 < starts.length && (starts[at + 1] ?? 0) <= ts) at += 1;
    if (at < busy.length && ts >= (starts[0] ?? 0)) busy[at] = (busy[at] ?? 0) + workedMs(task);
  }
  return busy;
}

function workedMs({ dur = 0, tdur = dur }: TraceEvent): number {
  return tdur / 1000;
}

function mostFrequent(values: string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
}
