export type SingleTimer = {
  /** Without effect on a timer that is running; 0 means at once. */
  set: (delayMs: number, action: () => void) => void;
  clear: () => void;
};

/**
 * At most one timer at a time, which keeps no process alive. An idle worker's is set and cleared at each call, so clearing leaves
 * the system's timer where it is: it rings for nothing, or is used by whoever sets the next.
 */
export function createSingleTimer(): SingleTimer {
  let timer: NodeJS.Timeout | undefined;
  let ringsAt = 0;
  let dueAt = 0;
  let wanted: (() => void) | undefined;

  function arm(delayMs: number): void {
    clearTimeout(timer);
    ringsAt = performance.now() + delayMs;
    timer = setTimeout(ring, delayMs).unref();
  }

  function ring(): void {
    timer = undefined;
    if (!wanted) return;
    const left = dueAt - performance.now();
    if (left > 0) return arm(left);
    const action = wanted;
    wanted = undefined;
    action();
  }

  return {
    set(delayMs, action) {
      if (wanted) return;
      if (delayMs === 0) return action();
      wanted = action;
      dueAt = performance.now() + delayMs;
      if (!timer || ringsAt > dueAt) arm(delayMs);
    },
    clear: () => void (wanted = undefined),
  };
}
