/** Node's timers hold no more than this. */
const mostMs = 2_147_483_647;

/** Calls back once, however long it takes; gives what stops it and says whether it was still to come. */
export function afterDelay(delayMs: number, callback: () => void): () => boolean {
  let left = Math.max(0, delayMs);
  let timer: NodeJS.Timeout;
  let isPending = true;
  const next = (): void => {
    const step = Math.min(left, mostMs);
    left -= step;
    timer = setTimeout(() => {
      if (left > 0) return next();
      isPending = false;
      callback();
    }, step);
  };
  next();
  return () => {
    clearTimeout(timer);
    const wasPending = isPending;
    isPending = false;
    return wasPending;
  };
}

/** Resolves after the delay; rejects when the signal is aborted. */
export function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const stop = afterDelay(delayMs, () => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    });
    const giveUp = (): void => {
      stop();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', giveUp, { once: true });
  });
}
