import type { AnyEvent } from '../../contract/events.ts';
import type { FileChange } from '../../contract/undo.ts';
import type { Database } from '../base/database.ts';
import type { EventLog } from '../base/event-log.ts';
import { eventRows } from '../base/event-rows.ts';
import type { Shelf } from '../features/bundles/shelf.ts';
import type { Taking } from '../features/bundles/opening/take-in.ts';
import { keptActions, type KeptActions } from '../features/runs/kept-actions.ts';
import { runStore, type RunStore } from '../features/runs/store.ts';
import { timelineRows } from '../features/timeline/rows.ts';
import { createTimeline, type TimelineService } from '../features/timeline/service.ts';
import type { Ground } from './ground.ts';
import { usageRows } from '../orchestrator/usage-rows.ts';
import { runTables, type RunTables } from '../orchestrator/run-tables.ts';

type ReadingGround = Pick<Ground, 'database' | 'events' | 'clock' | 'scrubber'>;

/** Where the rows of an opened run lie; undefined for a run of Heron's own. */
type Find = (runId: string) => Rows | undefined;
type Rows = ReturnType<typeof rowsIn>;

/** What is read of runs, wherever they lie: what asks for a run by its id need not know whether it was opened. */
export type RunReading = {
  events: EventLog;
  tables: RunTables;
  store: RunStore;
  kept: KeptActions;
  timeline: TimelineService;
  /** undefined for a run of Heron's own. */
  changes: (runId: string) => FileChange[] | undefined;
};

export function readingWithOpened(ground: ReadingGround, shelf: Shelf): RunReading {
  const find = finding(shelf);
  const events = eventsWithOpened(ground, find);
  const { database } = ground;
  const tables = runTables(database);
  const kept = keptActions(database);
  const timelines = new WeakMap<Database, TimelineService>();
  const timelineOf = (runId: string): TimelineService => {
    const place = find(runId)?.database ?? database;
    const known = timelines.get(place) ?? openTimeline(ground, place, events);
    timelines.set(place, known);
    return known;
  };
  return {
    events,
    tables: { ...tables, items: itemsWithOpened(tables.items, find) },
    store: storeWithOpened(runStore(database), shelf),
    kept: { ...kept, of: (runId) => (find(runId)?.kept ?? kept).of(runId) },
    timeline: byRun(timelineOf(''), timelineOf),
    changes: (runId) => find(runId)?.changes(),
  };
}

/** How a bundle's run is written into a database of its own: as Heron's own runs are into theirs. */
export function takingIn(database: Database): Taking {
  const rows = eventRows(database);
  const store = runStore(database);
  const kept = keptActions(database);
  const { items, phases, waitRows } = runTables(database);
  return {
    event: (event) => {
      rows.insert(event);
      store.apply(event);
      phases.apply(event);
      items.apply(event);
      waitRows.apply(event);
    },
    action: kept.takeIn,
    summary: store.get,
  };
}

function finding(shelf: Shelf): Find {
  const known = new WeakMap<Database, Rows>();
  return (runId) => {
    const database = shelf.databaseOf(runId);
    if (!database) return undefined;
    let rows = known.get(database);
    if (!rows) known.set(database, (rows = rowsIn(database)));
    return rows;
  };
}

function rowsIn(database: Database) {
  const changes = database.prepare<[], { change: string }>('SELECT change FROM opened_changes ORDER BY position');
  return {
    database,
    events: eventRows(database),
    items: runTables(database).items,
    kept: keptActions(database),
    changes: (): FileChange[] => changes.all().map(({ change }) => JSON.parse(change) as FileChange),
  };
}

function eventsWithOpened({ events: log, scrubber }: ReadingGround, find: Find): EventLog {
  const rowsOf = (runId: string | undefined) => (runId === undefined ? undefined : find(runId)?.events);
  const scrubbed = (events: AnyEvent[]): AnyEvent[] => events.map(scrubber.json);
  return {
    ...log,
    list: (filter) => {
      const rows = rowsOf(filter.scope?.runId);
      return rows ? scrubbed(rows.list(filter)) : log.list(filter);
    },
    listOuter: (runId, after) => {
      const rows = rowsOf(runId);
      return rows ? scrubbed(rows.outer(runId, after ?? 0)) : log.listOuter(runId, after);
    },
    last: (type, scope) => (rowsOf(scope.runId) ?? log).last(type, scope),
    count: (filter) => (rowsOf(filter.scope?.runId) ?? log).count(filter),
    lastSeq: (runId) => (rowsOf(runId) ?? log).lastSeq(),
    traceOf: (runId) => rowsOf(runId)?.traceOf(runId) ?? log.traceOf(runId),
    watch: (filter, signal) => {
      const rows = rowsOf(filter.scope?.runId);
      return rows
        ? oneByOne(watchStored((after) => scrubbed(rows.list({ ...filter, after, limit: page })), filter.after, signal))
        : log.watch(filter, signal);
    },
    watchGathered: (filter, signal) => {
      const rows = rowsOf(filter.scope?.runId);
      return rows
        ? watchStored((after) => scrubbed(rows.list({ ...filter, after, limit: page })), filter.after, signal)
        : log.watchGathered(filter, signal);
    },
  };
}

const page = 500;

async function* oneByOne(lists: AsyncIterable<AnyEvent[]>): AsyncGenerator<AnyEvent, void, void> {
  for await (const events of lists) yield* events;
}

/** Of a run that nothing happens to any more: what there is, and then nothing until the watcher goes. */
async function* watchStored(
  read: (after: number) => AnyEvent[],
  from: number | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<AnyEvent[], void, void> {
  for (let after = from; after !== undefined && !signal?.aborted;) {
    const events = read(after);
    if (events.length > 0) yield events;
    after = events.length < page ? undefined : events.at(-1)?.seq;
  }
  if (signal?.aborted) return;
  await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
}

/** What is written, and what is read by its place in the log, is always of Heron's own runs. */
function itemsWithOpened(items: RunTables['items'], find: Find): RunTables['items'] {
  const { apply, listed } = items;
  return { ...byRun(items, (runId) => find(runId)?.items ?? items), apply, listed };
}

function storeWithOpened(store: RunStore, shelf: Shelf): RunStore {
  return {
    ...store,
    list: (filter) => {
      const own = store.list(filter);
      if (filter.conversationId !== undefined || filter.origin !== undefined) return own;
      const opened = shelf.all().map(({ summary }) => summary);
      const wanted = opened.filter(({ status }) => filter.status === undefined || status === filter.status);
      return [...own, ...wanted].toSorted((a, b) => b.createdAt - a.createdAt).slice(0, filter.limit);
    },
  };
}

function openTimeline({ clock, scrubber }: ReadingGround, database: Database, events: EventLog): TimelineService {
  const { phases } = runTables(database);
  const { of: used } = usageRows(database);
  return createTimeline({ events, clock, rows: timelineRows(database), phases, used, scrub: scrubber.json });
}

/** A set of functions that all are handed a run's id first: each is that of where the run lies. */
function byRun<Calls extends Record<string, unknown>>(calls: Calls, at: (runId: string) => Calls): Calls {
  const names = Object.keys(calls);
  const routed = names.map((name) => [
    name,
    (runId: string, ...rest: unknown[]): unknown =>
      (at(runId)[name] as (...given: unknown[]) => unknown)(runId, ...rest),
  ]);
  return Object.fromEntries(routed) as Calls;
}
