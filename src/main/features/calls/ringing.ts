import type { Call } from '../../../contract/calls.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import { createInTurn } from '../../../contract/in-turn.ts';
import { onAbort } from '../../base/on-abort.ts';
import type { CallParts } from './call-parts.ts';
import type { CallBook, EndOfRing } from './call-book.ts';

/** `ringMs`: what is left of its time; absent: all of it. */
export type ToRing = { call: Call; ringMs?: number };

export type Ringing = {
  /** Once those before it have rung. Errors: the reason of the signal. */
  ring(made: () => Promise<ToRing | undefined>, signal: AbortSignal): Promise<EndOfRing | undefined>;
  /** By itself, at a time. */
  ringLater(call: Call, at: number): void;
  /** Nobody waits for it any more. */
  isOver(call: Call, outcome: EndOfRing): void;
  end(): void;
};

/** Node's timers take no longer ones. */
const longestWaitMs = 2_000_000_000;

/** One call rings at a time: two would be heard as none. */
export function createRinging({ settings, clock, logger }: CallParts, book: CallBook): Ringing {
  const waiting = new Map<string, (outcome: EndOfRing) => void>();
  const timers = new Map<string, NodeJS.Timeout>();
  const closing = new AbortController();
  const inTurn = createInTurn();
  const warn = (error: unknown): void => logger.warn('A call could not be kept', toFailure(error));

  async function ringNow({ call, ringMs }: ToRing, signal: AbortSignal): Promise<EndOfRing> {
    const { promise: outcome, resolve } = Promise.withResolvers<EndOfRing>();
    waiting.set(call.id, resolve);
    const stopAs = (end: EndOfRing) => () => {
      if (waiting.has(call.id)) void book.ends(call, end).then(() => isOver(call, end), warn);
    };
    const tooLong = setTimeout(stopAs('missed'), ringMs ?? settings().ringSeconds * 1000);
    const forget = onAbort(signal, stopAs('withdrawn'));
    try {
      await book.rings(call);
      return await outcome;
    } finally {
      clearTimeout(tooLong);
      forget();
    }
  }

  function isOver({ id }: Call, outcome: EndOfRing): void {
    clearTimeout(timers.get(id));
    timers.delete(id);
    waiting.get(id)?.(outcome);
    waiting.delete(id);
  }

  const ring: Ringing['ring'] = (made, signal) =>
    inTurn(async () => {
      signal.throwIfAborted();
      const toRing = await made();
      const outcome = toRing && (await ringNow(toRing, signal));
      signal.throwIfAborted();
      return outcome;
    });

  function ringLater(call: Call, at: number): void {
    const goOn = (): void => {
      if (at > clock()) return ringLater(call, at);
      ring(async () => (book.has(call.id) ? { call } : undefined), closing.signal).catch((error: unknown) => {
        if (!closing.signal.aborted) warn(error);
      });
    };
    timers.set(call.id, setTimeout(goOn, Math.min(Math.max(0, at - clock()), longestWaitMs)).unref());
  }

  return {
    ...{ ring, ringLater, isOver },
    end() {
      for (const timer of timers.values()) clearTimeout(timer);
      closing.abort(new HeronError('cancelled', 'Heron is closing'));
    },
  };
}
