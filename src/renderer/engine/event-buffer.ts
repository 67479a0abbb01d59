import type { AnyEvent } from '../../contract/events.ts';

export type EventBuffer = {
  add: (event: AnyEvent) => void;
  /** Called with what came since the last call, at most once a frame. Returns what ends it. */
  subscribe: (listener: (events: AnyEvent[]) => void) => () => void;
};

/** Gathers events between two frames, so that a thousand of them draw the screen once. */
export function createEventBuffer(schedule: (flush: () => void) => void): EventBuffer {
  const listeners = new Set<(events: AnyEvent[]) => void>();
  let waiting: AnyEvent[] = [];

  function flush(): void {
    const events = waiting;
    waiting = [];
    for (const listener of listeners) listener(events);
  }

  return {
    add(event) {
      waiting.push(event);
      if (waiting.length === 1) schedule(flush);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A frame, or a quarter of a second where there are no frames because the window is hidden. */
export function nextFrame(flush: () => void): void {
  const once = (): void => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    flush();
  };
  const timer = setTimeout(once, 250);
  const frame = requestAnimationFrame(once);
}
