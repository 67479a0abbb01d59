import type { AnyEvent, EventFilter, EventOf, EventType, Payload } from '../../contract/events.ts';
import { type EventScope, isEphemeral } from '../../contract/event.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import { eventRows, type EventRows } from './event-rows.ts';
import { HeronError } from './errors.ts';
import { createFeed } from './event-feed.ts';
import { createGroupCommit, type Haste } from './group-commit.ts';
import type { MakeId } from './ids.ts';
import type { Scrubber } from './scrubber.ts';
import { type TraceContext, traceContext, traceIdOf } from './trace-context.ts';
import type { Tracing } from './tracing.ts';

/** An event before the log has given it an id, a time and a place. */
export type EventDraft<Type extends EventType = EventType> = Type extends EventType
  ? { type: Type; payload: Payload<Type>; scope?: EventScope; causedBy?: string; traceId?: string }
  : never;

export type EventLog = {
  /**
   * Stores events and resolves once they are safe on disk; only then does anybody see them. Calls of one turn of the
   * loop share a commit. `alongside` runs in the same transaction: rows that are derived from the events.
   * Errors: `storage`; then nothing of the commit was kept, and nobody saw it. `internal` for an event that is only passed on:
   * stored with a place in the log, it would be none that its readers know, and cut them off.
   */
  append(drafts: EventDraft[], alongside?: (events: AnyEvent[]) => void, haste?: Haste): Promise<AnyEvent[]>;
  /** `begin` and `end` of each transaction from now on: for what gathers rows of several appends. Both may be called more than once. */
  alongCommits(moments: Moments): void;
  /** Passes an ephemeral event on; it is not stored and has no `seq`. */
  emit(draft: EventDraft): void;
  /** Stored events after `after` (default: from now), then all that happen, until the signal is aborted. */
  watch(filter: EventFilter & { after?: number }, signal?: AbortSignal): AsyncGenerator<AnyEvent, void, void>;
  /** As `watch`, in short lists that are never empty: what is there at once, then once a frame what came. */
  watchGathered(filter: EventFilter & { after?: number }, signal?: AbortSignal): AsyncGenerator<AnyEvent[], void, void>;
  /** Called with each event after its commit, in order. Returns what ends it. */
  listen(listener: (event: AnyEvent) => void): () => void;
  list(filter: EventFilter & { after?: number; limit?: number }): AnyEvent[];
  /** A run's events without those of tasks inside other tasks, of which there can be millions. */
  listOuter(runId: string, after?: number): AnyEvent[];
  last<Type extends EventType>(type: Type, scope: EventScope): EventOf<Type> | undefined;
  /** How many events there are of these. */
  count(filter: EventFilter): number;
  /** Of the log, or of the place where a run that was opened has its own. */
  lastSeq(runId?: string): number;
  /** The trace that a run belongs to. */
  traceOf(runId: string): string;
  readCursor(consumer: string): number;
  moveCursor(consumer: string, seq: number): void;
  /** Waits for the commits under way. */
  close(): Promise<void>;
};

type Moments = { begin: () => void; end: () => void };

export type EventLogParts = {
  database: Database;
  makeId: MakeId;
  clock: Clock;
  /** Takes the values of secrets out of every event. */
  scrub?: Scrubber['json'];
  tracing?: Tracing;
};

type Entry = {
  drafts: EventDraft[];
  alongside: ((events: AnyEvent[]) => void) | undefined;
  /** Of whoever appends: the commit is nobody's. */
  context: TraceContext | undefined;
};

export function createEventLog(parts: EventLogParts): EventLog {
  const rows = eventRows(parts.database);
  const feed = createFeed();
  const reach = reachedUpTo(rows.lastSeq());
  const read = reading(parts, reach);
  const list: typeof rows.list = (filter) => read(rows.list(filter));
  let begunAt = 0;
  const { tracing } = parts;
  const along: Moments[] = [];
  const traces = createTraces(rows);
  const commits = createGroupCommit<Entry, AnyEvent[]>({
    database: parts.database,
    begin: () => {
      reach.next = reach.written;
      rows.drop();
      for (const { begin } of along) begin();
      if (tracing?.isOn) begunAt = tracing.now();
    },
    write: (entry) => {
      const events = completeAll(parts, traces, entry, reach.next);
      reach.next += events.length;
      for (const event of events) rows.add(event);
      entry.alongside?.(events);
      return events;
    },
    end: () => [rows.flush, ...along.map(({ end }) => end)].forEach((end) => end()),
    weight: ({ drafts }) => drafts.length,
    followsIn: ({ drafts }) => drafts[0]?.scope?.runId,
    committed: () => {
      reach.written = reach.next;
    },
    safe: (results) => {
      reach.seq = reach.written;
      if (tracing?.isOn) tracing.committed(results.flat(), begunAt);
      for (const events of results) events.forEach(feed.publish);
    },
  });

  return {
    append: (drafts, alongside, haste) => {
      const passing = drafts.find(({ type }) => isEphemeral(type));
      return passing ? neverStored(passing) : commits.add({ drafts, alongside, context: traceContext() }, haste);
    },
    alongCommits: (moments) => void along.push(moments),
    emit: (draft) =>
      feed.publish(completeEvent(parts, draft, traces.ofDraft(draft, traceContext()), { at: parts.clock() })),
    listen: (listener) => feed.listen(listener),
    watch: (filter, signal) => feed.watch({ ...filter, after: filter.after ?? reach.seq }, list, signal),
    watchGathered: (filter, signal) =>
      feed.watchGathered({ ...filter, after: filter.after ?? reach.seq }, list, signal),
    list,
    listOuter: (runId, after = 0) => read(rows.outer(runId, after)),
    last: (type, scope) => rows.last(type, scope),
    count: rows.count,
    lastSeq: () => reach.seq,
    traceOf: traces.ofRun,
    readCursor: rows.readCursor,
    moveCursor: rows.moveCursor,
    close: () => commits.settled().then(feed.close),
  };
}

/** Up to where everybody may see it, up to where it is in the database, and up to where it will be. */
type Reach = { seq: number; written: number; next: number };

const reachedUpTo = (seq: number): Reach => ({ seq, written: seq, next: seq });

/** What everybody may see of what was read. */
function reading({ scrub }: Pick<EventLogParts, 'scrub'>, reach: Reach): (events: AnyEvent[]) => AnyEvent[] {
  return (events) => {
    const seen = reach.written === reach.seq ? events : events.filter(({ seq = 0 }) => seq <= reach.seq);
    // Something may have been said before it was known to be a secret.
    return scrub ? seen.map(scrub) : seen;
  };
}

/** What is stored together happened at one moment; rows that are written along with it are no older. */
function completeAll(
  parts: EventLogParts,
  traces: Pick<ReturnType<typeof createTraces>, 'ofDraft'>,
  { drafts, context }: Entry,
  after: number,
): AnyEvent[] {
  const at = parts.clock();
  return drafts.map((draft, index) =>
    completeEvent(parts, draft, traces.ofDraft(draft, context), { at, seq: after + index + 1 }),
  );
}

/** Each form is written out: there are thousands a second, and putting one together from pieces takes longer than all else about it. */
function completeEvent(
  parts: Pick<EventLogParts, 'makeId' | 'scrub'>,
  draft: EventDraft,
  { traceId, causedBy }: EventTrace,
  { at, seq }: { at: number; seq?: number },
): AnyEvent {
  const { type, scope = {} } = draft;
  const id = parts.makeId('evt');
  const payload = parts.scrub ? parts.scrub(draft.payload) : draft.payload;
  const version = 1;
  if (seq === undefined) {
    const passing = { id, at, type, version, scope, traceId, payload };
    return (causedBy === undefined ? passing : { ...passing, causedBy }) as AnyEvent;
  }
  if (causedBy === undefined) return { id, seq, at, type, version, scope, traceId, payload } as AnyEvent;
  return { id, seq, at, type, version, scope, traceId, causedBy, payload } as AnyEvent;
}

function neverStored({ type }: EventDraft): Promise<never> {
  const message = `The event ${type} is only passed on, with emit; it cannot be stored`;
  return Promise.reject(new HeronError('internal', message, { type }));
}

type EventTrace = Pick<AnyEvent, 'traceId' | 'causedBy'>;

/** Which trace an event belongs to: that of its run; of the call that wrote it down; or, of neither, none. */
function createTraces(rows: Pick<EventRows, 'traceOf'>) {
  const known = new Map<string, string>();

  function ofRun(runId: string): string {
    let traceId = known.get(runId);
    if (traceId === undefined) {
      const recorded = rows.traceOf(runId);
      traceId = recorded && isTraceId.test(recorded) ? recorded : traceIdOf(runId);
      keep(runId, traceId);
    }
    return traceId;
  }

  function keep(runId: string, traceId: string): void {
    if (known.size >= mostKnown) known.clear();
    known.set(runId, traceId);
  }

  return {
    ofRun,
    ofDraft({ type, scope = {}, causedBy, traceId: given }: EventDraft, context: TraceContext | undefined): EventTrace {
      const { runId, conversationId, workerId } = scope;
      if (runId === undefined) {
        // A worker's process outlives the call that started it.
        const around = given ?? (workerId === undefined ? context?.traceId : undefined);
        return traced(around ?? (conversationId === undefined ? 'engine' : traceIdOf(conversationId)), causedBy);
      }
      if (type !== 'run.created') return traced(given ?? ofRun(runId), causedBy);
      const traceId = given ?? context?.traceId ?? traceIdOf(runId);
      keep(runId, traceId);
      return traced(traceId, causedBy ?? context?.spanId);
    },
  };
}

function traced(traceId: string, causedBy: string | undefined): EventTrace {
  return causedBy ? { traceId, causedBy } : { traceId };
}

const isTraceId = /^[0-9a-f]{32}$/;
const mostKnown = 5000;
