import { mostSeats, type Presence, type TogetherNews } from '../../../../contract/together.ts';
import { WorkflowDocument, type WorkflowSummary } from '../../../../contract/workflows.ts';
import { mergeUpdates, openSharedDocument, type SharedDocument } from '../../../../shared-document/shared-document.ts';
import { HeronError } from '../../../base/errors.ts';
import type { Scrubber } from '../../../base/scrubber.ts';
import { shapeIssues } from '../../../orchestrator/plan-shape.ts';
import type { Changing } from '../changing.ts';
import { toSummary } from '../describe-workflow.ts';
import { readDocument } from '../document-text.ts';
import type { WorkflowRow, WorkflowStore } from '../store.ts';
import { createSeat, peopleBut, type Seat } from './seat.ts';
import type { SharedRows } from './shared-rows.ts';

export type RoomParts = { store: WorkflowStore; rows: SharedRows; scrub: Scrubber['json'] };

/** A draft that is saved in one go, as the windows that have it open are to see it. */
export type Following = {
  /** In the transaction that saves it. */
  write(): void;
  announce(): void;
  /** It was not saved. */
  forget(): void;
};

export type Rooms = {
  join(workflowId: string, vector?: Uint8Array, signal?: AbortSignal): AsyncGenerator<TogetherNews, void, void>;
  contribute(workflowId: string, seat: string, update: Uint8Array): Promise<WorkflowSummary>;
  present(workflowId: string, seat: string, presence: Presence): void;
};

/** A workflow that somebody has open. `updates`: how many were stored since its last whole state. */
type Room = { shared: SharedDocument; seats: Map<string, Seat>; updates: number };

/** After so many updates they are stored as one state. */
const mostUpdates = 200;

/** Workflows as they are open in windows. What the engine has of one is what its draft says, always. */
export type OpenRooms = ReturnType<typeof createOpenRooms>;

export function createOpenRooms({ store, rows }: Pick<RoomParts, 'store' | 'rows'>) {
  const rooms = new Map<string, Room>();

  /** From what was stored, or from the draft when it is shared for the first time. */
  function open(row: WorkflowRow): Room {
    const known = rooms.get(row.id);
    if (known) return known;
    const stored = rows.read(row.id);
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
      const update = textOf(mergeUpdates(updates));
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
      rows.add(workflowId, mergeUpdates(changes));
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

export function createRooms(parts: RoomParts, open: OpenRooms, changing: Changing): Rooms {
  return {
    join: joining(parts.store, open, changing),
    contribute: (workflowId, seat, update) =>
      changing.inOrder(async () => {
        const before = changing.find(workflowId);
        const room = open.open(before);
        try {
          return await take(parts, open, changing, { before, room, seat, update });
        } catch (error) {
          open.reset(workflowId);
          throw error;
        }
      }),
    present: (workflowId, seat, presence) => {
      const sitting = open.find(workflowId)?.seats.get(seat);
      if (!sitting) throw new HeronError('not-found', 'The window has not joined, or was told too slowly: join again');
      sitting.presence = presence;
      open.tellPeople(workflowId);
    },
  };
}

/** Gives what a window that joins is told; the seat lasts as long as it is read. */
function joining(store: WorkflowStore, open: OpenRooms, changing: Changing): Rooms['join'] {
  function join(
    workflowId: string,
    vector?: Uint8Array,
    signal?: AbortSignal,
  ): AsyncGenerator<TogetherNews, void, void> {
    const leaving = new AbortController();
    const ends = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal;
    return endable(sit(workflowId, vector, ends), () => leaving.abort());
  }

  async function* sit(
    workflowId: string,
    vector: Uint8Array | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<TogetherNews, void, void> {
    const { seat, joined } = await changing.inOrder(async () => {
      const row = changing.find(workflowId);
      const { shared, seats } = open.open(row);
      if (seats.size >= mostSeats)
        throw new HeronError('limit-exceeded', `${mostSeats} windows have the workflow open`);
      const created = createSeat(crypto.randomUUID());
      seats.set(created.id, created);
      const update = readBytes(() => shared.state(vector));
      return {
        seat: created,
        joined: {
          kind: 'joined' as const,
          seat: created.id,
          update: textOf(update),
          vector: textOf(shared.vector()),
          workflow: toSummary(store, row),
        },
      };
    });
    try {
      yield joined;
      open.tellPeople(workflowId);
      yield* seat.follow(signal);
    } finally {
      leave(workflowId, seat.id);
    }
  }

  function leave(workflowId: string, seat: string): void {
    const room = open.find(workflowId);
    if (!room?.seats.delete(seat)) return;
    if (room.seats.size === 0) open.close(workflowId);
    else open.tellPeople(workflowId);
  }

  return join;
}

/** Who reads it can end it at once, also while it waits for news. */
function endable<Item>(items: AsyncGenerator<Item, void, void>, end: () => void): AsyncGenerator<Item, void, void> {
  return {
    next: () => items.next(),
    return: (value) => {
      end();
      return items.return(value);
    },
    throw: (error) => {
      end();
      return items.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      end();
      await items.return();
    },
  };
}

type Contribution = { before: WorkflowRow; room: Room; seat: string; update: Uint8Array };

/** Merged, checked, without the values of secrets, and stored with the draft that comes of it. */
async function take(
  { store, rows, scrub }: RoomParts,
  open: OpenRooms,
  { next, record }: Changing,
  { before, room, seat, update }: Contribution,
): Promise<WorkflowSummary> {
  const { shared } = room;
  const theirs = collect(shared, () => readBytes(() => shared.merge(update)));
  const parsed = WorkflowDocument.safeParse(shared.read());
  if (!parsed.success) {
    const issues = shapeIssues(parsed.error);
    const list = issues.map(({ path, message }) => `${path}: ${message}`).join('\n');
    throw new HeronError('invalid-input', `With this change it would be no workflow:\n${list}`, { issues });
  }
  const clean = scrub(shared.read());
  const ours = collect(shared, () => shared.write(clean));
  const hasSecret = ours.length > 0;
  const row = next(before, clean);
  const keep = (): void => {
    room.updates = open.keep(row.id, room, [...theirs, ...ours], hasSecret);
  };
  if (row.document === before.document) {
    rows.together(keep);
    open.tellUpdate(before, theirs, seat);
    return toSummary(store, before);
  }
  await record(row, 'workflow.saved', () => {
    store.put(row);
    keep();
  });
  open.tellUpdate(row, hasSecret ? [shared.state()] : theirs, hasSecret ? undefined : seat);
  return toSummary(store, row);
}

/** The updates that come of it. */
function collect(shared: SharedDocument, work: () => void): Uint8Array[] {
  const updates: Uint8Array[] = [];
  const stop = shared.onChange((update) => updates.push(update));
  try {
    work();
  } finally {
    stop();
  }
  return updates;
}

function readBytes<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw new HeronError('invalid-input', `The bytes are not of a shared workflow: ${(error as Error).message}`);
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
