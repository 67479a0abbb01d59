import { readTimeWords } from '../../../contract/time/read-time-words.ts';
import type { ScheduleTime } from '../../../contract/time/schedule-time.ts';
import type { Schedule, ScheduleWork, TimePreview } from '../../../contract/schedules.ts';
import { timeWords } from '../../../contract/time/time-words.ts';
import { toFailure } from '../../base/errors.ts';
import { alarmsOf } from './alarms.ts';
import type * as NextTimes from './next-times.ts';
import type { PollState } from './poll-rows.ts';
import type { ScheduleParts } from './schedule-parts.ts';
import { sourceOf } from './stored.ts';
import type { StoredSchedule } from './store.ts';

type Times = typeof NextTimes;

const shownTimes = 5;

/** A schedule as it is shown. */
export function toSchedule(parts: ScheduleParts, stored: StoredSchedule, times: Times): Schedule {
  const { id, title, definition, made, conversationId, isPaused, createdAt, changedAt } = stored;
  const { time } = definition;
  const zone = parts.zone();
  const [last] = parts.store.occurrences(id, 1);
  const poll = time.kind === 'poll' ? parts.store.pollState(id) : undefined;
  const problem = problemOf(parts, definition.work);
  return {
    ...{ ...definition, id, title, isPaused, createdAt, changedAt },
    ...(made ? { plan: made.plan } : {}),
    words: timeWords(time, zone),
    zone: time.kind === 'cron' ? (time.zone ?? zone) : zone,
    ...(conversationId === undefined ? {} : { conversationId }),
    next: isPaused ? [] : times.nextTimes(sourceOf(stored, zone), parts.clock(), shownTimes),
    ...(poll ? { polled: polledOf(poll) } : {}),
    ...(last ? { last } : {}),
    alarms: alarmsOf(parts.store, stored),
    ...(problem === undefined ? {} : { problem }),
  };
}

function polledOf({ polledAt: at, runId, problem }: PollState): NonNullable<Schedule['polled']> {
  return { at, ...(runId === undefined ? {} : { runId }), ...(problem === undefined ? {} : { problem }) };
}

/** What comes next stands first. */
export function nextFirst(a: Schedule, b: Schedule): number {
  const [first, second] = [a.next[0] ?? Number.POSITIVE_INFINITY, b.next[0] ?? Number.POSITIVE_INFINITY];
  return first === second ? a.createdAt - b.createdAt : first - second;
}

function problemOf({ nameOf }: ScheduleParts, work: ScheduleWork): string | undefined {
  if (work.kind === 'sentence' || work.kind === 'heartbeat') return undefined;
  try {
    nameOf(work);
    return undefined;
  } catch (error) {
    return toFailure(error).message;
  }
}

/** What a time means. */
export async function preview(
  parts: ScheduleParts,
  wanted: { text: string } | { time: ScheduleTime },
  load: () => Promise<Times>,
): Promise<TimePreview> {
  const [now, own] = [parts.clock(), parts.zone()];
  const time = 'time' in wanted ? wanted.time : readTimeWords(wanted.text, { now, zone: own });
  if (!time) return { next: [], zone: own, problem: 'These words are no time; try “every weekday at 9”' };
  const zone = time.kind === 'cron' ? (time.zone ?? own) : own;
  const shown = { time, words: timeWords(time, own), zone, ...(time.kind === 'cron' ? { cron: time.cron } : {}) };
  const times = await load();
  const source = { time, changedAt: now, zone: own };
  try {
    times.mustCome(source, now);
    return { ...shown, next: times.nextTimes(source, now, shownTimes) };
  } catch (error) {
    return { ...shown, next: [], problem: toFailure(error).message.replace(/^time\.\w+: /, '') };
  }
}
