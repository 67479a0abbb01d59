import { readTimeWords, type TimeContext } from './read-time-words.ts';
import type { ScheduleTime } from './schedule-time.ts';
import { plainWords, readDuration } from './spoken-durations.ts';
import { dayNames } from './time-words.ts';
import { momentOf, wallTime } from './zoned-time.ts';

/** `isMorning`: a bare "seven" is that of the morning, as for whoever wants to be woken. */
export type SpokenContext = TimeContext & { isMorning?: boolean };

/**
 * A time as people say it: "in ten minutes", "at half past seven", "tomorrow at nine", "on Friday at a quarter to five", and
 * whatever is a time when it is typed. A bare hour is the next one of the clock on the wall; on another day one to six are those
 * of the afternoon. undefined for what is no time.
 */
export function readSpokenTime(text: string, context: SpokenContext): ScheduleTime | undefined {
  const words = plainWords(text).replace(/^for (?=\S)/, '');
  const inAWhile = /^in (.+)$|^(.+) from now$/.exec(words);
  const afterMs = inAWhile ? readDuration(inAWhile[1] ?? inAWhile[2] ?? '') : undefined;
  if (afterMs !== undefined) return { kind: 'once', at: Math.ceil((context.now + afterMs) / 1000) * 1000 };
  const said = readPieces(words);
  const at = said && momentSaid(said, context);
  return at === undefined ? readTimeWords(words, context) : { kind: 'once', at };
}

/** Whether it is a time at all, whenever it is said. */
export function isSpokenTime(text: string): boolean {
  return readSpokenTime(text, { now: 0, zone: 'UTC' }) !== undefined;
}

type PartOfDay = 'morning' | 'afternoon' | 'evening' | 'night';
type Clock = { hour: number; minute: number; isExact?: boolean };
/** `isNamed`: the day was named as one on which something is, "on Monday": it needs no time of day. */
type Said = {
  day?: { inDays: number } | { weekday: number };
  part?: PartOfDay;
  clock?: Clock;
  isNamed?: true;
};

const parts = '(morning|afternoon|evening|night)';
const weekdays = dayNames.map((name) => name.toLowerCase()).join('|');
const number = String.raw`(\d{1,2})`;

type Read = (match: string[]) => Said | undefined;

/** Each reads one piece from the beginning of what is left. */
const pieces: [pattern: string, read: Read][] = [
  ['today', () => ({ day: { inDays: 0 } })],
  ['tonight', () => ({ day: { inDays: 0 }, part: 'night' })],
  [`this ${parts}`, ([part]) => ({ day: { inDays: 0 }, part: partOf(part) })],
  ['the day after tomorrow', () => ({ day: { inDays: 2 } })],
  [`tomorrow ${parts}`, ([part]) => ({ day: { inDays: 1 }, part: partOf(part) })],
  ['tomorrow', () => ({ day: { inDays: 1 } })],
  [`(?:on |next )?(${weekdays}) ${parts}`, ([name, part]) => ({ ...weekdayOf(name), part: partOf(part) })],
  [`(?:on|next) (${weekdays})`, ([name]) => ({ ...weekdayOf(name), isNamed: true })],
  [`(${weekdays})`, ([name]) => weekdayOf(name)],
  [`in the ${parts}`, ([part]) => ({ part: partOf(part) })],
  ['at night', () => ({ part: 'night' })],
  ['(?:at )?(?:noon|midday)', () => ({ clock: { hour: 12, minute: 0, isExact: true } })],
  ['(?:at )?midnight', () => ({ clock: { hour: 0, minute: 0, isExact: true } })],
  [`(?:at )?half past ${number}`, ([hour]) => past(30, hour)],
  [`(?:at )?(?:a )?quarter past ${number}`, ([hour]) => past(15, hour)],
  [`(?:at )?(?:a )?quarter to ${number}`, ([hour]) => past(-15, hour)],
  [`(?:at )?${number}(?: minutes?)? past ${number}`, ([minutes, hour]) => past(Number(minutes), hour)],
  [`(?:at )?${number}(?: minutes?)? to ${number}`, ([minutes, hour]) => past(-Number(minutes), hour)],
  [String.raw`(?:at )?(\d{1,2})(?:[: ](\d{2}))? ?([ap]m)`, ([hour, minute, half]) => clockOf(hour, minute, half)],
  [String.raw`(?:at )?(\d{1,2})[: ](\d{2})(?: o'?clock)?`, ([hour, minute]) => clockOf(hour, minute)],
  [String.raw`(?:at )?(\d{1,2})(?: o'?clock)?`, ([hour]) => clockOf(hour)],
];
const readers = pieces.map(([pattern, read]) => ({ pattern: new RegExp(`^(?:${pattern})(?= |$)`), read }));

function readPieces(words: string): Said | undefined {
  let said: Said = {};
  for (let rest = words; rest !== '';) {
    const found = readers.flatMap(({ pattern, read }) => {
      const match = pattern.exec(rest);
      const piece = match && read(match.slice(1));
      return match && piece && isNew(piece, said) ? [{ piece, length: match[0].length }] : [];
    })[0];
    if (!found) return undefined;
    said = { ...said, ...found.piece };
    rest = rest.slice(found.length).trimStart();
  }
  return said;
}

function isNew(piece: Said, said: Said): boolean {
  return Object.keys(piece).every((key) => !(key in said));
}

function partOf(text = ''): PartOfDay {
  return text as PartOfDay; // its pattern has no others
}

function weekdayOf(name = ''): Said {
  return { day: { weekday: dayNames.findIndex((each) => each.toLowerCase() === name) } };
}

/** Minutes past an hour of the clock on the wall, or before it. */
function past(minutes: number, hourText = ''): Said | undefined {
  const hour = Number(hourText);
  if (hour < 1 || hour > 12 || Math.abs(minutes) > 59) return undefined;
  const all = ((hour % 12) * 60 + minutes + 720) % 720;
  return { clock: { hour: Math.floor(all / 60) || 12, minute: all % 60 } };
}

function clockOf(hourText = '', minuteText = '0', half?: string): Said | undefined {
  const [hour, minute] = [Number(hourText), Number(minuteText)];
  if (hour > 23 || minute > 59 || (half !== undefined && (hour < 1 || hour > 12))) return undefined;
  if (half !== undefined) return { clock: { hour: (hour % 12) + (half === 'pm' ? 12 : 0), minute, isExact: true } };
  const isExact = hour === 0 || hour > 12 || (hourText.length === 2 && hourText.startsWith('0'));
  return { clock: { hour, minute, ...(isExact ? { isExact } : {}) } };
}

const usualHours: Record<PartOfDay, number> = { morning: 8, afternoon: 15, evening: 18, night: 20 };
const dayMs = 86_400_000;

function momentSaid(said: Said, context: SpokenContext): number | undefined {
  const { clock, day, part, isNamed = false } = said;
  if (!clock && part === undefined && !isNamed && (!day || 'weekday' in day)) return undefined;
  const minute = clock?.minute ?? 0;
  const hours = hoursOf(said, context);
  const { now, zone } = context;
  const today = wallTime(now, zone);
  const inDays = (days: number, hour: number): number => {
    const wall = wallTime(Date.UTC(today.year, today.month - 1, today.day) + days * dayMs, 'UTC');
    return momentOf({ year: wall.year, month: wall.month, day: wall.day, hour, minute, second: 0 }, zone);
  };
  const dayOf = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay();
  const days = !day ? [0, 1] : 'inDays' in day ? [day.inDays] : weekdaysAhead(day.weekday - dayOf);
  const moments = days.flatMap((each) => hours.map((hour) => inDays(each, hour))).toSorted((a, b) => a - b);
  // What is over is said to be, by whoever is told of it.
  return moments.find((at) => at > now) ?? moments.at(-1);
}

function weekdaysAhead(days: number): number[] {
  const next = (days + 7) % 7;
  return [next, next + 7];
}

/** The hours of the day that a clock could mean. */
function hoursOf({ clock, day, part }: Said, { isMorning = false }: SpokenContext): number[] {
  if (!clock) return [part === undefined ? 9 : usualHours[part]];
  const { hour, isExact = false } = clock;
  if (isExact) return [hour];
  const [early, late] = [hour % 12, (hour % 12) + 12];
  if (part === 'morning') return [early];
  if (part === 'night') return [hour === 12 || hour < 5 ? early : late];
  if (part !== undefined) return [late];
  if (isMorning && hour >= 4 && hour <= 11) return [early];
  const isAnotherDay = day !== undefined && !('inDays' in day && day.inDays === 0);
  if (!isAnotherDay) return [early, late];
  return [hour >= 1 && hour <= 6 && !isMorning ? late : hour];
}
