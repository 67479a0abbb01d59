import { type ScheduleTime, startingEvents } from './schedule-time.ts';
import { wallTime } from './zoned-time.ts';

export const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const monthNames = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August'],
  ...['September', 'October', 'November', 'December'],
];
export const nthNames = ['first', 'second', 'third', 'fourth', 'fifth'];
export const units = [
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** A time in words, which `readTimeWords` understands wherever there are words for it. `zone` is that of this machine. */
export function timeWords(time: ScheduleTime, zone: string): string {
  switch (time.kind) {
    case 'cron': {
      const words = cronWords(time.cron) ?? `at the times of ${time.cron}`;
      return time.zone === undefined ? words : `${words} in ${time.zone}`;
    }
    case 'interval':
      return `every ${durationWords(time.everyMs)}`;
    case 'once': {
      const { year, month, day, hour, minute, second } = wallTime(time.at, zone);
      return `on ${year}-${two(month)}-${two(day)} at ${clockWords(hour, minute, second)}`;
    }
    case 'files': {
      const what = time.globs.length === 0 ? 'a file' : time.globs.join(' or ');
      return `when ${what} changes in ${time.folder}`;
    }
    case 'event':
      return `when ${startingEvents[time.event] ?? `${time.event} happens`}`;
    case 'start':
      return 'when Heron starts';
    case 'said':
      return `when I say "${time.phrase}"`;
    case 'keys':
      return `when I press ${time.keys}`;
    case 'poll':
      return `when ${time.means ?? `${time.action} gives something new`}`;
  }
}

/** `2 hours`, `minute`. */
export function durationWords(ms: number): string {
  const [unit, size] = units.find(([, each]) => ms % each === 0) ?? ['second', 1000];
  const count = ms / size;
  return count === 1 ? unit : `${count} ${unit}s`;
}

type CronFields = { second: string; minute: string; hour: string; date: string; month: string; weekday: string };

export function cronFields(cron: string): CronFields {
  const fields = cron.split(' ');
  const [second = '0', minute = '*', hour = '*', date = '*', month = '*', weekday = '*'] =
    fields.length === 5 ? ['0', ...fields] : fields;
  return { second, minute, hour, date, month, weekday };
}

function cronWords(cron: string): string | undefined {
  const fields = cronFields(cron);
  const repeat = repeatWords(fields);
  if (repeat !== undefined) {
    if (fields.date !== '*' || fields.month !== '*') return undefined;
    if (fields.weekday === '*') return repeat;
    const on = onDays(fields.weekday);
    return on && `${repeat} ${on}`;
  }
  const [days, times] = [daysWords(fields), timesWords(fields)];
  return days !== undefined && times !== undefined ? `${days} at ${times}` : undefined;
}

function repeatWords({ second, minute, hour }: CronFields): string | undefined {
  const seconds = stepOf(second);
  if (seconds !== undefined) return minute === '*' && hour === '*' ? every(seconds, 'second') : undefined;
  if (second !== '0') return undefined;
  const minutes = stepOf(minute);
  const range = rangeOf(hour);
  if (minutes !== undefined) {
    if (hour === '*') return every(minutes, 'minute');
    return range && `${every(minutes, 'minute')} between ${clockWords(range[0])} and ${clockWords(range[1] + 1)}`;
  }
  if (!isNumber(minute)) return undefined;
  const past = minute === '0' ? '' : ` at :${two(Number(minute))}`;
  const hours = stepOf(hour);
  if (hours !== undefined) return every(hours, 'hour') + past;
  return range && `every hour between ${clockWords(range[0])} and ${clockWords(range[1])}${past}`;
}

function daysWords({ date, month, weekday }: CronFields): string | undefined {
  if (date === '*' && month === '*') return weekdayWords(weekday);
  if (weekday !== '*') return undefined;
  if (month === '*') return date === 'L' ? 'on the last day of every month' : nthOf(date, 'of every month');
  return isNumber(date) && isNumber(month)
    ? `every year on ${monthNames[Number(month) - 1]} ${Number(date)}`
    : undefined;
}

function nthOf(date: string, ending: string): string | undefined {
  return isNumber(date) ? `on the ${ordinal(Number(date))} ${ending}` : undefined;
}

function weekdayWords(weekday: string): string | undefined {
  if (weekday === '*') return 'every day';
  if (weekday === '1-5') return 'every weekday';
  if (weekday === '0,6') return 'every weekend';
  const [, day, nth] = /^([0-6])#([1-5L])$/.exec(weekday) ?? [];
  if (day !== undefined && nth !== undefined) {
    const which = nth === 'L' ? 'last' : nthNames[Number(nth) - 1];
    return `on the ${which} ${dayNames[Number(day)]} of every month`;
  }
  const names = weekdayNames(weekday);
  return names && `every ${listWords(names)}`;
}

function onDays(weekday: string): string | undefined {
  if (weekday === '1-5') return 'on weekdays';
  if (weekday === '0,6') return 'on weekends';
  const names = weekdayNames(weekday);
  return names && `on ${listWords(names.map((name) => `${name}s`))}`;
}

function weekdayNames(weekday: string): string[] | undefined {
  if (!/^[0-6](,[0-6])*$/.test(weekday)) return undefined;
  return weekday.split(',').map((day) => dayNames[Number(day)] ?? '');
}

function timesWords({ second, minute, hour }: CronFields): string | undefined {
  if (!isNumber(second) || !isNumber(minute) || !/^\d+(,\d+)*$/.test(hour)) return undefined;
  return listWords(hour.split(',').map((each) => clockWords(Number(each), Number(minute), Number(second))));
}

function clockWords(hour: number, minute = 0, second = 0): string {
  return `${two(hour)}:${two(minute)}${second === 0 ? '' : `:${two(second)}`}`;
}

function listWords(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function every(count: number, unit: string): string {
  return count === 1 ? `every ${unit}` : `every ${count} ${unit}s`;
}

/** The n of `*` followed by `/n`; one for a star. */
function stepOf(field: string): number | undefined {
  if (field === '*') return 1;
  const [, step] = /^\*\/(\d+)$/.exec(field) ?? [];
  return step === undefined ? undefined : Number(step);
}

function rangeOf(field: string): [number, number] | undefined {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(field) ?? [];
  return from === undefined || to === undefined ? undefined : [Number(from), Number(to)];
}

function isNumber(field: string): boolean {
  return /^\d+$/.test(field);
}

function ordinal(number: number): string {
  const ending = number > 10 && number < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
