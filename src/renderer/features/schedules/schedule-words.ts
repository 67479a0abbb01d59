import type { MissedPolicy, OverlapPolicy } from '../../../contract/time/schedule-time.ts';
import type { Occurrence, ScheduleAlarm } from '../../../contract/schedules.ts';
import { durationWords } from '../../../contract/time/time-words.ts';
import type { StepState } from '../../ui/step-icon.tsx';
import { exactTimeText } from '../../ui/time-text.ts';
import { plural, t } from '../../../words/words.ts';

export const missedWords = (): Record<MissedPolicy, string> => ({
  once: t('The last one is made up for'),
  all: t('All are made up for'),
  skip: t('They are left out'),
  ask: t('I am asked'),
});

export const overlapWords = (): Record<OverlapPolicy, string> => ({
  merge: t('One waits, and stands for all'),
  queue: t('Each waits for its turn'),
  skip: t('They are left out'),
});

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

const causes = (): Record<Occurrence['cause'], string> => ({
  time: '',
  late: t('Made up for'),
  person: t('Run by hand'),
  files: t('Files changed'),
  event: t('Something happened'),
  start: t('Heron started'),
  poll: t('Something new was found'),
  said: t('Somebody said so'),
  keys: t('Keys were pressed'),
});

/** What became of an occurrence, and why. */
export function occurrenceText({ status, cause, reason, run, until, mergedInto }: Occurrence): string {
  const words: Record<Occurrence['status'], string> = {
    waiting: t('Waits for the run before it'),
    ran: run?.status === undefined ? t('Ran') : t('Ran: {{status}}', { status: run.status }),
    missed: t('Missed'),
    skipped: t('Skipped'),
    merged:
      mergedInto === undefined
        ? t('Merged')
        : t('Merged into that of {{mergedInto}}', { mergedInto: exactTimeText(mergedInto) }),
    asking: t('Missed'),
    failed: t('Could not start'),
  };
  const all =
    until === undefined
      ? words[status]
      : t('{{status}} with all until {{time}}', { status: words[status], time: exactTimeText(until) });
  return [all, causes()[cause], reason].filter(Boolean).join(' · ');
}

export function alarmText(alarm: ScheduleAlarm): string {
  if (alarm.kind === 'asking')
    return plural(
      alarm.count,
      { one: '1 time missed since {{since}}.', other: '{{count}} times missed since {{since}}.' },
      { since: exactTimeText(alarm.since) },
    );
  if (alarm.kind === 'failed') return `${exactTimeText(alarm.at)}: ${alarm.message}`;
  return t('Nothing was started since {{since}}. Usually it is silent no longer than {{durationWords}}.', {
    since: exactTimeText(alarm.since),
    durationWords: durationWords(wholeMinutes(alarm.normMs)),
  });
}

function wholeMinutes(ms: number): number {
  return Math.max(60_000, Math.round(ms / 60_000) * 60_000);
}
