import type { ScheduleTime } from './time/schedule-time.ts';
import { momentOf, wallTime } from './time/zoned-time.ts';

/** `isBare`: only a number, which by itself could be anything. */
export type Clock = { hour: number; minute: number; second: number; isBare?: boolean };

/** What the words of a time said, each piece by itself. */
export type TimePieces = {
  /** Fields of a cron; `usual`: when on such a day, if nothing says it. */
  days?: { weekday?: string; date?: string; month?: string; usual?: Clock };
  times?: Clock[];
  repeat?: { count: number; ms: number };
  /** Minutes past the hour. */
  past?: number;
  between?: [number, number];
  zone?: string;
  after?: number;
  on?: { year: number; month: number; day: number } | { inDays: number } | { weekday: number };
  start?: true;
  said?: string;
  keys?: string;
  files?: { folder: string; globs: string[] };
  event?: string;
};

type Context = { now: number; zone: string };

/** The time that the pieces make together; undefined where they make none. */
export function buildTime(pieces: TimePieces, context: Context): ScheduleTime | undefined {
  const { start, files, event, after, said, keys, ...others } = pieces;
  const isAlone = Object.keys(pieces).length === 1;
  if (said !== undefined) return isAlone ? { kind: 'said', phrase: said } : undefined;
  if (keys !== undefined) return isAlone ? { kind: 'keys', keys } : undefined;
  if (start) return isAlone ? { kind: 'start' } : undefined;
  if (files) return isAlone ? { kind: 'files', ...files, quietMs: 2000 } : undefined;
  if (event !== undefined) return isAlone ? { kind: 'event', event } : undefined;
  if (after !== undefined) return isAlone ? { kind: 'once', at: wholeSecond(context.now + after) } : undefined;
  if (others.repeat) return repeated(others, others.repeat);
  if (others.between || others.past !== undefined) return undefined;
  if (others.days) return daily(others, others.days);
  return once(others, context);
}

const usualTime: Clock = { hour: 9, minute: 0, second: 0 };

function daily({ times, zone, on }: TimePieces, days: NonNullable<TimePieces['days']>): ScheduleTime | undefined {
  if (on) return undefined;
  const { weekday = '*', date = '*', month = '*', usual = usualTime } = days;
  const [first = usual, ...more] = times ?? [];
  // One cron has the same minute in each of its hours.
  if (more.some(({ minute, second }) => minute !== first.minute || second !== first.second)) return undefined;
  const hours = [...new Set([first, ...more].map(({ hour }) => hour))].toSorted((a, b) => a - b).join(',');
  const seconds = first.second === 0 ? '' : `${first.second} `;
  return cron(`${seconds}${first.minute} ${hours} ${date} ${month} ${weekday}`, zone);
}

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

function repeated(pieces: TimePieces, { ms }: NonNullable<TimePieces['repeat']>): ScheduleTime | undefined {
  const { days = {}, between, past, zone, times, on } = pieces;
  const { weekday = '*', date, month, usual } = days;
  if (times || on || date || month || usual || (pieces.days && weekday === '*')) return undefined;
  const fields = repeatFields(ms, between, past ?? 0);
  if (fields !== undefined)
    return past !== undefined && ms < hourMs ? undefined : cron(`${fields} * * ${weekday}`, zone);
  const isPlain = !between && past === undefined && !zone && weekday === '*';
  return isPlain && ms >= secondMs ? { kind: 'interval', everyMs: ms } : undefined;
}

/** Seconds, minutes and hours of a cron; undefined where no cron repeats so evenly. */
function repeatFields(ms: number, between: TimePieces['between'], past: number): string | undefined {
  if (ms % hourMs === 0) {
    const hours = ms / hourMs;
    if (between) return hours === 1 ? `${past} ${between[0]}-${between[1]}` : undefined;
    return hours < 24 && 24 % hours === 0 ? `${past} ${step(hours)}` : undefined;
  }
  if (ms % minuteMs === 0) {
    const minutes = ms / minuteMs;
    if (minutes > 59 || 60 % minutes !== 0) return undefined;
    return `${step(minutes)} ${between ? `${between[0]}-${between[1] - 1}` : '*'}`;
  }
  const seconds = ms / secondMs;
  return !between && seconds < 60 && 60 % seconds === 0 ? `${step(seconds)} * *` : undefined;
}

function step(count: number): string {
  return count === 1 ? '*' : `*/${count}`;
}

function cron(text: string, zone: string | undefined): ScheduleTime {
  return { kind: 'cron', cron: text, ...(zone === undefined ? {} : { zone }) };
}

const dayMs = 24 * hourMs;

function once({ on, times, zone: named }: TimePieces, { now, zone: own }: Context): ScheduleTime | undefined {
  const zone = named ?? own;
  const [clock, ...more] = times ?? [];
  if (!clock || more.length > 0 || (!on && clock.isBare)) return undefined;
  const { isBare: _, ...wall } = clock;
  const today = wallTime(now, zone);
  const inDays = (days: number): number => {
    const { year, month, day } = wallTime(Date.UTC(today.year, today.month - 1, today.day) + days * dayMs, 'UTC');
    return momentOf({ year, month, day, ...wall }, zone);
  };
  if (on && 'year' in on) return { kind: 'once', at: momentOf({ ...on, ...wall }, zone) };
  if (on && 'inDays' in on) return { kind: 'once', at: inDays(on.inDays) };
  const ahead = [0, 1, 2, 3, 4, 5, 6, 7].find((days) => {
    const isDay = !on || new Date(Date.UTC(today.year, today.month - 1, today.day + days)).getUTCDay() === on.weekday;
    return isDay && inDays(days) > now;
  });
  return ahead === undefined ? undefined : { kind: 'once', at: inDays(ahead) };
}

function wholeSecond(at: number): number {
  return Math.ceil(at / secondMs) * secondMs;
}
