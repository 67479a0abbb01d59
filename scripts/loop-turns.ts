import { setTimeout as sleep } from 'node:timers/promises';

/** Between two looks at the loop; a turn shorter than that is seen as this long at most. */
const stepMs = 2;

/**
 * How long this thread's event loop did nothing else, look by look, in milliseconds, while something ran. What other
 * programs took the processor away for is not counted: a turn is no longer than the processor time the thread had in it.
 */
export async function watchTurns<Value>(run: () => Promise<Value>): Promise<{ value: Value; turns: number[] }> {
  const turns: number[] = [];
  let lookedAt = performance.now();
  let used = process.threadCpuUsage();

  function look(): void {
    const now = performance.now();
    const usedNow = process.threadCpuUsage();
    const ownMs = (usedNow.user + usedNow.system - used.user - used.system) / 1000;
    turns.push(Math.max(0, Math.min(now - lookedAt - stepMs, ownMs)));
    lookedAt = now;
    used = usedNow;
  }

  await sleep(10);
  look();
  turns.length = 0;
  const looks = setInterval(look, stepMs);
  try {
    const value = await run();
    await sleep(10);
    return { value, turns };
  } finally {
    clearInterval(looks);
  }
}
