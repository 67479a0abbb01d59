import type { CallTraffic, Packet } from '../../../../worker-kit/host-side/messages.ts';
import type { Delivery, OpenedIsolate } from './open-isolate.ts';

/** One isolate; `pending` is what it is handed when what is being read has been read. */
export type Cell = OpenedIsolate & { calls: number; pending: Pending[] };

type Pending = { packet: Packet<CallTraffic>; alone: string | undefined };

export type IsolateRouter = {
  /** The isolate has its worker now; one with a life-cycle is in this one alone. */
  ready: (cell: Cell, hasLifeCycle: boolean) => void;
  /** `alone` is the JSON of the list that the packet's message came alone in. */
  route: (packet: Packet<CallTraffic>, alone?: string) => void;
  ended: (cell: Cell, call: number) => void;
  /** Lets the worker's own ending run. */
  end: () => void;
};

/** Gives each call to the isolate with the fewest, opens another while all are busy, and keeps a call's messages together. */
export function createIsolateRouter(parts: { most: number; open: () => void }): IsolateRouter {
  const cells: Cell[] = [];
  const cellOf = new Map<number, Cell>();
  let { most } = parts;
  let opened = 0;

  function open(): void {
    opened += 1;
    parts.open();
  }

  function leastBusy(): Cell | undefined {
    const [first, ...others] = cells;
    const least = others.reduce((best, cell) => (best && cell.calls < best.calls ? cell : best), first);
    if (least && least.calls > 0 && opened === cells.length && opened < most) open();
    return least;
  }

  function hand(cell: Cell, pending: Pending): void {
    cell.pending.push(pending);
    if (cell.pending.length === 1) queueMicrotask(() => cell.deliver(packed(cell.pending.splice(0))));
  }

  open();
  return {
    ready(cell, hasLifeCycle) {
      if (hasLifeCycle) most = 1;
      cells.push(cell);
    },
    route(packet, alone) {
      const { message } = packet;
      if (message.type !== 'call') {
        const holder = cellOf.get(message.call);
        return holder && hand(holder, { packet, alone });
      }
      const cell = leastBusy();
      if (!cell) return; // the engine sends no call before it hears of a worker that is ready
      cell.calls += 1;
      cellOf.set(message.call, cell);
      hand(cell, { packet, alone });
    },
    ended(cell, call) {
      if (cellOf.get(call) !== cell) return;
      cellOf.delete(call);
      cell.calls -= 1;
    },
    end: () => cells[0]?.end(),
  };
}

function packed(pending: Pending[]): Delivery {
  const [first] = pending;
  if (pending.length === 1 && first?.alone !== undefined) return { json: first.alone, body: undefined };
  const bodies = pending.flatMap(({ packet: { bytes } }) => (bytes ? [bytes] : []));
  return {
    json: JSON.stringify(pending.map(({ packet }) => packet.message)),
    body: bodies.length > 0 ? new Uint8Array(Buffer.concat(bodies)) : undefined,
  };
}
