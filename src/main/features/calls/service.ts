import type { Call, CallOutcome } from '../../../contract/calls.ts';
import { HeronError } from '../../base/errors.ts';
import type { CallParts } from './call-parts.ts';
import { type CallBook, createCallBook, type EndOfRing } from './call-book.ts';
import { isQuiet } from './quiet-hours.ts';
import { createRinging, type Ringing } from './ringing.ts';

export type WantedCall = {
  text: string;
  about: string;
  runId?: string;
  /** Of the run: a call it placed before the engine ended is not placed again. */
  taskId?: string;
  conversationId?: string;
  /** The person asked for this very call: quiet hours do not hold it. */
  isAppointed?: boolean;
};

export type CallService = {
  /**
   * Rings, one call after the other, until somebody takes it or its time is over. A run whose call was declined does not ring
   * again. Errors: the reason of the signal.
   */
  place(wanted: WantedCall, signal: AbortSignal): Promise<CallOutcome>;
  /** Oldest first. */
  list(): Call[];
  /** Errors of all that name a call: `not-found`. */
  get(callId: string): Call;
  answer(callId: string): Promise<Call>;
  decline(callId: string): Promise<void>;
  /** Gives when it rings again. */
  later(callId: string, minutes?: number): Promise<number>;
  close(callId: string): Promise<void>;
  /** Rings once, to be heard. Errors: `conflict`. */
  try(): Promise<string>;
  /** Whether the microphone may be opened for it: somebody took it and has not hung up. */
  isTalking(callId: string): boolean;
  end(): void;
};

/** Calls to the person: what rings, what was put off and what nobody took. The log keeps them. */
export function createCalls(parts: CallParts): CallService {
  const { clock, settings } = parts;
  const book = createCallBook(parts.log);
  const ringing = createRinging(parts, book);
  const refused = new Set<string>();
  const never = new AbortController().signal;
  for (const { id, ringsAt } of book.list()) if (ringsAt !== undefined) ringing.ringLater(book.find(id), ringsAt);

  function made({ text, about, runId, conversationId }: WantedCall): Call {
    const whose = { ...(runId ? { runId } : {}), ...(conversationId ? { conversationId } : {}) };
    return { id: parts.makeId('cal'), text, about, ...whose, placedAt: clock(), state: 'ringing' };
  }

  function mayRing({ isAppointed = false, runId }: WantedCall): boolean {
    if (!settings().isOn || (runId !== undefined && refused.has(runId))) return false;
    return isAppointed || !isQuiet(settings(), clock(), parts.zone());
  }

  async function ends(call: Call, outcome: EndOfRing, ringsAt?: number): Promise<void> {
    if (outcome === 'declined' && call.runId !== undefined) refused.add(call.runId);
    await book.ends(call, outcome, ringsAt);
    ringing.isOver(call, outcome);
    if (ringsAt !== undefined) ringing.ringLater(call, ringsAt);
  }

  return {
    place: createPlacing({ parts, book, ringing, made, mayRing }),
    list: book.list,
    get: book.find,
    async answer(callId) {
      const call = book.find(callId);
      if (call.state !== 'talking') await ends(call, 'answered');
      return { ...call };
    },
    decline: (callId) => ends(book.find(callId), 'declined'),
    async later(callId, minutes = settings().laterMinutes) {
      const ringsAt = clock() + minutes * 60_000;
      await ends(book.find(callId), 'later', ringsAt);
      return ringsAt;
    },
    async close(callId) {
      const call = book.find(callId);
      if (call.state === 'ringing') return ends(call, 'declined');
      await book.closes(call);
      ringing.isOver(call, 'declined');
    },
    async try() {
      if (!settings().isOn) throw new HeronError('conflict', 'Heron may not ring: let it, and try again');
      const call = made({ text: 'This is how I call you.', about: 'Trying it out' });
      ringing
        .ring(async () => ({ call }), never)
        .catch((error: unknown) => parts.logger.warn('A call failed', { error }));
      return call.id;
    },
    isTalking: (callId) => book.has(callId) && book.find(callId).state === 'talking',
    end: ringing.end,
  };
}

type Placing = {
  parts: CallParts;
  book: CallBook;
  ringing: Ringing;
  made: (wanted: WantedCall) => Call;
  mayRing: (wanted: WantedCall) => boolean;
};

function createPlacing({ parts, book, ringing, made, mayRing }: Placing): CallService['place'] {
  const { clock, settings } = parts;

  /** The same call, for what is left of its time: long after, it was missed, and waits in the inbox as one that nobody took. */
  async function ringsOn(before: { call: Call; rangAt: number }, signal: AbortSignal): Promise<CallOutcome> {
    const call = book.has(before.call.id) ? book.find(before.call.id) : before.call;
    const ringMs = before.rangAt + settings().ringSeconds * 1000 - clock();
    if (ringMs > 0 && settings().isOn) return (await ringing.ring(async () => ({ call, ringMs }), signal)) ?? 'held';
    await book.ends(call, 'missed');
    return 'missed';
  }

  return async (wanted, signal) => {
    const { runId, taskId } = wanted;
    const before = runId !== undefined && taskId !== undefined ? book.takeEarlier(runId, taskId) : undefined;
    if (before) return 'outcome' in before ? before.outcome : ringsOn(before, signal);
    const outcome = await ringing.ring(async () => {
      const call = made(wanted);
      if (taskId !== undefined) book.isOf(call, taskId);
      if (mayRing(wanted)) return { call };
      await book.holds(call);
      return undefined;
    }, signal);
    return outcome ?? 'held';
  };
}
