import type { Clock } from '../../../base/clock.ts';

/** Takes what one reading gave. */
export type Inbox<Packet> = {
  take: (packets: Packet[]) => void;
  /** Nothing more is handed on, and what comes is read past. */
  drop: () => void;
};

export type InboxParts<Packet> = {
  /** More than that wait. */
  perSecond: number;
  clock: Clock;
  deliver: (packet: Packet) => void;
  pause: () => void;
  resume: () => void;
  /** So many wait that it would take far too long to hand them on. */
  onFlood: () => void;
};

/** Handed on in one turn of the loop; a thousand at once would hold up all else. */
const mostInTurn = 64;
const turnMs = 8;
/** What a host may have saved up by being silent, in seconds. */
const savedSeconds = 0.1;
/** Waiting in the engine's memory, in seconds and at least in number: one reading can hold many. */
const mostWaitingSeconds = 10;
const leastFlood = 10_000;

/**
 * Hands packets on in their order: so many a turn, so many a second. While some wait nothing more is read: a host that sends
 * faster than it may waits, and not the engine.
 */
export function createInbox<Packet>(parts: InboxParts<Packet>): Inbox<Packet> {
  const { perSecond, clock } = parts;
  const mostSaved = Math.max(1, perSecond * savedSeconds);
  const flood = Math.max(leastFlood, perSecond * mostWaitingSeconds);
  let waiting: Packet[] = [];
  let next = 0;
  let isScheduled = false;
  let isDropping = false;
  let allowed = mostSaved;
  let countedAt = clock();

  function earn(): void {
    const now = clock();
    allowed = Math.min(mostSaved, allowed + (Math.max(0, now - countedAt) * perSecond) / 1000);
    countedAt = now;
  }

  function handOn(): void {
    isScheduled = false;
    earn();
    // One alone, as nearly always, needs no look at how long it took.
    const ends = waiting.length - next > 1 ? performance.now() + turnMs : Infinity;
    for (let turn = 0; turn < mostInTurn && allowed >= 1 && next < waiting.length; turn += 1) {
      if (ends !== Infinity && performance.now() > ends) break;
      const packet = waiting[next] as Packet;
      next += 1;
      allowed -= 1;
      parts.deliver(packet);
    }
    if (next < waiting.length) return schedule();
    waiting = [];
    next = 0;
    parts.resume();
  }

  function schedule(): void {
    isScheduled = true;
    if (allowed >= 1) setImmediate(handOn);
    else setTimeout(handOn, Math.ceil(((1 - allowed) * 1000) / perSecond));
  }

  return {
    take(packets) {
      if (isDropping || packets.length === 0) return;
      waiting = next === waiting.length ? packets : waiting.slice(next).concat(packets);
      next = 0;
      if (waiting.length > flood) return parts.onFlood();
      if (!isScheduled) handOn();
      if (isScheduled) parts.pause();
    },
    drop() {
      isDropping = true;
      waiting = [];
      next = 0;
      parts.resume();
    },
  };
}
