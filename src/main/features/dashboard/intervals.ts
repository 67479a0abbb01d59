import type { DashboardDays } from '../../../contract/dashboard.ts';
import type { Span } from './store.ts';

const hour = 3_600_000;

/** The hours of the last day, or the last days by the local calendar, the present one last. */
export function intervalsUntil(now: number, days: DashboardDays): Span[] {
  return days === 1 ? hoursUntil(now) : daysUntil(now, days);
}

/** As many intervals before these, as far as `now` is in the present ones. */
export function intervalsBefore(intervals: readonly Span[], now: number, days: DashboardDays): Span[] {
  const first = intervals[0]?.from ?? now;
  const earlier = intervalsUntil(first - 1, days);
  const through = now - first + (earlier[0]?.from ?? first);
  return earlier.map(({ from, to }) => ({ from, to: Math.min(to, through) })).filter(({ from, to }) => from < to);
}

function hoursUntil(now: number): Span[] {
  const end = (Math.floor(now / hour) + 1) * hour;
  return Array.from({ length: 24 }, (_, index) => ({ from: end - (24 - index) * hour, to: end - (23 - index) * hour }));
}

/** Where the clocks change, a day has 23 or 25 hours. */
function daysUntil(now: number, days: number): Span[] {
  const today = new Date(now);
  const midnight = (offset: number): number =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() + offset).getTime();
  return Array.from({ length: days }, (_, index) => {
    const offset = index - days + 1;
    return { from: midnight(offset), to: midnight(offset + 1) };
  });
}
