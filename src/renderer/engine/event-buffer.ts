import type { AnyEvent } from '../../contract/events.ts';

export type EventBuffer = {
  add: (event: AnyEvent) => void;
  /** Called with what came since the last call, at most once a frame. Returns what ends it. */
  subscribe: (listener: (events: AnyEvent[]) => void) => () => void;
};

/** Draws in the next frame, or `delayMs` later. */
export type Schedule = (flush: () => void, delayMs: number) => void;

/** Milliseconds of rest for each event drawn at once, and at most: one event shows at once, a flood a few times a second. */
const restPerEvent = 2;
const longestRest = 250;

/** Gathers events between two drawings, so that a thousand of them draw the screen once. */
export function createEventBuffer(schedule: Schedule, now: () => number): EventBuffer {
  const listeners = new Set<(events: AnyEvent[]) => void>();
  let waiting: AnyEvent[] = [];
  let restUntil = 0;

  function flush(): void {
    const events = waiting;
    waiting = [];
    restUntil = now() + Math.min(longestRest, events.length * restPerEvent);
    for (const listener of listeners) listener(events);
  }

  return {
    add: (event) => {
      waiting.push(event);
      if (waiting.length === 1) schedule(flush, Math.max(0, restUntil - now()));
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A frame; where there are none because the window is hidden, a quarter of a second. */
export const nextFrame: Schedule = (flush, delayMs) => {
  const once = (): void => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    flush();
  };
  let frame = 0;
  const timer = setTimeout(once, delayMs + 250);
  if (delayMs === 0) frame = requestAnimationFrame(once);
  else setTimeout(() => (frame = requestAnimationFrame(once)), delayMs);
};
