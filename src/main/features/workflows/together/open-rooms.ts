import type { TogetherNews } from '../../../../contract/together.ts';
import type { SharedDocument } from '../../../../shared-document/shared-document.ts';
import { toSummary } from '../describe-workflow.ts';
import { readDocument } from '../document-text.ts';
import type { WorkflowRow, WorkflowStore } from '../store.ts';
import { lateMerging } from './late-merging.ts';
import { peopleBut, type Seat } from './seat.ts';
import type { SharedRows } from './shared-rows.ts';

/** A draft that is saved in one go, as the windows that have it open are to see it. */
export type Following = {
  /** In the transaction that saves it. */
  write(): void;
  announce(): void;
  /** It was not saved. */
  forget(): void;
};

/** A workflow that somebody has open. `updates`: how many were stored since its last whole state. */
export type Room = { shared: SharedDocument; seats: Map<string, Seat>; updates: number };

/** After so many updates they are stored as one state. */
const mostUpdates = 200;

/** Workflows as they are open in windows. What the engine has of one is what its draft says, always. */
export type OpenRooms = ReturnType<typeof createOpenRooms>;

export function createOpenRooms({ store, rows }: { store: WorkflowStore; rows: SharedRows }) {
  const rooms = new Map<string, Room>();
  const merging = lateMerging();

  /** From what was stored, or from the draft when it is shared for the first time. */
  function open(row: WorkflowRow): Room {
    const known = rooms.get(row.id);
    if (known) return known;
    const stored = rows.read(row.id);
    const { openSharedDocument, mergeUpdates } = merging.get();
    const shared = openSharedDocument({ ...(stored ? { state: mergeUpdates(stored) } : {}), canUndo: false });
    const room: Room = { shared, seats: new Map(), updates: (stored?.length ?? 1) - 1 };
    const heard = collect(shared, () => shared.write(readDocument(row.document)));
    if (heard.length > 0) rows.together(() => rows.replace(row.id, shared.state()));
    rooms.set(row.id, room);
    return room;
  }

  function close(workflowId: string): void {
    rooms.get(workflowId)?.shared.close();
    rooms.delete(workflowId);
  }

  function tell(workflowId: string, news: (seat: Seat) => TogetherNews | undefined): void {
    for (const seat of rooms.get(workflowId)?.seats.values() ?? []) {
      const own = news(seat);
      if (own) seat.tell(own);
    }
  }

  return {
    /** Before anything is opened. */
    load: merging.load,
    open,
    close,
    find: (workflowId: string): Room | undefined => rooms.get(workflowId),
    tell,
    /** Nobody's windows keep what could not be kept: they join anew. */
    reset: (workflowId: string): void => {
      for (const seat of rooms.get(workflowId)?.seats.values() ?? []) seat.end();
      close(workflowId);
    },
    tellPeople: (workflowId: string): void => {
      const seats = rooms.get(workflowId)?.seats;
      if (seats) tell(workflowId, ({ id }) => ({ kind: 'people', people: peopleBut(seats.values(), id) }));
    },
    tellUpdate: (row: WorkflowRow, updates: Uint8Array[], from?: string): void => {
      if (updates.length === 0) return;
      const update = textOf(merging.get().mergeUpdates(updates));
      const workflow = toSummary(store, row);
      tell(row.id, ({ id }) => (id === from ? undefined : { kind: 'update', update, workflow }));
    },
    /** `isWhole`: what was there before must not stay. */
    keep: (workflowId: string, { shared, updates }: Room, changes: Uint8Array[], isWhole: boolean): number => {
      if (changes.length === 0) return updates;
      if (isWhole || updates >= mostUpdates) {
        rows.replace(workflowId, shared.state());
        return 0;
      }
      rows.add(workflowId, merging.get().mergeUpdates(changes));
      return updates + 1;
    },
  };
}

/** How a draft that is saved in one go comes to those who have it open. Who opens it later reads it. */
export function followDraft(rooms: OpenRooms, row: WorkflowRow): Following | undefined {
  const room = rooms.find(row.id);
  if (!room) return undefined;
  const changes = collect(room.shared, () => room.shared.write(readDocument(row.document)));
  return {
    write: () => {
      room.updates = rooms.keep(row.id, room, changes, false);
    },
    announce: () => rooms.tellUpdate(row, changes),
    forget: () => rooms.reset(row.id),
  };
}

/** The updates that come of it. */
export function collect(shared: SharedDocument, work: () => void): Uint8Array[] {
  const updates: Uint8Array[] = [];
  const stop = shared.onChange((update) => updates.push(update));
  try {
    work();
  } finally {
    stop();
  }
  return updates;
}

export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
