import type { AnyEvent, EventFilter, EventOf, EventType, Payload } from '../../contract/events.ts';
import type { EventScope } from '../../contract/event.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import { eventRows } from './event-rows.ts';
import { createFeed } from './event-feed.ts';
import { createGroupCommit } from './group-commit.ts';
import type { MakeId } from './ids.ts';
import type { Scrubber } from './scrubber.ts';

/** An event before the log has given it an id, a time and a place. */
export type EventDraft<Type extends EventType = EventType> = Type extends EventType
  ? { type: Type; payload: Payload<Type>; scope?: EventScope; causedBy?: string; traceId?: string }
  : never;

export type EventLog = {
  /**
   * Stores events and resolves once they are safe on disk; only then does anybody see them. Calls of one turn of the
   * loop share a commit. `alongside` runs in the same transaction: rows that are derived from the events.
   * Errors: `storage`; then nothing of the commit was kept, and nobody saw it.
   */
  append(drafts: EventDraft[], alongside?: (events: AnyEvent[]) => void): Promise<AnyEvent[]>;
  /** Passes an ephemeral event on; it is not stored and has no `seq`. */
  emit(draft: EventDraft): void;
  /** Stored events after `after` (default: from now), then all that happen, until the signal is aborted. */
  watch(filter: EventFilter & { after?: number }, signal?: AbortSignal): AsyncGenerator<AnyEvent, void, void>;
  /** Called with each event after its commit, in order. Returns what ends it. */
  listen(listener: (event: AnyEvent) => void): () => void;
  list(filter: EventFilter & { after?: number; limit?: number }): AnyEvent[];
  /** A run's events without those of tasks inside other tasks, of which there can be millions. */
  listOuter(runId: string, after?: number): AnyEvent[];
  last<Type extends EventType>(type: Type, scope: EventScope): EventOf<Type> | undefined;
  lastSeq(): number;
  readCursor(consumer: string): number;
  moveCursor(consumer: string, seq: number): void;
  /** Waits for the commits under way. */
  close(): Promise<void>;
};

export type EventLogParts = {
  database: Database;
  makeId: MakeId;
  clock: Clock;
  /** Takes the values of secrets out of every event. */
  scrub?: Scrubber['json'];
};

type Entry = { drafts: EventDraft[]; alongside: ((events: AnyEvent[]) => void) | undefined };

export function createEventLog(parts: EventLogParts): EventLog {
  const rows = eventRows(parts.database);
  const feed = createFeed();
  // Something may have been said before it was known to be a secret.
  const list: typeof rows.list = (filter) => (parts.scrub ? rows.list(filter).map(parts.scrub) : rows.list(filter));
  let seq = rows.lastSeq();
  let next = seq;
  const commits = createGroupCommit<Entry, AnyEvent[]>({
    database: parts.database,
    begin: () => {
      next = seq;
    },
    write: ({ drafts, alongside }) => {
      const events = drafts.map((draft) => completeEvent(parts, draft, ++next));
      for (const event of events) rows.insert(event);
      alongside?.(events);
      return events;
    },
    committed: (results) => {
      seq = next;
      for (const events of results) events.forEach(feed.publish);
    },
  });

  return {
    append: (drafts, alongside) => commits.add({ drafts, alongside }),
    emit: (draft) => feed.publish(completeEvent(parts, draft)),
    listen: (listener) => feed.listen(listener),
    watch: (filter, signal) => feed.watch({ ...filter, after: filter.after ?? seq }, list, signal),
    list,
    listOuter: (runId, after = 0) =>
      parts.scrub ? rows.outer(runId, after).map(parts.scrub) : rows.outer(runId, after),
    last: (type, scope) => rows.last(type, scope),
    lastSeq: () => seq,
    readCursor: rows.readCursor,
    moveCursor: rows.moveCursor,
    close: async () => {
      await commits.settled();
      feed.close();
    },
  };
}

function completeEvent(parts: EventLogParts, draft: EventDraft, seq?: number): AnyEvent {
  const scope = draft.scope ?? {};
  return {
    id: parts.makeId('evt'),
    ...(seq === undefined ? {} : { seq }),
    at: parts.clock(),
    type: draft.type,
    version: 1,
    scope,
    ...(draft.causedBy ? { causedBy: draft.causedBy } : {}),
    traceId: draft.traceId ?? scope.runId ?? scope.conversationId ?? 'engine',
    payload: parts.scrub ? parts.scrub(draft.payload) : draft.payload,
  } as AnyEvent;
}
