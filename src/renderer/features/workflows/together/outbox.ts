import { mergeUpdates } from '../../../../shared-document/shared-document.ts';
import type { Unsent } from './unsent.ts';

export type OutboxParts = {
  unsent: Unsent;
  /** Milliseconds between two calls that hand in changes; the first goes at once. */
  pauseMs?: number;
  /** Hands them in. Rejects where that did not come off: they are kept. */
  send: (update: Uint8Array) => Promise<void>;
  onState: (state: 'waiting' | 'saving' | 'saved') => void;
  onFailure: (error: unknown) => void;
};

export type Outbox = ReturnType<typeof createOutbox>;

/** Changes on their way to the engine: one call after the other, each with all that came meanwhile. */
export function createOutbox({ unsent, pauseMs = 100, send, onState, onFailure }: OutboxParts) {
  let waiting = unsent.read();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending: Promise<boolean> | undefined;
  let sentAt = -Infinity;

  async function sendOnce(): Promise<boolean> {
    const count = waiting.length;
    onState('saving');
    sentAt = performance.now();
    try {
      await send(mergeUpdates(waiting));
      waiting = waiting.slice(count);
      unsent.keep(waiting);
      onState(waiting.length > 0 ? 'waiting' : 'saved');
      return true;
    } catch (error) {
      onFailure(error);
      return false;
    }
  }

  async function sendAll(): Promise<boolean> {
    while (waiting.length > 0) if (!(await sendOnce())) return false;
    return true;
  }

  function flush(): Promise<boolean> {
    clearTimeout(timer);
    timer = undefined;
    sending ??= sendAll().finally(() => {
      sending = undefined;
    });
    return sending;
  }

  return {
    /** Of a time when they could not be handed in. */
    left: waiting,
    add: (update: Uint8Array): void => {
      waiting.push(update);
      unsent.keep(waiting);
    },
    flush,
    later: (): void => {
      if (waiting.length === 0) return;
      onState('waiting');
      timer ??= setTimeout(() => void flush(), Math.max(0, sentAt + pauseMs - performance.now()));
    },
  };
}
