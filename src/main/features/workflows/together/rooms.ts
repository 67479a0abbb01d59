import { mostSeats, type Presence, type TogetherNews } from '../../../../contract/together.ts';
import { WorkflowDocument, type WorkflowSummary } from '../../../../contract/workflows.ts';
import { HeronError } from '../../../base/errors.ts';
import type { Scrubber } from '../../../base/scrubber.ts';
import { shapeIssues } from '../../../orchestrator/checking/plan-shape.ts';
import type { Changing } from '../changing.ts';
import { toSummary } from '../describe-workflow.ts';
import type { WorkflowRow, WorkflowStore } from '../store.ts';
import { collect, type OpenRooms, type Room, textOf } from './open-rooms.ts';
import { createSeat } from './seat.ts';
import type { SharedRows } from './shared-rows.ts';

export type RoomParts = { store: WorkflowStore; rows: SharedRows; scrub: Scrubber['json'] };

export type Rooms = {
  join(workflowId: string, vector?: Uint8Array, signal?: AbortSignal): AsyncGenerator<TogetherNews, void, void>;
  contribute(workflowId: string, seat: string, update: Uint8Array): Promise<WorkflowSummary>;
  present(workflowId: string, seat: string, presence: Presence): void;
};

export function createRooms(parts: RoomParts, open: OpenRooms, changing: Changing): Rooms {
  return {
    join: joining(parts.store, open, changing),
    contribute: (workflowId, seat, update) =>
      changing.inOrder(async () => {
        await open.load();
        const before = changing.find(workflowId);
        const room = open.open(before);
        try {
          return await take(parts, open, changing, { before, room, seat, update });
        } catch (error) {
          open.reset(workflowId);
          throw error;
        } finally {
          // Who hands in what was done apart need not have joined.
          if (room.seats.size === 0) open.close(workflowId);
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
      await open.load();
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

function readBytes<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw new HeronError('invalid-input', `The bytes are not of a shared workflow: ${(error as Error).message}`);
  }
}
