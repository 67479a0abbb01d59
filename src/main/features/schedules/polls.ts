import type { AnyEvent } from '../../../contract/events.ts';
import type { Json } from '../../../contract/json.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import { type After, createTimekeeper } from '../../base/timekeeper.ts';
import type { Clockwork } from './clockwork.ts';
import { type EvaluateExpression, type Found, type PollTime, readPoll } from './read-poll.ts';
import type { ScheduleStore, StoredSchedule } from './store.ts';

/** How a run that looks stands; `output` of its one task. */
export type Look = { status: 'open' } | { status: 'gone' } | { status: 'done'; output: Json } | { problem: string };

export type PollParts = {
  store: ScheduleStore;
  events: Pick<EventLog, 'append' | 'listen'>;
  logger: Pick<Logger, 'warn'>;
  clock: Clock;
  after?: After;
  sleepMs?: number;
  happen: Clockwork['happen'];
  /** Starts the run that looks; that it does is noted in the commit of its start. */
  look: (schedule: StoredSchedule, time: PollTime, at: number) => Promise<string>;
  lookOf: (runId: string) => Look;
  evaluate: EvaluateExpression;
};

export type Polls = {
  /** Looks for those schedules that are there now, when they are due. What goes wrong is logged. */
  follow(): Promise<void>;
  close(): Promise<void>;
};

/** So many new things are handed over at once; the others are new the next time. */
const mostAtOnce = 1000;

type Polling = { schedule: StoredSchedule; time: PollTime };

/**
 * Schedules that ask an action again and again whether there is something new. Each look is a run of its own, with its
 * permissions, its retries and its record; what it found is noted in one commit with the occurrence it makes.
 */
export function createPolls(parts: PollParts): Polls {
  const { store, events, logger, clock } = parts;
  const conclude = createConclusion(parts);
  const keeper = createTimekeeper({ ...parts, onWake: () => void follow() });
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  function inOrder(work: () => Promise<void>): Promise<void> {
    const done = last.then(() => (isClosed ? undefined : work()));
    last = done.catch((error: unknown) => logger.warn('A schedule could not look', toFailure(error)));
    return done;
  }

  const follow = (): Promise<void> => inOrder(lookAtAll).catch(() => undefined);

  function polling(): Polling[] {
    return store.list().flatMap((schedule) => {
      const { time } = schedule.definition;
      return time.kind === 'poll' && !schedule.isPaused ? [{ schedule, time }] : [];
    });
  }

  async function lookAtAll(): Promise<void> {
    let next = Number.POSITIVE_INFINITY;
    try {
      for (const each of polling()) next = Math.min(next, await lookAt(each));
    } finally {
      keeper.wakeAt(next);
    }
  }

  /** Gives when it is to look next; while it does, its end says so. */
  async function lookAt(each: Polling): Promise<number> {
    const { schedule, time } = each;
    const open = store.pollState(schedule.id)?.runId;
    if (open !== undefined && !(await conclude(each, open))) return Number.POSITIVE_INFINITY;
    const now = clock();
    const due = dueAt(store.pollState(schedule.id)?.polledAt, time, now);
    if (due > now) return due;
    try {
      await parts.look(schedule, time, now);
      return Number.POSITIVE_INFINITY;
    } catch (error) {
      await conclude.failed(each, toFailure(error).message);
      return now + time.everyMs;
    }
  }

  const stopListening = events.listen(({ type, scope: { runId } }) => {
    if (runId !== undefined && runEnds.has(type) && store.pollOf(runId) !== undefined) void follow();
  });
  return {
    follow,
    close: async () => {
      isClosed = true;
      keeper.stop();
      stopListening();
      await last;
    },
  };
}

const runEnds = new Set<AnyEvent['type']>(['run.completed', 'run.failed', 'run.cancelled']);

/** A clock that was set back does not keep it waiting. */
function dueAt(polledAt: number | undefined, { everyMs }: PollTime, now: number): number {
  return polledAt === undefined || polledAt > now ? now : polledAt + everyMs;
}

/** What becomes of what a run gave. */
function createConclusion({ store, events, clock, happen, lookOf, evaluate }: PollParts) {
  async function failed({ schedule, time }: Polling, problem: string, runId?: string): Promise<void> {
    const { id: scheduleId } = schedule;
    const isFirst = store.pollState(scheduleId)?.problem === undefined;
    const told = `It could not look with ${time.action}: ${problem}`;
    const draft: EventDraft = {
      type: 'schedule.polled',
      payload: { scheduleId, ...(runId === undefined ? {} : { runId }), fresh: [], problem: told },
    };
    // Told once, not each time until it can again.
    const failure = { at: clock(), cause: 'poll', status: 'failed', reason: told } as const;
    const occurred: EventDraft = { type: 'schedule.occurred', payload: { scheduleId, occurrences: [failure] } };
    await events.append(isFirst ? [draft, occurred] : [draft], (stored) => stored.forEach(store.apply));
  }

  async function found({ schedule: { id }, time }: Polling, all: readonly Found[], runId: string): Promise<void> {
    const isPrimed = store.pollState(id)?.isPrimed === true;
    const unseen = all.filter(({ key }) => !store.isSeen(id, key));
    const fresh = isPrimed ? unseen.slice(0, mostAtOnce) : unseen;
    const isState = time.items === undefined ? ({ isState: true } as const) : {};
    const payload = { scheduleId: id, runId, fresh: fresh.map(({ key }) => key), ...isState };
    const polled: EventDraft = { type: 'schedule.polled', payload };
    if (!isPrimed || fresh.length === 0) {
      await events.append([polled], (stored) => stored.forEach(store.apply));
    } else {
      await happen(id, 'poll', { items: fresh.map(({ item }) => item), foundBy: runId }, [polled]);
    }
  }

  /** False as long as the run goes on. */
  async function conclude(each: Polling, runId: string): Promise<boolean> {
    const look = lookOf(runId);
    if ('problem' in look) await failed(each, look.problem, runId);
    else if (look.status === 'gone') await failed(each, 'the run that looked is gone', runId);
    else if (look.status === 'open') return false;
    else {
      let all: Found[];
      try {
        all = await readPoll(each.time, look.output, evaluate);
      } catch (error) {
        if (!(error instanceof HeronError)) throw error;
        await failed(each, error.message, runId);
        return true;
      }
      await found(each, all, runId);
    }
    return true;
  }
  return Object.assign(conclude, { failed });
}
