import type { AnyEvent } from './events.ts';

export type WatchEventsParts = {
  /** Subscribes to all that comes after `after`: `(after) => client.events.watch({ ...filter, after }, { signal })`. */
  open: (after: number) => Promise<AsyncIterable<AnyEvent>>;
  /** The last event already known; 0 for all there is. */
  after: number;
  /** Ends early when the signal is aborted. */
  sleep: (ms: number) => Promise<void>;
  /** Once aborted, the stream ends instead of subscribing again. Give the same signal to the calls inside `open`. */
  signal?: { readonly aborted: boolean };
  /** Called when the stream broke and will be taken up again; `error` is absent when the engine ended it in good order. */
  onBreak?: (error: unknown) => void;
};

const firstPauseMs = 100;
const longestPauseMs = 5000;

/**
 * Follows the log across lost connections: after each break it subscribes again from the last durable event it gave
 * out, so that each durable event comes exactly once and in order. Ephemeral events of the gap are lost.
 * Errors: what `open` or the stream answers with a status from 400 to 499, because asking again would not help.
 */
export async function* watchEvents(parts: WatchEventsParts): AsyncGenerator<AnyEvent, void, void> {
  let reached = parts.after;
  let pauseMs = firstPauseMs;
  const isOver = (): boolean => parts.signal?.aborted === true;
  while (!isOver()) {
    let failure: unknown;
    try {
      for await (const event of await parts.open(reached)) {
        if (isOver()) return;
        pauseMs = firstPauseMs;
        if (event.seq !== undefined && event.seq <= reached) continue;
        reached = event.seq ?? reached;
        yield event;
      }
    } catch (error) {
      if (isOver()) return;
      if (isRefusal(error)) throw error;
      failure = error;
    }
    if (isOver()) return;
    parts.onBreak?.(failure);
    await parts.sleep(pauseMs);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
}

function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || !('status' in error)) return false;
  return typeof error.status === 'number' && error.status >= 400 && error.status < 500;
}
