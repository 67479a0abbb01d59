import { dayNames, durationWords, monthNames, timeWords } from '../../../contract/time/time-words.ts';
import type { ScheduleTime } from '../../../contract/time/schedule-time.ts';
import { wallTime } from '../../../contract/time/zoned-time.ts';

const dayMs = 86_400_000;

/** When that is, as it is said aloud: "at 17:00", "tomorrow at 09:00", "on Monday at 08:00", "every day at 09:00". */
export function whenWords(time: ScheduleTime, now: number, zone: string): string {
  return time.kind === 'once' ? momentWords(time.at, now, zone) : timeWords(time, zone);
}

function momentWords(at: number, now: number, zone: string): string {
  const { year, month, day, hour, minute, second } = wallTime(at, zone);
  const two = (number: number): string => String(number).padStart(2, '0');
  const clock = `at ${two(hour)}:${two(minute)}${second === 0 ? '' : `:${two(second)}`}`;
  const today = wallTime(now, zone);
  const days = Math.round((Date.UTC(year, month - 1, day) - Date.UTC(today.year, today.month - 1, today.day)) / dayMs);
  if (days === 0) return clock;
  if (days === 1) return `tomorrow ${clock}`;
  if (days > 1 && days < 7) return `on ${dayNames[new Date(Date.UTC(year, month - 1, day)).getUTCDay()]} ${clock}`;
  return `on ${day} ${monthNames[month - 1]}${year === today.year ? '' : ` ${year}`} ${clock}`;
}

/** How long there still is, in whole minutes or, below two, in seconds. */
export function leftWords(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 120) return counted(durationWords(seconds * 1000));
  const minutes = Math.round(seconds / 60);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const parts = [...(hours > 0 ? [unit(hours, 'hour')] : []), ...(rest > 0 ? [unit(rest, 'minute')] : [])];
  return parts.join(' and ');
}

function unit(count: number, name: string): string {
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

/** `durationWords` leaves a one out. */
export function counted(words: string): string {
  return /^\d/.test(words) ? words : `1 ${words}`;
}
