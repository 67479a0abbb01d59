import { HeronError } from '../../base/errors.ts';

/** A kind of thing a worker can hold open: how to name it in a message, and how to let go of it. */
export type HandleKind<Thing> = { label: string; close(thing: Thing): Promise<void> };

/** What one session holds open. Numbers mean nothing in another session. Errors: `not-found`, `limit-exceeded`. */
export type Handles = {
  /** Takes a place first, so that what is still being opened counts too. */
  open<Thing>(kind: HandleKind<Thing>, make: () => Promise<Thing>): Promise<{ handle: number; thing: Thing }>;
  /** Uses of one handle happen one after the other. */
  use<Thing, Value>(kind: HandleKind<Thing>, handle: number, run: (thing: Thing) => Promise<Value>): Promise<Value>;
  /** The thing itself, for what must not wait its turn; undefined if it is closed already. */
  peek<Thing>(kind: HandleKind<Thing>, handle: number): Thing | undefined;
  /** Forgets the handle without closing, after its last use. */
  take<Thing>(kind: HandleKind<Thing>, handle: number): Promise<Thing>;
  /** As `take`, from within the last use. */
  forget(handle: number): void;
  /** Closing what is closed already is fine. */
  close(kinds: HandleKind<never>[], handle: number): Promise<void>;
  /** Closes all, also what is being opened at the moment. */
  closeAll(): Promise<void>;
};

type Entry = { kind: HandleKind<unknown>; thing: unknown; turn: Promise<unknown> };

type Table = { entries: Map<number, Entry>; limit: number; opening: number; last: number; isClosed: boolean };

export function createHandles(limit: number): Handles {
  const table: Table = { entries: new Map(), limit, opening: 0, last: 0, isClosed: false };
  const { entries } = table;
  return {
    open: (kind, make) => open(table, kind, make),
    use: (kind, handle, run) => {
      const { entry, thing } = find(table, kind, handle);
      const result = entry.turn.then(() => run(thing));
      entry.turn = result.catch(() => undefined);
      return result;
    },
    peek: (kind, handle) => (wasClosed(table, handle) ? undefined : find(table, kind, handle).thing),
    take: async (kind, handle) => {
      const { entry, thing } = find(table, kind, handle);
      entries.delete(handle);
      await entry.turn;
      return thing;
    },
    forget: (handle) => void entries.delete(handle),
    close: async (kinds, handle) => {
      if (wasClosed(table, handle)) return;
      const entry = entries.get(handle);
      if (!entry || !kinds.some((kind) => kind === entry.kind)) throw unknownHandle(kinds[0], handle);
      entries.delete(handle);
      await entry.kind.close(entry.thing);
    },
    closeAll: async () => {
      table.isClosed = true;
      const all = [...entries.values()];
      entries.clear();
      await Promise.allSettled(all.map(({ kind, thing }) => kind.close(thing)));
    },
  };
}

async function open<Thing>(
  table: Table,
  kind: HandleKind<Thing>,
  make: () => Promise<Thing>,
): Promise<{ handle: number; thing: Thing }> {
  if (table.entries.size + table.opening >= table.limit) {
    const message = `A worker can hold ${table.limit} files, answers and programs open at a time`;
    throw new HeronError('limit-exceeded', message, { limit: table.limit });
  }
  table.opening += 1;
  try {
    const thing = await make();
    if (table.isClosed) {
      await kind.close(thing);
      throw new HeronError('cancelled', 'The call is over');
    }
    table.last += 1;
    table.entries.set(table.last, { kind, thing, turn: Promise.resolve() });
    return { handle: table.last, thing };
  } finally {
    table.opening -= 1;
  }
}

function find<Thing>(table: Table, kind: HandleKind<Thing>, handle: number): { entry: Entry; thing: Thing } {
  const entry = table.entries.get(handle);
  if (entry?.kind !== kind) throw unknownHandle(kind, handle);
  return { entry, thing: entry.thing as Thing };
}

function wasClosed({ entries, last }: Table, handle: number): boolean {
  return handle <= last && !entries.has(handle);
}

function unknownHandle(kind: HandleKind<never> | undefined, handle: number): HeronError {
  return new HeronError('not-found', `There is no open ${kind?.label ?? 'thing'} ${handle}`, { handle });
}
