import { isOfDatabase } from '../../../base/errors.ts';
import { afterDelay } from '../../../orchestrator/waits/timer.ts';
import { firstMs, longestMs } from '../until-written.ts';

/** More are not kept in memory: then something is wrong that does not pass. */
const mostHeld = 10_000;

type Held<Entry> = { entry: Entry; resolve: () => void; reject: (error: unknown) => void };

export type HeldLines<Entry> = {
  /** Resolves when it is on record. While the database takes nothing, lines are kept in their order and written when it does again. */
  add(entry: Entry): Promise<void>;
  standsStill(): boolean;
  /** Nothing is tried any more. */
  close(): void;
};

export type HeldLinesParts<Entry> = {
  commit: (entry: Entry) => Promise<void>;
  /** Called when it begins to stand still, and with nothing when it has got on. */
  tell: (error: unknown) => void;
};

export function createHeldLines<Entry>({ commit, tell }: HeldLinesParts<Entry>): HeldLines<Entry> {
  let held: Held<Entry>[] = [];
  let tries = 0;
  let cancel: (() => unknown) | undefined;

  function hold(one: Held<Entry>, error: unknown): void {
    held.push(one);
    if (cancel) return;
    if (tries === 0) tell(error);
    cancel = afterDelay(Math.min(longestMs, firstMs * 2 ** tries), tryAgain);
    tries += 1;
  }

  /** All in one turn, so that they are one commit: none is kept when one before it is not. */
  function tryAgain(): void {
    cancel = undefined;
    const batch = held;
    held = [];
    void Promise.all(batch.map(write)).then(() => {
      if (cancel || held.length > 0) return;
      tries = 0;
      tell(undefined);
    });
  }

  async function write(one: Held<Entry>): Promise<void> {
    try {
      await commit(one.entry);
    } catch (error) {
      return isOfDatabase(error) ? hold(one, error) : one.reject(error);
    }
    one.resolve();
  }

  return {
    add: (entry) =>
      new Promise((resolve, reject) => {
        const one = { entry, resolve, reject };
        if (!cancel) void write(one);
        else if (held.length < mostHeld) held.push(one);
        else reject(new Error('Too many lines of the audit log wait to be written'));
      }),
    standsStill: () => tries > 0,
    close: () => void cancel?.(),
  };
}
