import { useSyncExternalStore } from 'react';
import { exactTimeText, relativeTimeText } from './time-text.ts';

const tickMs = 15_000;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** `at` in milliseconds since 1970. All on the screen move together, by one timer. */
export function RelativeTime({ at }: { at: number }) {
  const now = useSyncExternalStore(subscribe, readClock);
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTimeText(at)} className="whitespace-nowrap">
      {relativeTimeText(at, now)}
    </time>
  );
}

/** Rounded up, so that it stands still between ticks and what happens in between is never in the future. */
function readClock(): number {
  return Math.ceil(Date.now() / tickMs) * tickMs;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  for (const listener of listeners) listener();
}
