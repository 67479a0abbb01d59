import type { AnyEvent, EventFilter } from '../../contract/events.ts';
import { matchesType } from './event-rows.ts';

export type Feed = {
  publish: (event: AnyEvent) => void;
  listen(listener: (event: AnyEvent) => void): () => void;
  watch(
    filter: EventFilter & { after: number },
    readStored: ReadStored,
    signal?: AbortSignal,
  ): AsyncGenerator<AnyEvent, void, void>;
  close(): void;
};

type ReadStored = (filter: EventFilter & { after: number; limit: number }) => AnyEvent[];

/** Above this a slow watcher's backlog is dropped from memory and read again from the log when it gets there. */
const longestBacklog = 1000;
const page = 500;

/** Hands events to listeners at once and to watchers at their own speed. */
export function createFeed(): Feed {
  const listeners = new Set<(event: AnyEvent) => void>();
  const endings = new Set<() => void>();

  function listen(listener: (event: AnyEvent) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  async function* watch(
    filter: EventFilter & { after: number },
    readStored: ReadStored,
    signal?: AbortSignal,
  ): AsyncGenerator<AnyEvent, void, void> {
    const backlog = createBacklog();
    const stopListening = listen((event) => {
      if (matches(event, filter)) backlog.add(event);
    });
    endings.add(backlog.end);
    signal?.addEventListener('abort', backlog.end, { once: true });
    if (signal?.aborted) backlog.end();
    try {
      yield* follow(filter, backlog, readStored);
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
    watch,
    close() {
      for (const end of endings) end();
      listeners.clear();
    },
  };
}

/** Pages of stored events until the end is reached, then the backlog, in the order of the log and each once. */
async function* follow(
  filter: EventFilter & { after: number },
  backlog: Backlog,
  readStored: ReadStored,
): AsyncGenerator<AnyEvent, void, void> {
  let reached = filter.after;
  while (!backlog.isEnded()) {
    if (backlog.mustReread()) {
      const stored = readStored({ ...filter, after: reached, limit: page });
      if (stored.length < page) backlog.caughtUp();
      yield* stored;
      reached = stored.at(-1)?.seq ?? reached;
      continue;
    }
    const event = backlog.take();
    if (!event) {
      await backlog.more();
    } else if (event.seq === undefined) {
      yield event;
    } else if (event.seq > reached) {
      reached = event.seq;
      yield event;
    }
  }
}

type Backlog = ReturnType<typeof createBacklog>;

/** What waits for one watcher. It begins in need of the stored events, and falls back to them when it overflows. */
function createBacklog() {
  let waiting: AnyEvent[] = [];
  let head = 0;
  let reread = true;
  let ended = false;
  let wake: (() => void) | undefined;
  const rouse = (): void => {
    wake?.();
    wake = undefined;
  };
  return {
    add: (event: AnyEvent): void => {
      if (waiting.length - head >= longestBacklog) {
        waiting = [];
        head = 0;
        reread = true;
      }
      waiting.push(event);
      rouse();
    },
    take: (): AnyEvent | undefined => {
      const event = waiting[head];
      if (event === undefined) return undefined;
      head += 1;
      if (head === waiting.length) {
        waiting = [];
        head = 0;
      }
      return event;
    },
    mustReread: () => reread,
    caughtUp: (): void => {
      reread = false;
    },
    isEnded: () => ended,
    end: (): void => {
      ended = true;
      rouse();
    },
    more: () =>
      new Promise<void>((resolve) => {
        if (ended || waiting.length > head) resolve();
        else wake = resolve;
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
