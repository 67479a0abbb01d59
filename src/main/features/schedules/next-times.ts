import { Cron } from 'croner';
import type { ScheduleTime } from '../../../contract/time/schedule-time.ts';
import { HeronError, toFailure } from '../../base/errors.ts';

/** A schedule's time, and what its zone and beginning are if it does not say so. */
export type TimeSource = { time: ScheduleTime; changedAt: number; zone: string };

/** The first occurrence after a moment; undefined where none is known ahead. */
export function nextTime({ time, changedAt, zone }: TimeSource, after: number): number | undefined {
  switch (time.kind) {
    case 'cron':
      return cronOf(time.cron, time.zone ?? zone)
        .nextRun(new Date(after))
        ?.getTime();
    case 'interval': {
      const from = time.from ?? changedAt;
      // The moment it was made may be one of a clock that was wrong.
      return time.from !== undefined && after < from
        ? from
        : from + (Math.floor((after - from) / time.everyMs) + 1) * time.everyMs;
    }
    case 'once':
      return time.at > after ? time.at : undefined;
    default:
      return undefined;
  }
}

/** The next ones, at most so many. */
export function nextTimes(source: TimeSource, after: number, most: number): number[] {
  const times: number[] = [];
  for (let at = nextTime(source, after); at !== undefined && times.length < most; at = nextTime(source, at))
    times.push(at);
  return times;
}

const yieldEvery = 200;

/**
 * All occurrences after one moment until another, oldest first; `isMore`: there were too many, and those after the last are
 * left out. Long lists let others work in between.
 */
export async function timesBetween(
  source: TimeSource,
  { after, until, most }: { after: number; until: number; most: number },
): Promise<{ times: number[]; isMore: boolean }> {
  const times: number[] = [];
  let at = nextTime(source, after);
  while (at !== undefined && at <= until) {
    if (times.length === most) return { times, isMore: true };
    times.push(at);
    if (times.length % yieldEvery === 0) await new Promise(setImmediate);
    at = nextTime(source, at);
  }
  return { times, isMore: false };
}

/** Errors: `invalid-input` for a cron that cannot be read, and for a time that never comes. */
export function mustCome(source: TimeSource, now: number): void {
  const { time } = source;
  if (!['cron', 'once', 'interval'].includes(time.kind) || nextTime(source, now) !== undefined) return;
  const path = time.kind === 'cron' ? 'time.cron' : 'time.at';
  const what = time.kind === 'cron' ? `“${time.cron}” never comes` : 'this moment is over';
  throw new HeronError('invalid-input', `${path}: ${what}`, { path });
}

const known = new Map<string, Cron>();
const mostKnown = 1000;

function cronOf(text: string, zone: string): Cron {
  const key = `${zone} ${text}`;
  let cron = known.get(key);
  if (!cron) {
    cron = readCron(text, zone);
    if (known.size >= mostKnown) known.clear();
    known.set(key, cron);
  }
  return cron;
}

function readCron(text: string, zone: string): Cron {
  try {
    // What is due at fixed times of the clock is so once a day, also where the clock skips or repeats an hour.
    return new Cron(text, { timezone: zone, mode: '5-or-6-parts', fixedTimeRule: 'no-wildcard', paused: true });
  } catch (error) {
    const message = toFailure(error).message.replace(/^Cron(?:Pattern|Date): /, '');
    throw new HeronError('invalid-input', `time.cron: ${message}`, { path: 'time.cron' });
  }
}
