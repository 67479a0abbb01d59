import type { AnyEvent } from '../../../contract/events.ts';
import type { Occurrence, OccurrenceCause } from '../../../contract/schedules.ts';
import type { Clock } from '../../base/clock.ts';
import { toFailure } from '../../base/errors.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import { type After, createTimekeeper } from '../../base/timekeeper.ts';
import { nextTime, timesBetween } from './next-times.ts';
import type { NewOccurrence } from './occurrence-rows.ts';
import { NotNow } from './not-now.ts';
import { type DueTime, placeInLine, settle, settleSkipped } from './settle.ts';
import { find, sourceOf } from './stored.ts';
import { silentFrom, startsLookedAt, usualSilence } from './silence.ts';
import type { ScheduleStore, StoredSchedule } from './store.ts';

export type ClockworkParts = {
  store: ScheduleStore;
  events: Pick<EventLog, 'append' | 'listen'>;
  logger: Pick<Logger, 'warn' | 'error'>;
  clock: Clock;
  /** The time zone of this machine, as it is now. */
  zone: () => string;
  after?: After;
  /** How long it sleeps at most before it asks the clock again. */
  sleepMs?: number;
  /** Starts the run of an occurrence; its start is noted with the occurrence in one commit. */
  start: (schedule: StoredSchedule, occurrence: Occurrence) => Promise<string>;
};

type Given = NonNullable<NewOccurrence['given']>;

export type Clockwork = {
  /** From now on what is due is started. */
  begin(): void;
  /** A schedule was made, changed, paused or removed. */
  look(): Promise<void>;
  /** Something it is told of from outside; `noted` goes into the same commit. */
  happen(scheduleId: string, cause: OccurrenceCause, given?: Given, noted?: EventDraft[]): Promise<void>;
  /** Errors: why no run could be started. */
  runNow(scheduleId: string): Promise<string>;
  /** What came and is not to be started gets its rows; to be called before the schedule goes on, or is another. */
  skipDue(schedule: StoredSchedule, because: 'paused' | 'changed'): Promise<void>;
  /** Occurrences that somebody decided about. */
  decide(scheduleId: string, occurrences: NewOccurrence[]): Promise<void>;
  close(): Promise<void>;
};

/** As many rows for one absence; what came after them is one row together. */
const mostAtOnce = 10_000;
/** As many occurrences stand in an event. */
const mostInEvent = 500;
const silenceEveryMs = 600_000;
/** Between two looks nobody was awake. */
const asleepMs = 300_000;

/**
 * What makes schedules go off. What became of an occurrence is on record before its run begins, and the run's own record
 * says of which occurrence it is; so whenever the engine dies, the next one knows what is still to be started.
 */
export function createClockwork(parts: ClockworkParts): Clockwork {
  const { store, events, clock, logger } = parts;
  const line = createLine(parts);
  const due = createDue(parts);
  const silence = createSilence(parts);
  const lookAtSchedules = createLooking(parts, line, due);
  const keeper = createTimekeeper({ ...parts, onWake: () => void inOrder(lookAtAll) });
  const { inOrder, settled } = createOrder(logger);
  let hasBegun = false;
  let stopListening = (): void => undefined;

  async function lookAtAll(): Promise<void> {
    if (!hasBegun) return;
    const now = clock();
    let next = Number.POSITIVE_INFINITY;
    try {
      next = await lookAtSchedules(now);
      await silence.look(now);
    } finally {
      keeper.wakeAt(next);
    }
  }

  function hear({ type, scope: { runId } }: AnyEvent): void {
    if (runId === undefined || !runEnds.has(type)) return;
    const id = store.scheduleOf(runId);
    if (id !== undefined) void inOrder(() => drainIfThere(id));
  }

  async function drainIfThere(id: string): Promise<void> {
    const schedule = store.get(id);
    if (schedule && !schedule.isRemoved) await line.drain(schedule);
  }

  return {
    begin: () => {
      hasBegun = true;
      silence.begin(clock());
      stopListening = events.listen(hear);
      void inOrder(lookAtAll);
    },
    look: () => inOrder(lookAtAll),
    ...fromOutside({ parts, line, inOrder }),
    skipDue: (schedule, because) =>
      inOrder(async () => {
        const times = await due.times(schedule, clock(), parts.zone());
        await line.record(schedule.id, settleSkipped(times, because));
      }),
    decide: (scheduleId, occurrences) =>
      inOrder(async () => {
        await line.record(scheduleId, occurrences);
        if (hasBegun) await drainIfThere(scheduleId);
      }),
    close: async () => {
      keeper.stop();
      stopListening();
      hasBegun = false;
      await settled();
    },
  };
}

/** One thing after the other: what is looked at before something is decided still holds then. */
function createOrder(logger: ClockworkParts['logger']) {
  let last: Promise<unknown> = Promise.resolve();
  return {
    inOrder: <Value>(work: () => Promise<Value>): Promise<Value> => {
      const done = last.then(work);
      last = done.catch((error: unknown) => logger.warn('A schedule could not be looked at', toFailure(error)));
      return done;
    },
    settled: () => last,
  };
}

/** Starts what is due, and gives when the next one is. */
function createLooking(
  { store, zone: zoneNow }: ClockworkParts,
  line: ReturnType<typeof createLine>,
  due: ReturnType<typeof createDue>,
): (now: number) => Promise<number> {
  return async (now) => {
    const zone = zoneNow();
    let next = Number.POSITIVE_INFINITY;
    for (const schedule of store.list()) {
      if (schedule.isPaused) continue;
      const times = await due.times(schedule, now, zone);
      if (times.length > 0) await line.put(schedule, settle(times, { missed: schedule.definition.missed, now }));
      due.lookedAt(schedule.id, now);
      await line.drain(schedule);
      next = Math.min(next, nextTime(sourceOf(schedule, zone), now) ?? next);
    }
    return next;
  };
}

type Outwards = {
  parts: ClockworkParts;
  line: ReturnType<typeof createLine>;
  inOrder: <Value>(work: () => Promise<Value>) => Promise<Value>;
};

/** What does not come from the clock. */
function fromOutside({ parts: { store, clock }, line, inOrder }: Outwards): Pick<Clockwork, 'happen' | 'runNow'> {
  return {
    happen: (scheduleId, cause, given, noted) =>
      inOrder(async () => {
        const schedule = store.get(scheduleId);
        if (!schedule || schedule.isRemoved || schedule.isPaused) return;
        const at = freeMoment(store, scheduleId, clock());
        await line.put(schedule, [{ at, cause, status: 'waiting', ...(given ? { given } : {}) }], noted);
        await line.drain(schedule);
      }),
    runNow: (scheduleId) =>
      inOrder(async () => {
        const schedule = find(store, scheduleId);
        const occurrence = { at: freeMoment(store, scheduleId, clock()), cause: 'person', status: 'waiting' } as const;
        await line.record(scheduleId, [occurrence]);
        return line.start(schedule, occurrence);
      }),
  };
}

/** What came since a schedule was looked at last. */
function createDue({ store }: ClockworkParts) {
  /** Until when each was looked at, in the zone of then. */
  const looked = new Map<string, number>();
  return {
    lookedAt: (id: string, now: number): void => void looked.set(id, now),
    /** Those that have not run. The clock may have been set back since. */
    times: async (schedule: StoredSchedule, now: number, zone: string): Promise<DueTime[]> => {
      const { id, reached } = schedule;
      if (reached > now) store.setReached(id, now);
      const after = Math.min(now, Math.max(reached, looked.get(id) ?? reached));
      const { times, isMore } = await timesBetween(sourceOf(schedule, zone), { after, until: now, most: mostAtOnce });
      const isOpen = (at: number): boolean => {
        const status = store.occurrence(id, at)?.status;
        return status === undefined || ['missed', 'skipped', 'merged'].includes(status);
      };
      const open = times.filter(isOpen).map((at): DueTime => ({ at }));
      const [newest] = open.slice(-1);
      if (isMore && newest) newest.until = now;
      return open;
    },
  };
}

const runEnds = new Set<AnyEvent['type']>(['run.completed', 'run.failed', 'run.cancelled']);

/** Occurrences on their way from being due to having a run. */
function createLine({ store, events, logger, start }: ClockworkParts) {
  async function record(
    scheduleId: string,
    occurrences: readonly NewOccurrence[],
    noted: EventDraft[] = [],
  ): Promise<void> {
    for (let from = 0; from < occurrences.length; from += mostInEvent) {
      const payload = { scheduleId, occurrences: occurrences.slice(from, from + mostInEvent) };
      const drafts: EventDraft[] = [...(from === 0 ? noted : []), { type: 'schedule.occurred', payload }];
      await events.append(drafts, (stored) => stored.forEach(store.apply));
    }
  }

  async function startOne(schedule: StoredSchedule, occurrence: Occurrence): Promise<string> {
    const { id: scheduleId, title } = schedule;
    const { at } = occurrence;
    try {
      return await start(schedule, occurrence);
    } catch (error) {
      if (error instanceof NotNow) {
        await record(scheduleId, [{ at, cause: occurrence.cause, status: 'skipped', reason: error.reason }]);
        throw error;
      }
      const payload = { scheduleId, title, at, error: toFailure(error) };
      logger.warn(`The schedule “${title}” could not start a run`, payload.error);
      await events.append([{ type: 'schedule.failed', payload }], (stored) => stored.forEach(store.apply));
      throw error;
    }
  }

  return {
    record,
    start: startOne,
    put: (schedule: StoredSchedule, occurrences: readonly NewOccurrence[], noted?: EventDraft[]): Promise<void> => {
      const { id, definition } = schedule;
      const waiting = store.open(id, 'waiting').map(({ at }) => at);
      const isBusy = store.runUnderWay(id) !== undefined;
      return record(id, placeInLine(occurrences, { isBusy, waiting, ...definition }), noted);
    },
    /** Starts those that wait, as long as none goes on. */
    drain: async (schedule: StoredSchedule): Promise<void> => {
      for (;;) {
        const [first] = store.open(schedule.id, 'waiting');
        if (!first || store.runUnderWay(schedule.id) !== undefined) return;
        // One that failed is on record as that.
        await startOne(schedule, first).catch(() => undefined);
        if (store.occurrence(schedule.id, first.at)?.status === 'waiting') return;
      }
    },
  };
}

/** Tells when a schedule has not started anything for much longer than it usually does. */
function createSilence({ store, events, logger }: ClockworkParts) {
  let awakeSince = 0;
  let lookedAt = 0;
  let heardAt = 0;
  return {
    begin: (now: number): void => {
      awakeSince = lookedAt = heardAt = now;
    },
    look: async (now: number): Promise<void> => {
      // Nothing could be started while the machine slept, or before the clock was set back.
      if (now - heardAt > asleepMs || now < heardAt) awakeSince = lookedAt = now;
      heardAt = now;
      if (now - lookedAt < silenceEveryMs) return;
      lookedAt = now;
      for (const { id: scheduleId, title, changedAt, resumedAt, isPaused, silent, definition } of store.list()) {
        // A heartbeat is silent as long as nothing changes.
        if (isPaused || silent || definition.work.kind === 'heartbeat') continue;
        const starts = store.starts(scheduleId, changedAt, startsLookedAt);
        const from = silentFrom(starts, Math.max(resumedAt, awakeSince));
        if (from === undefined || from > now) continue;
        const payload = { scheduleId, title, since: starts[0] ?? now, normMs: usualSilence(starts) ?? 0 };
        logger.warn(`The schedule “${title}” has been silent for longer than it usually is`);
        await events.append([{ type: 'schedule.silenced', payload }], (stored) => stored.forEach(store.apply));
      }
    },
  };
}

/** A moment at which the schedule has no other occurrence. */
function freeMoment(store: ScheduleStore, scheduleId: string, now: number): number {
  let at = now;
  while (store.occurrence(scheduleId, at)) at += 1;
  return at;
}
