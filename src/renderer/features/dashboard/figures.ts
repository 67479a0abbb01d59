import { type Dashboard, type DashboardDays, endedRuns, successShare } from '../../../contract/dashboard.ts';
import { moneyText } from '../../../contract/spending.ts';
import { durationText } from '../../ui/time-text.ts';
import { numberText, t } from '../../../words/words.ts';

export type Figure = {
  name: string;
  value: string;
  /** Below it, smaller. */
  more?: string;
  /** How it was in the time before. */
  before?: { text: string; change: 'more' | 'less' | 'same' };
};

export const periods = (): Record<DashboardDays, { name: string; before: string; interval: string }> => ({
  1: { name: t('Last 24 hours'), before: t('the 24 hours before'), interval: t('Hour') },
  7: { name: t('Last 7 days'), before: t('the 7 days before'), interval: t('Day') },
  30: { name: t('Last 30 days'), before: t('the 30 days before'), interval: t('Day') },
});

/** What the tiles say of the runs that ended. */
export function runFigures({ now, before }: Dashboard): Figure[] {
  const compared = (name: string, [value, other]: [number, number], text: (value: number) => string): Figure => ({
    name,
    value: text(value),
    before: { text: text(other), change: changeOf(value, other) },
  });
  return [
    compared(t('Runs that ended'), [endedRuns(now), endedRuns(before)], numberText),
    share(successShare(now), successShare(before)),
    time(now.timeMs, before.timeMs),
    compared(t('Steps'), [now.steps, before.steps], numberText),
    compared(t('Tokens'), [now.tokens, before.tokens], numberText),
    compared(t('Money'), [now.money, before.money], moneyText),
  ];
}

function changeOf(value: number, other: number): 'more' | 'less' | 'same' {
  return value === other ? 'same' : value > other ? 'more' : 'less';
}

function share(now: number | undefined, before: number | undefined): Figure {
  const percent = (value: number | undefined): string => (value === undefined ? '–' : `${Math.floor(value * 100)} %`);
  return {
    name: t('Success rate'),
    value: percent(now),
    ...(now === undefined || before === undefined
      ? {}
      : { before: { text: percent(before), change: changeOf(now, before) } }),
  };
}

type Times = { p50: number; p95: number } | undefined;

function time(now: Times, before: Times): Figure {
  return {
    name: t('Run time, median'),
    value: now ? durationText(now.p50) : '–',
    ...(now ? { more: t('95 % within {{time}}', { time: durationText(now.p95) }) } : {}),
    ...(now && before ? { before: { text: durationText(before.p50), change: changeOf(now.p50, before.p50) } } : {}),
  };
}

/** Short for the axis, long for the table: "14:00" and "Wed 20 May, 14:00", or "20 May" and "Wed 20 May". */
export function intervalNames(
  intervals: Dashboard['intervals'],
  days: DashboardDays,
): { short: string[]; long: string[] } {
  const date = (at: number, options: Intl.DateTimeFormatOptions): string =>
    new Date(at).toLocaleString(undefined, options);
  const clock = { hour: '2-digit', minute: '2-digit', hour12: false } as const;
  const dayOf = { day: 'numeric', month: 'short' } as const;
  const isHours = days === 1;
  return {
    short: intervals.map(({ from }) => date(from, isHours ? clock : dayOf)),
    long: intervals.map(({ from }) => date(from, { weekday: 'short', ...dayOf, ...(isHours ? clock : {}) })),
  };
}
