import type { WorkerSignal } from '../context.ts';

export type CallSignal = { signal: WorkerSignal; abort(reason: Error): void };

/** An abort signal made of the language alone. */
export function createCallSignal(): CallSignal {
  const state = new SignalState();
  return { signal: new LanguageSignal(state), abort: (reason) => state.abort(reason) };
}

class SignalState {
  reason: Error | undefined;
  listeners: Map<() => void, { once: boolean }> | undefined;

  abort(reason: Error): void {
    if (this.reason) return;
    this.reason = reason;
    for (const listener of this.listeners?.keys() ?? []) callQuietly(listener);
    this.listeners = undefined;
  }
}

/** A class, for getters of an object that is made anew at each call cost more than all else that makes the call's context. */
class LanguageSignal implements WorkerSignal {
  readonly #state: SignalState;

  constructor(state: SignalState) {
    this.#state = state;
  }

  get aborted(): boolean {
    return this.#state.reason !== undefined;
  }

  get reason(): Error | undefined {
    return this.#state.reason;
  }

  throwIfAborted(): void {
    if (this.#state.reason) throw this.#state.reason;
  }

  addEventListener(_type: 'abort', listener: () => void, options?: { once?: boolean }): void {
    const listeners = (this.#state.listeners ??= new Map());
    if (!listeners.has(listener)) listeners.set(listener, { once: options?.once ?? false });
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#state.listeners?.delete(listener);
  }
}

/** One listener's fault must not keep the others from hearing. */
function callQuietly(listener: () => void): void {
  try {
    listener();
  } catch {
    // The action ends anyway, and its own error is the one that counts.
  }
}
