import { languageTag, plural, t } from '../../words/words.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** "just now", "5 min ago", "in 2 h", "3 days ago", then the date. Times are milliseconds since 1970. */
export function relativeTimeText(at: number, now: number): string {
  const distance = Math.abs(now - at);
  if (distance < 45 * second) return at > now + second ? t('in a moment') : t('just now');
  if (distance >= 7 * day) return dateText(at, now);
  const amount = amountText(distance);
  return at > now ? t('in {{amount}}', { amount }) : t('{{amount}} ago', { amount });
}

function amountText(distance: number): string {
  if (distance < hour) return t('{{count}} min', { count: Math.max(1, Math.round(distance / minute)) });
  if (distance < day) return t('{{count}} h', { count: Math.round(distance / hour) });
  const days = Math.round(distance / day);
  return plural(days, { one: '1 day', other: '{{count}} days' });
}

function dateText(at: number, now: number): string {
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Date(at).toLocaleDateString(languageTag(), {
    day: 'numeric',
    month: 'short',
    year: isThisYear ? undefined : 'numeric',
  });
}

let exact: { tag: string; format: Intl.DateTimeFormat } | undefined;

/** To the second, in the person's own zone. A list asks for it at every row, and a format costs more to make than to use. */
export function exactTimeText(at: number): string {
  const tag = languageTag();
  if (exact?.tag !== tag)
    exact = { tag, format: new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'medium' }) };
  return exact.format.format(at);
}

/** "14:03:09", or "14:03:09.250": the same on every screen, so that one can be found on another. */
export function clockText(at: number, precision: 's' | 'ms' = 's'): string {
  const date = new Date(at);
  const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => padded(part, 2)).join(':');
  return precision === 's' ? parts : `${parts}.${padded(date.getMilliseconds(), 3)}`;
}

/** "320 ms", "4.2 s", "3 min 12 s", "2 h 5 min". */
export function durationText(ms: number): string {
  if (ms < second) return `${Math.round(ms)} ms`;
  // 59.96 s would read "60.0 s".
  if (ms < minute - 50) return `${(ms / second).toFixed(1)} s`;
  if (ms < hour - second / 2) {
    const seconds = Math.round(ms / second);
    return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  }
  const minutes = Math.round(ms / minute);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A length somebody chose, so without parts that are nothing: "10 s", "1 min", "2 h". */
export function wholeDurationText(ms: number): string {
  return durationText(ms)
    .replace('.0 s', ' s')
    .replace(/(?<=[a-z]) 0 (?:s|min)$/, '');
}
