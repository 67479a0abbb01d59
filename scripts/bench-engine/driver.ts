import type { WorkName } from './work.ts';

/** What one round of one work item took in a system's own process. */
export type Round = { seconds: number; cpuSeconds: number; rssMb: number };
export type Answer = Round | { reason: string };
export type Started = { startMs: number } | { reason: string };

/** A system under test: each work item runs once a call, or is the reason why it cannot. */
export type Driver = Partial<Record<WorkName, (() => Promise<void>) | { reason: string }>>;

/** Runs in the child: starts the system, then answers each named work item with its figures. */
export async function serveDriver(start: () => Promise<Driver>): Promise<void> {
  const begun = performance.now();
  try {
    const driver = await start();
    process.on('message', (name: WorkName) => void measure(driver, name).then((answer) => process.send?.(answer)));
    process.send?.({ startMs: performance.now() - begun } satisfies Started);
  } catch (error) {
    process.send?.({ reason: `it did not start: ${firstLine(error)}` } satisfies Started);
  }
}

async function measure(driver: Driver, name: WorkName): Promise<Answer> {
  const run = driver[name];
  if (typeof run !== 'function') return run ?? { reason: 'its driver has no such work' };
  const cpu = process.cpuUsage();
  const begun = performance.now();
  try {
    await run();
  } catch (error) {
    return { reason: `it failed: ${firstLine(error)}` };
  }
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, cpuSeconds: (user + system) / 1e6, rssMb: process.memoryUsage.rss() / 1e6 };
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? '').slice(0, 160);
}
