import type { AnyEvent, EventFilter } from '../../contract/events.ts';
import { matchesType } from './event-rows.ts';

export type Feed = {
  publish: (event: AnyEvent) => void;
  listen(listener: (event: AnyEvent) => void): () => void;
  watch(filter: From, readStored: ReadStored, signal?: AbortSignal): AsyncGenerator<AnyEvent, void, void>;
  /** As `watch`, in lists: what is there at once, then once a frame what came. */
  watchGathered(filter: From, readStored: ReadStored, signal?: AbortSignal): AsyncGenerator<AnyEvent[], void, void>;
  close(): void;
};

type From = EventFilter & { after: number };
type ReadStored = (filter: From & { limit: number }) => AnyEvent[];

/** Above this a slow watcher's backlog is dropped from memory and read again from the log when it gets there. */
const longestBacklog = 1000;
const page = 500;
/** Milliseconds a frame lasts. */
const frameMs = 16;
/** Events in a list at most: few enough that whoever reads them can draw in between. */
const mostGathered = 64;

/** Hands events to listeners at once and to watchers at their own speed. */
export function createFeed(): Feed {
  const listeners = new Set<(event: AnyEvent) => void>();
  const endings = new Set<() => void>();

  function listen(listener: (event: AnyEvent) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  async function* lists(filter: From, readStored: ReadStored, restMs: number, signal?: AbortSignal): Lists {
    const backlog = createBacklog();
    const stopListening = listen((event) => {
      if (matches(event, filter)) backlog.add(event);
    });
    endings.add(backlog.end);
    signal?.addEventListener('abort', backlog.end, { once: true });
    if (signal?.aborted) backlog.end();
    try {
      yield* follow(filter, backlog, readStored, restMs);
    } finally {
      stopListening();
      endings.delete(backlog.end);
      signal?.removeEventListener('abort', backlog.end);
    }
  }

  return {
    publish: (event) => {
      for (const listener of listeners) listener(event);
    },
    listen,
    watch: (filter, readStored, signal) => oneByOne(lists(filter, readStored, 0, signal)),
    watchGathered: (filter, readStored, signal) => inPieces(lists(filter, readStored, frameMs, signal)),
    close() {
      for (const end of endings) end();
      listeners.clear();
    },
  };
}

type Lists = AsyncGenerator<AnyEvent[], void, void>;

async function* oneByOne(lists: Lists): AsyncGenerator<AnyEvent, void, void> {
  for await (const events of lists) yield* events;
}

async function* inPieces(lists: Lists): Lists {
  for await (const events of lists) {
    for (let at = 0; at < events.length; at += mostGathered) yield events.slice(at, at + mostGathered);
  }
}

/** Pages of stored events until the end is reached, then the backlog, in the order of the log and each once. */
async function* follow(filter: From, backlog: Backlog, readStored: ReadStored, restMs: number): Lists {
  let reached = filter.after;
  while (!backlog.isEnded()) {
    if (backlog.mustReread()) {
      const stored = readStored({ ...filter, after: reached, limit: page });
      if (stored.length < page) backlog.caughtUp();
      if (stored.length > 0) yield stored;
      reached = stored.at(-1)?.seq ?? reached;
      continue;
    }
    const fresh: AnyEvent[] = [];
    for (const event of backlog.takeAll()) {
      if (event.seq !== undefined && event.seq <= reached) continue;
      reached = event.seq ?? reached;
      fresh.push(event);
    }
    if (fresh.length > 0) yield fresh;
    else await backlog.more();
    if (fresh.length > 0 && restMs > 0) await backlog.rest(restMs);
  }
}

type Backlog = ReturnType<typeof createBacklog>;

/** What waits for one watcher. It begins in need of the stored events, and falls back to them when it overflows. */
function createBacklog() {
  let waiting: AnyEvent[] = [];
  let reread = true;
  let ended = false;
  let wake: (() => void) | undefined;
  let stopRest: (() => void) | undefined;
  const rouse = (): void => {
    wake?.();
    wake = undefined;
  };
  return {
    add: (event: AnyEvent): void => {
      if (waiting.length >= longestBacklog) {
        waiting = [];
        reread = true;
      }
      waiting.push(event);
      rouse();
    },
    takeAll: (): AnyEvent[] => {
      const taken = waiting;
      waiting = [];
      return taken;
    },
    mustReread: () => reread,
    caughtUp: (): void => {
      reread = false;
    },
    isEnded: () => ended,
    end: (): void => {
      ended = true;
      rouse();
      stopRest?.();
    },
    more: () =>
      new Promise<void>((resolve) => {
        if (ended || waiting.length > 0) resolve();
        else wake = resolve;
      }),
    /** Until the time is over, or there is nobody to rest for. */
    rest: (ms: number) =>
      new Promise<void>((resolve) => {
        if (ended) return resolve();
        const timer = setTimeout(resolve, ms);
        stopRest = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
}

function matches(event: AnyEvent, filter: EventFilter): boolean {
  if (filter.types?.length && !filter.types.some((type) => matchesType(event.type, type))) return false;
  const scope = filter.scope;
  if (!scope) return true;
  return (
    (scope.runId === undefined || scope.runId === event.scope.runId) &&
    (scope.taskId === undefined || scope.taskId === event.scope.taskId) &&
    (scope.conversationId === undefined || scope.conversationId === event.scope.conversationId) &&
    (scope.workerId === undefined || scope.workerId === event.scope.workerId)
  );
}
