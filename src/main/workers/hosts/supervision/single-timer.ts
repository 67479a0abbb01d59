export type SingleTimer = {
  /** Without effect on a timer that is running; 0 means at once. */
  set: (delayMs: number, action: () => void) => void;
  clear: () => void;
};

/** At most one timer at a time, which keeps no process alive. */
export function createSingleTimer(): SingleTimer {
  let timer: NodeJS.Timeout | undefined;
  return {
    set(delayMs, action) {
      if (timer) return;
      if (delayMs === 0) return action();
      timer = setTimeout(() => {
        timer = undefined;
        action();
      }, delayMs);
      timer.unref();
    },
    clear() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
