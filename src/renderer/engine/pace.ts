const shortestPauseMs = 2000;

/** However often it is wanted, it is done once in a while. */
export function createPace(act: () => void): { want: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    want: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        act();
      }, shortestPauseMs);
    },
    stop: () => clearTimeout(timer),
  };
}
