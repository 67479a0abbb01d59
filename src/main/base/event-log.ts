import type { AnyEvent, EventFilter, EventOf, EventType, Payload } from '../../contract/events.ts'
import type { EventScope } from '../../contract/event.ts'
import type { Clock } from './clock.ts'
import type { Database } from './database.ts'
import { eventRows } from './event-rows.ts'
import { createFeed, type Feed } from './event-feed.ts'
import type { MakeId } from './ids.ts'

/** An event before the log has given it an id, a time and a place. */
export type EventDraft<Type extends EventType = EventType> = Type extends EventType
  ? { type: Type; payload: Payload<Type>; scope?: EventScope; causedBy?: string; traceId?: string }
  : never

export type EventLog = {
  /**
   * Stores events and resolves once they are safe on disk; only then does anybody see them. Calls of one turn of the
   * loop share a commit. `alongside` runs in the same transaction: rows that are derived from the events.
   * Errors: `storage`; then nothing of the commit was kept, and nobody saw it.
   */
  append(drafts: EventDraft[], alongside?: (events: AnyEvent[]) => void): Promise<AnyEvent[]>
  /** Passes an ephemeral event on; it is not stored and has no `seq`. */
  emit(draft: EventDraft): void
  /** Stored events after `after` (default: from now), then all that happen, until the signal is aborted. */
  watch(filter: EventFilter & { after?: number }, signal?: AbortSignal): AsyncGenerator<AnyEvent, void, void>
  /** Called with each event after its commit, in order. Returns what ends it. */
  listen(listener: (event: AnyEvent) => void): () => void
  list(filter: EventFilter & { after?: number; limit?: number }): AnyEvent[]
  last<Type extends EventType>(type: Type, scope: EventScope): EventOf<Type> | undefined
  lastSeq(): number
  readCursor(consumer: string): number
  moveCursor(consumer: string, seq: number): void
  /** Waits for the commits under way. */
  close(): Promise<void>
}

export type EventLogParts = { database: Database; makeId: MakeId; clock: Clock }

type Pending = {
  drafts: EventDraft[]
  alongside: ((events: AnyEvent[]) => void) | undefined
  resolve: (events: AnyEvent[]) => void
  reject: (error: unknown) => void
}

export function createEventLog(parts: EventLogParts): EventLog {
  const rows = eventRows(parts.database)
  const feed: Feed = createFeed()
  let seq = rows.lastSeq()
  let queue: Pending[] = []
  let flushing: Promise<void> | undefined

  function complete(draft: EventDraft, place: number | undefined): AnyEvent {
    const scope = draft.scope ?? {}
    const traceId = draft.traceId ?? scope.runId ?? scope.conversationId ?? 'engine'
    return {
      id: parts.makeId('evt'),
      ...(place === undefined ? {} : { seq: place }),
      at: parts.clock(),
      type: draft.type,
      version: 1,
      scope,
      ...(draft.causedBy ? { causedBy: draft.causedBy } : {}),
      traceId,
      payload: draft.payload,
    } as AnyEvent
  }

  function flush(): void {
    const batch = queue
    queue = []
    flushing = undefined
    let next = seq
    const results: AnyEvent[][] = []
    try {
      parts.database.transaction(() => {
        for (const pending of batch) {
          const events = pending.drafts.map((draft) => complete(draft, ++next))
          for (const event of events) rows.insert(event)
          pending.alongside?.(events)
          results.push(events)
        }
      })()
    } catch (error) {
      if (batch.length === 1) return batch[0]?.reject(error)
      // One bad caller must not lose the others' events: each is tried in a commit of its own.
      return batch.forEach((pending) => retryAlone(pending))
    }
    seq = next
    batch.forEach((pending, index) => {
      const events = results[index] ?? []
      for (const event of events) feed.publish(event)
      pending.resolve(events)
    })
  }

  function retryAlone(pending: Pending): void {
    queue = [pending]
    flush()
  }

  return {
    append(drafts, alongside) {
      return new Promise((resolve, reject) => {
        queue.push({ drafts, alongside, resolve, reject })
        flushing ??= new Promise((done) => {
          setImmediate(() => {
            flush()
            done()
          })
        })
      })
    },
    emit: (draft) => feed.publish(complete(draft, undefined)),
    listen: (listener) => feed.listen(listener),
    watch: (filter, signal) => feed.watch({ ...filter, after: filter.after ?? seq }, rows.list, signal),
    list: (filter) => rows.list(filter),
    last: (type, scope) => rows.last(type, scope),
    lastSeq: () => seq,
    readCursor: rows.readCursor,
    moveCursor: rows.moveCursor,
    close: async () => {
      await flushing
      feed.close()
    },
  }
}
