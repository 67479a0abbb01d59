import { isOfDatabase } from '../../base/errors.ts';
import { pause } from '../../orchestrator/waits/timer.ts';

export const firstMs = 500;
export const longestMs = 30_000;

/** Tries again while the disk is full or somebody else has the database: what waits for it stands still meanwhile. */
export async function untilWritten<Value>(write: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
  for (let delayMs = firstMs; ; delayMs = Math.min(longestMs, delayMs * 2)) {
    try {
      return await write();
    } catch (error) {
      if (!isOfDatabase(error)) throw error;
      await pause(delayMs, signal);
    }
  }
}
