import type { MissedPolicy, OverlapPolicy } from '../../../contract/schedule-time.ts';
import type { Occurrence, ScheduleAlarm } from '../../../contract/schedules.ts';
import { durationWords } from '../../../contract/time-words.ts';
import { countText } from '../../ui/count-text.ts';
import type { StepState } from '../../ui/step-icon.tsx';
import { exactTimeText } from '../../ui/time-text.ts';

export const missedWords: Record<MissedPolicy, string> = {
  once: 'The last one is made up for',
  all: 'All are made up for',
  skip: 'They are left out',
  ask: 'I am asked',
};

export const overlapWords: Record<OverlapPolicy, string> = {
  merge: 'One waits, and stands for all',
  queue: 'Each waits for its turn',
  skip: 'They are left out',
};

const moments = new Map<string, Intl.DateTimeFormat>();

/** `Fri, 27 Nov 2026, 09:00`, on the clocks of a zone. */
export function momentText(at: number, zone?: string): string {
  const hasSeconds = at % 60_000 !== 0;
  const key = `${zone} ${hasSeconds}`;
  let format = moments.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(undefined, {
      ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
      ...(hasSeconds ? { second: '2-digit' as const } : {}),
      ...(zone === undefined ? {} : { timeZone: zone }),
    });
    moments.set(key, format);
  }
  return format.format(at);
}

/** `Fri 09:00`, or with the day where that is further away than a week; on a node there is little room. */
export function shortMoment(at: number, zone?: string): string {
  const isNear = Math.abs(at - Date.now()) < 6 * 86_400_000;
  const day = isNear ? ({ weekday: 'short' } as const) : ({ day: 'numeric', month: 'short' } as const);
  const where = zone === undefined ? {} : { timeZone: zone };
  return new Intl.DateTimeFormat(undefined, { ...day, hour: '2-digit', minute: '2-digit', ...where }).format(at);
}

/** The icon beside an occurrence. */
export function stateOf({ status, run }: Occurrence): StepState {
  if (run) return run.status ?? 'completed';
  const states = { waiting: 'waiting', asking: 'asking', failed: 'failed', ran: 'completed' } as const;
  return status === 'waiting' || status === 'asking' || status === 'failed' || status === 'ran'
    ? states[status]
    : 'skipped';
}

const causes: Record<Occurrence['cause'], string> = {
  time: '',
  late: 'Made up for',
  person: 'Run by hand',
  files: 'Files changed',
  event: 'Something happened',
  start: 'Heron started',
  poll: 'Something new was found',
  said: 'Somebody said so',
  keys: 'Keys were pressed',
};

/** What became of an occurrence, and why. */
export function occurrenceText({ status, cause, reason, run, until, mergedInto }: Occurrence): string {
  const words: Record<Occurrence['status'], string> = {
    waiting: 'Waits for the run before it',
    ran: run?.status === undefined ? 'Ran' : `Ran: ${run.status}`,
    missed: 'Missed',
    skipped: 'Skipped',
    merged: mergedInto === undefined ? 'Merged' : `Merged into that of ${exactTimeText(mergedInto)}`,
    asking: 'Missed',
    failed: 'Could not start',
  };
  const all = until === undefined ? '' : ` with all until ${exactTimeText(until)}`;
  return [words[status] + all, causes[cause], reason].filter(Boolean).join(' · ');
}

export function alarmText(alarm: ScheduleAlarm): string {
  if (alarm.kind === 'asking') return `${countText(alarm.count, 'time')} missed since ${exactTimeText(alarm.since)}.`;
  if (alarm.kind === 'failed') return `${exactTimeText(alarm.at)}: ${alarm.message}`;
  return `Nothing was started since ${exactTimeText(alarm.since)}. Usually it is silent no longer than ${durationWords(wholeMinutes(alarm.normMs))}.`;
}

function wholeMinutes(ms: number): number {
  return Math.max(60_000, Math.round(ms / 60_000) * 60_000);
}
