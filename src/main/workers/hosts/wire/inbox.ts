/** Takes what one reading gave. */
export type Inbox<Packet> = { take: (packets: Packet[]) => void };

/** Handed on in one turn of the loop; a thousand at once would hold up all else. */
const mostInTurn = 64;

/**
 * Hands packets on in their order, so many a turn. While some wait nothing more is read: a host that sends faster than
 * it is heard waits, and not the engine.
 */
export function createInbox<Packet>(parts: {
  deliver: (packet: Packet) => void;
  pause: () => void;
  resume: () => void;
}): Inbox<Packet> {
  let waiting: Packet[] = [];
  let isScheduled = false;

  function handOn(): void {
    isScheduled = false;
    for (const packet of waiting.splice(0, mostInTurn)) parts.deliver(packet);
    if (waiting.length === 0) return parts.resume();
    isScheduled = true;
    setImmediate(handOn);
  }

  return {
    take(packets) {
      waiting = waiting.length === 0 ? packets : waiting.concat(packets);
      if (waiting.length > mostInTurn) parts.pause();
      if (!isScheduled) handOn();
    },
  };
}
