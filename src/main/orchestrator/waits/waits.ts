import type { AnyEvent, EventOf } from '../../../contract/events.ts';
import { toFailure } from '../../base/errors.ts';
import type { Clock } from '../../base/clock.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import { onAbort } from '../../base/on-abort.ts';
import { afterDelay } from './timer.ts';
import type { WaitRow, WaitRows } from './wait-rows.ts';
import { isMet } from '../tasks/when.ts';

export type Woken = EventOf<'task.woken'>['payload'];

/**
 * Tasks that wait. They stand in a table and not in memory: one timer is set for the next that is due, and an event is compared with
 * the few rows that wait for its type.
 */
export type Waits = {
  /** Resolves when a task of a run in memory is woken. */
  until(runId: string, path: string, signal: AbortSignal): Promise<Woken>;
  /** What has woken it already: perhaps after its run was read, and before it was back in memory. Waits for what is just being recorded. */
  before(runId: string, path: string): Promise<Woken | undefined>;
  /** Wakes a task, with what is to stand in the log before that. Whether it still waited; if not, nothing was written. */
  wake(row: Pick<WaitRow, 'runId' | 'path'>, woken: Woken, before?: EventDraft[]): Promise<boolean>;
  /** Begins to watch the log and the clock. */
  start(): void;
  stop(): Promise<void>;
};

export type WaitParts = {
  rows: WaitRows;
  log: EventLog;
  clock: Clock;
  logger: Pick<Logger, 'error'>;
  record: (drafts: EventDraft[]) => Promise<unknown>;
  /** A run that has left memory, or is about to, has something to do again. */
  onDue: (runId: string) => void;
};

/** Machines sleep and clocks are set: the clock is looked at again at least this often. */
const longestMs = 60_000;
/** What could not be woken is tried again. */
const againMs = 5000;
const page = 1000;

export function createWaits(parts: WaitParts): Waits {
  const { rows, log, clock } = parts;
  const sleepers = createSleepers(parts);
  const past = createPast(parts, sleepers.wakeByEvent);
  let work: Promise<void> = Promise.resolve();
  let [cancelTimer, cancelAgain, stopListening]: ((() => void) | undefined)[] = [];

  function setTimer(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    if (!stopListening) return;
    const due = rows.nextDue();
    if (due !== undefined) cancelTimer = afterDelay(Math.min(longestMs, due - clock()), () => later(wakeDue));
  }

  /** One thing after the other; what goes wrong is logged and tried again after a while, and the rest goes on. */
  function later(step: () => Promise<void>): void {
    work = work.then(step).catch((error: unknown) => {
      parts.logger.error('A waiting task could not be woken', toFailure(error));
      cancelAgain ??= afterDelay(againMs, () => {
        cancelAgain = undefined;
        later(past.catchUp);
        later(wakeDue);
      });
    });
  }

  async function wakeDue(): Promise<void> {
    rows.shorten(clock());
    for (const row of rows.due(clock())) later(() => sleepers.wakeByTime(row));
    // What is still due then could not be woken, and has a time of its own.
    later(async () => {
      if (!cancelAgain) setTimer();
    });
  }

  function hear(event: AnyEvent): void {
    if (event.seq === undefined) return;
    if (event.type === 'task.parked') {
      setTimer();
      if (event.payload.awaited.event?.since === 'run') later(() => past.lookBack(event));
    }
    if (event.type === 'task.retried' && event.payload.wakeAt !== undefined) setTimer();
    if (rows.isAwaited(event.type)) later(() => wakeWaiting(event));
  }

  async function wakeWaiting(event: AnyEvent): Promise<void> {
    for (const row of rows.waitingFor(event.type)) await sleepers.wakeByEvent(row, event);
  }

  return {
    ...{ until: sleepers.until, before: sleepers.before, wake: sleepers.wake },
    start: () => {
      if (stopListening) return;
      stopListening = log.listen(hear);
      later(past.catchUp);
      later(wakeDue);
    },
    stop: async () => {
      stopListening?.();
      stopListening = undefined;
      cancelTimer?.();
      for (let awaited; awaited !== work;) await (awaited = work);
      cancelAgain?.();
    },
  };
}

/** What has happened already and wakes somebody all the same. */
function createPast({ rows, log }: WaitParts, wakeByEvent: (row: WaitRow, event: AnyEvent) => Promise<boolean>) {
  async function wakeByPast(row: WaitRow, parkedSeq: number | undefined): Promise<void> {
    const { type = '', since } = row.awaited.event ?? {};
    const begun = since === 'run' ? log.last('run.created', { runId: row.runId })?.seq : parkedSeq;
    for (const event of eventsAfter(log, type, begun ?? log.lastSeq())) if (await wakeByEvent(row, event)) break;
  }

  return {
    /** What happened before the last engine ended, and too late for it to wake anybody. */
    catchUp: async (): Promise<void> => {
      for (const row of rows.ofEvents()) {
        const parked = log.last('task.parked', { runId: row.runId, taskId: row.path });
        await wakeByPast(row, parked?.seq);
      }
    },
    /** What it waits for may have come while the run was on its way to it. */
    lookBack: async ({ scope: { runId = '', taskId = '' }, payload }: EventOf<'task.parked'>): Promise<void> => {
      const { awaited } = payload;
      if (rows.has(runId, taskId)) await wakeByPast({ runId, path: taskId, awaited }, undefined);
    },
  };
}

function* eventsAfter(log: EventLog, type: string, seq: number): Generator<AnyEvent> {
  for (let after = seq; ;) {
    const events = log.list({ types: [type], after, limit: page });
    yield* events;
    const last = events.at(-1)?.seq;
    if (events.length < page || last === undefined) return;
    after = last;
  }
}

/** Tasks that sleep, in memory or out of it, and what wakes one. */
function createSleepers(parts: WaitParts) {
  const { rows, log } = parts;
  const present = new Map<string, (woken: Woken) => void>();
  /** Whose end of the wait is on its way to the disk: two things may wake a task at once. */
  const waking = new Map<string, Promise<unknown>>();

  async function wake({ runId, path }: Pick<WaitRow, 'runId' | 'path'>, woken: Woken, first: EventDraft[] = []) {
    const key = `${runId}/${path}`;
    if (waking.has(key) || !rows.has(runId, path)) return false;
    const recorded = parts.record([...first, { type: 'task.woken', scope: { runId, taskId: path }, payload: woken }]);
    waking.set(key, recorded);
    try {
      await recorded;
    } finally {
      waking.delete(key);
    }
    const goOn = present.get(key);
    if (goOn) goOn(woken);
    else parts.onDue(runId);
    return true;
  }

  /** It may have been woken before the run was back in memory. */
  function before(runId: string, path: string): Woken | undefined {
    return rows.has(runId, path) ? undefined : log.last('task.woken', { runId, taskId: path })?.payload;
  }

  return {
    wake,
    before: async (runId: string, path: string): Promise<Woken | undefined> => {
      await waking.get(`${runId}/${path}`)?.catch(() => undefined);
      return before(runId, path);
    },
    until: (runId: string, path: string, signal: AbortSignal): Promise<Woken> =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason as Error);
        const already = before(runId, path);
        if (already) return resolve(already);
        const key = `${runId}/${path}`;
        const forget = onAbort(signal, () => {
          present.delete(key);
          reject(signal.reason as Error);
        });
        present.set(key, (woken) => {
          present.delete(key);
          forget();
          resolve(woken);
        });
      }),
    wakeByTime: async (row: WaitRow): Promise<void> => {
      const { onDue } = row.awaited;
      if (onDue !== undefined)
        return void (await wake(row, { by: onDue === 'end' ? 'time' : 'timeout', output: null }));
      // The moment is that of a time limit around the task, which the run itself sees to.
      rows.wake(row.runId, row.path);
      parts.onDue(row.runId);
    },
    /** Whether it was what the task waits for. */
    wakeByEvent: async (row: WaitRow, event: AnyEvent): Promise<boolean> => {
      if (!(await isWanted(row, event, parts))) return false;
      const { type, at, payload } = event;
      await wake(row, { by: 'event', output: { type, at, payload: payload as Woken['output'] } });
      return true;
    },
  };
}

/** An expression that cannot be evaluated for one event does not keep the task from seeing the next. */
async function isWanted(
  { runId, path, awaited: { event: wanted } }: WaitRow,
  event: AnyEvent,
  { logger }: WaitParts,
): Promise<boolean> {
  if (wanted?.where === undefined) return true;
  try {
    return await isMet(wanted.where, { ...wanted.names, event }, `${path}: wait.event.where`);
  } catch (error) {
    logger.error(`The condition of a waiting task of ${runId} failed`, toFailure(error));
    return false;
  }
}
