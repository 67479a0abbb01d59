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
