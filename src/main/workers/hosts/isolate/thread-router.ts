import type { CallTraffic, Packet } from '../../../../worker-kit/host-side/messages.ts';
import type { MessageToThread, ThreadDelivery } from './thread-messages.ts';

/** One thread with its isolate; `pending` is what it is handed when this turn of the loop is over. */
export type Thread = { calls: number; pending: Packet<CallTraffic>[]; post: (message: MessageToThread) => void };

export type ThreadRouter = {
  /** The thread has its worker now; one with a life-cycle is held by this thread alone. */
  ready: (thread: Thread, hasLifeCycle: boolean) => void;
  route: (packet: Packet<CallTraffic>) => void;
  ended: (thread: Thread, call: number) => void;
  /** Lets the worker's own ending run. */
  end: () => void;
};

/** Gives each call to the thread with the fewest, opens another while all are busy, and keeps a call's messages together. */
export function createThreadRouter(parts: { most: number; open: () => void }): ThreadRouter {
  const threads: Thread[] = [];
  const threadOf = new Map<number, Thread>();
  let { most } = parts;
  let opened = 0;

  function open(): void {
    opened += 1;
    parts.open();
  }

  function leastBusy(): Thread | undefined {
    const [first, ...others] = threads;
    const least = others.reduce((best, thread) => (best && thread.calls < best.calls ? thread : best), first);
    if (least && least.calls > 0 && opened === threads.length && opened < most) open();
    return least;
  }

  function hand(thread: Thread, packet: Packet<CallTraffic>): void {
    thread.pending.push(packet);
    if (thread.pending.length === 1) queueMicrotask(() => thread.post(packed(thread.pending.splice(0))));
  }

  open();
  return {
    ready(thread, hasLifeCycle) {
      if (hasLifeCycle) most = 1;
      threads.push(thread);
    },
    route(packet) {
      const { message } = packet;
      if (message.type !== 'call') {
        const holder = threadOf.get(message.call);
        return holder && hand(holder, packet);
      }
      const thread = leastBusy();
      if (!thread) return; // the engine sends no call before it hears of a worker that is ready
      thread.calls += 1;
      threadOf.set(message.call, thread);
      hand(thread, packet);
    },
    ended(thread, call) {
      if (threadOf.get(call) !== thread) return;
      threadOf.delete(call);
      thread.calls -= 1;
    },
    end: () => threads[0]?.post('end'),
  };
}

function packed(packets: Packet<CallTraffic>[]): ThreadDelivery {
  const bodies = packets.flatMap(({ bytes }) => (bytes ? [bytes] : []));
  return {
    json: JSON.stringify(packets.map(({ message }) => message)),
    body: bodies.length > 0 ? new Uint8Array(Buffer.concat(bodies)) : undefined,
  };
}
