import { LinkedList, ListPlace, removeFromList } from './linked-list.ts';
import { inTrace, outsideTrace, traceContext, type TraceContext } from './trace-context.ts';

/** Moments by which something should be over. */
export type Deadlines = {
  /** Tells whoever has it so many milliseconds from now, unless it is withdrawn before. Keeps no process alive. */
  set: (ms: number, holder: DeadlineHolder) => Deadline;
};

/** A thing, not a function: one is made at each call of a worker. */
export type DeadlineHolder = { late: () => void };

/** As far as a timer of the system can look ahead. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Deadlines of short things, nearly all of which are over long before. They share one timer of the system, which is left where it is when
 * one is taken back and looks for the next when it rings: to set and clear a timer for each costs more.
 */
export function createDeadlines(now: () => number = () => performance.now()): Deadlines {
  const open = new LinkedList<Deadline>();
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
    const reached = open.all().filter(({ at }) => at <= time);
    for (const deadline of reached) deadline.withdraw();
    const next = Math.min(...open.all().map(({ at }) => at));
    if (next < Infinity) arm(next);
    for (const { holder, trace } of reached) {
      if (trace) inTrace(trace, () => holder.late());
      else holder.late();
    }
  }

  return {
    set(ms, holder) {
      const deadline = new Deadline(now() + ms, holder);
      open.add(deadline);
      if (deadline.at < ringsAt) arm(deadline.at);
      return deadline;
    },
  };
}

export class Deadline extends ListPlace {
  readonly at: number;
  readonly holder: DeadlineHolder;
  readonly trace: TraceContext | undefined = traceContext();

  constructor(at: number, holder: DeadlineHolder) {
    super();
    this.at = at;
    this.holder = holder;
  }

  withdraw(): void {
    removeFromList(this);
  }
}
