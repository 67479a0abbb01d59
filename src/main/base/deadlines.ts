import { inTrace, outsideTrace, traceContext, type TraceContext } from './trace-context.ts';

/** Moments by which something should be over. */
export type Deadlines = {
  /** Calls back once so many milliseconds from now, unless what it gives is called before. Keeps no process alive. */
  set: (ms: number, onReached: () => void) => () => void;
};

/** As far as a timer of the system can look ahead. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Deadlines of short things, nearly all of which are over long before. They share one timer of the system, which is left where it is when
 * one is taken back and looks for the next when it rings: to set and clear a timer for each costs more.
 */
export function createDeadlines(now: () => number = () => performance.now()): Deadlines {
  const open = new Set<Deadline>();
  let timer: NodeJS.Timeout | undefined;
  let ringsAt = Infinity;

  function arm(at: number): void {
    clearTimeout(timer);
    ringsAt = at;
    const delayMs = Math.min(Math.max(at - now(), 1), longestTimerMs);
    timer = outsideTrace(() => setTimeout(ring, delayMs)).unref();
  }

  function ring(): void {
    ringsAt = Infinity;
    const time = now();
    const reached = [...open].filter(({ at }) => at <= time);
    for (const deadline of reached) open.delete(deadline);
    const next = Math.min(...[...open].map(({ at }) => at));
    if (next < Infinity) arm(next);
    for (const { onReached, trace } of reached) {
      if (trace) inTrace(trace, onReached);
      else onReached();
    }
  }

  return {
    set(ms, onReached) {
      const deadline = { at: now() + ms, onReached, trace: traceContext() };
      open.add(deadline);
      if (deadline.at < ringsAt) arm(deadline.at);
      return () => void open.delete(deadline);
    },
  };
}

type Deadline = { at: number; onReached: () => void; trace: TraceContext | undefined };
