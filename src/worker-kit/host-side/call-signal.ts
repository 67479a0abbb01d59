import type { WorkerSignal } from '../context.ts';

export type CallSignal = { signal: WorkerSignal; abort(reason: Error): void };

/** An abort signal made of the language alone. */
export function createCallSignal(): CallSignal {
  let aborted = false;
  let abortReason: Error | undefined;
  const listeners = new Map<() => void, { once: boolean }>();
  return {
    signal: {
      get aborted() {
        return aborted;
      },
      get reason() {
        return abortReason;
      },
      throwIfAborted() {
        if (abortReason) throw abortReason;
      },
      addEventListener(_type, listener, options) {
        if (!listeners.has(listener)) listeners.set(listener, { once: options?.once ?? false });
      },
      removeEventListener(_type, listener) {
        listeners.delete(listener);
      },
    },
    abort(reason) {
      if (aborted) return;
      aborted = true;
      abortReason = reason;
      for (const listener of listeners.keys()) callQuietly(listener);
      listeners.clear();
    },
  };
}

/** One listener's fault must not keep the others from hearing. */
function callQuietly(listener: () => void): void {
  try {
    listener();
  } catch {
    // The action ends anyway, and its own error is the one that counts.
  }
}
