const listeners = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back once when the signal is aborted; not when it already is. Returns what takes that back. A signal compares
 * whoever listens with all who do already: a thousand tasks of one run would be a million comparisons, so they share one listener.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  let callbacks = listeners.get(signal);
  if (!callbacks) {
    callbacks = new Set();
    listeners.set(signal, callbacks);
    const all = callbacks;
    signal.addEventListener('abort', () => callAll(all), { once: true });
  }
  // Its own function, so that one who listens twice is told twice.
  const own = (): void => callback();
  callbacks.add(own);
  return () => void callbacks.delete(own);
}

/** What is waited for, or the signal's reason as soon as it is aborted; what comes after that is nobody's. */
export function untilAborted<Value>(signal: AbortSignal, waited: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(signal.reason as Error);
    if (signal.aborted) giveUp();
    const forget = onAbort(signal, giveUp);
    void waited.then(resolve, reject).finally(forget);
  });
}

/** As a signal does: an error of one keeps no other from being told. */
function callAll(callbacks: Set<() => void>): void {
  for (const callback of callbacks) {
    try {
      callback();
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
  callbacks.clear();
}
