import { LinkedList, ListPlace, removeFromList } from './linked-list.ts';

const listening = new WeakMap<AbortSignal, LinkedList<AbortListener>>();

/** Told once, unless it stops listening before. A thing, not a function: one is made at each call of a worker. */
export class AbortListener extends ListPlace {
  readonly holder: { cancel: () => void };

  constructor(holder: AbortListener['holder']) {
    super();
    this.holder = holder;
  }

  stop(): void {
    removeFromList(this);
  }
}

/**
 * Calls back once when the signal is aborted; not when it already is. Returns what takes that back. A signal compares
 * whoever listens with all who do already: a thousand tasks of one run would be a million comparisons, so they share one listener.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const listener = listenForAbort(signal, { cancel: callback });
  return () => listener.stop();
}

/** As `onAbort`, for whoever can be told to cancel. */
export function listenForAbort(signal: AbortSignal, holder: AbortListener['holder']): AbortListener {
  let listeners = listening.get(signal);
  if (!listeners) {
    listeners = new LinkedList();
    listening.set(signal, listeners);
    const all = listeners;
    signal.addEventListener('abort', () => tellAll(all), { once: true });
  }
  const listener = new AbortListener(holder);
  listeners.add(listener);
  return listener;
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
function tellAll(listeners: LinkedList<AbortListener>): void {
  for (const listener of listeners.all()) {
    if (!listener.after) continue; // it has stopped since
    try {
      listener.holder.cancel();
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
  listeners.clear();
}
