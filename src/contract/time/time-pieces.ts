import type { Clock, TimePieces } from '../build-time.ts';
import { readHotKeys, SaidPhrase } from '../hot-keys.ts';
import { startingEvents } from './schedule-time.ts';
import { dayNames, monthNames, nthNames, units } from './time-words.ts';
import { isZone } from './zoned-time.ts';

/** Reads one piece of a time from a place on; each kind stands in a time once. */
export type ReadPiece = (text: string, from: number, before: TimePieces) => { pieces: TimePieces; end: number }[];

type Found = (match: string[]) => TimePieces | undefined;

const clock = String.raw`(?:\d{1,2}(?::\d{2}){0,2}(?:\s?[ap]\.?m\b\.?)?|noon|midday|midnight)`;
const day = String.raw`(?:sun(?:day)?|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?)s?`;
const days = String.raw`${day}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+)${day})*`;
const unit = '(second|sec|minute|min|hour|day|week)s?';
const month = `(${monthNames.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)})?`).join('|')})`;
const nth = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;
const path = String.raw`("[^"]+"|'[^']+'|[^\s,"']+)`;
const everyMonth = '(?:every|each|the) month';

export const pieceReaders: ReadPiece[] = [
  ...daysReaders(),
  ...repeatReaders(),
  ...onceReaders(),
  ...outsideReaders(),
  piece('times', `at (${clock}(?:(?:\\s*,\\s*(?:and )?| and (?:at )?)${clock})*)`, ([list = '']) => timesOf(list)),
  piece('times', `((?:\\d{1,2}(?::\\d{2}){1,2}(?: ?[ap]\\.?m\\b\\.?)?|\\d{1,2} ?[ap]\\.?m\\b\\.?))`, ([list = '']) =>
    timesOf(list),
  ),
  piece('zone', String.raw`in ([a-z]+(?:/[a-z_+-]+\d*){1,2}|utc)`, ([zone = '']) =>
    isZone(zone) ? { zone: zone.toLowerCase() === 'utc' ? 'UTC' : zone } : undefined,
  ),
];

function piece(name: keyof TimePieces, pattern: string, found: Found): ReadPiece {
  const expression = new RegExp(`(?:${pattern.replaceAll(' ', String.raw`\s+`)})(?=$|[\\s,.;:!?])`, 'iy');
  return (text, from, before) => {
    if (before[name] !== undefined) return [];
    expression.lastIndex = from;
    const match = expression.exec(text);
    const pieces = match && found(match.slice(1));
    return match && pieces ? [{ pieces: { ...before, ...pieces }, end: from + match[0].length }] : [];
  };
}

function daysReaders(): ReadPiece[] {
  return [
    piece('days', '(?:every|each) (?:weekday|workday|working day)|(?:on )?(?:weekdays|workdays|working days)', () => ({
      days: { weekday: '1-5' },
    })),
    piece('days', '(?:every|each) weekend|(?:on )?weekends', () => ({ days: { weekday: '0,6' } })),
    piece('days', '(?:every|each) day|daily|once a day', () => ({ days: {} })),
    piece('days', '(?:every|each) (morning|noon|afternoon|evening|night|midnight)', ([part = '']) => ({
      days: { usual: { hour: partsOfDay[part.toLowerCase()] ?? 0, minute: 0, second: 0 } },
    })),
    piece('days', `(?:weekly|(?:every|each|once a) week)(?: on)? (${days})`, ([list = '']) => weekdays(list)),
    piece('days', `(?:every|each) (${days})`, ([list = '']) => weekdays(list)),
    piece('days', `(?:on )?(${day}(?:(?:\\s*,\\s*(?:and )?| and )${day})+)`, ([list = '']) => weekdays(list)),
    piece('days', `(?:on )?(${day.slice(0, -2)}s)`, ([list = '']) => weekdays(list)),
    piece('days', `on the (${nthNames.join('|')}|last) (${day}) of ${everyMonth}`, ([which = '', name = '']) => {
      const number = nthNames.indexOf(which.toLowerCase()) + 1;
      return { days: { weekday: `${weekdayOf(name)}#${number === 0 ? 'L' : number}` } };
    }),
    piece('days', `on the last day of ${everyMonth}|(?:monthly|every month) on the last day`, () => ({
      days: { date: 'L' },
    })),
    piece('days', `on the ${nth} of ${everyMonth}`, ([date = '']) => dateOf(date)),
    piece('days', `(?:monthly|(?:every|each) month)(?: on)?(?: the)? ${nth}`, ([date = '']) => dateOf(date)),
    piece('days', 'monthly|(?:every|each) month', () => ({ days: { date: '1' } })),
    piece('days', `(?:yearly|(?:every|each|once a) year) on ${month} (?:the )?${nth}`, ([name = '', date = '']) =>
      dateOf(date, name),
    ),
    piece(
      'days',
      `(?:yearly|(?:every|each|once a) year) on (?:the )?${nth} (?:of )?${month}`,
      ([date = '', name = '']) => dateOf(date, name),
    ),
  ];
}

function repeatReaders(): ReadPiece[] {
  return [
    piece('repeat', `(?:every|each) (\\d{1,5}|other) ${unit}`, ([count = '', name = '']) =>
      repeat(count === 'other' ? 2 : Number(count), name),
    ),
    piece('repeat', `(?:every|each) ${unit}`, ([name = '']) => repeat(1, name)),
    piece('repeat', 'hourly', () => repeat(1, 'hour')),
    piece('repeat', '(?:every|each) half(?: an)? hour', () => repeat(30, 'minute')),
    piece('repeat', '(?:every|each) quarter(?: of an)? hour', () => repeat(15, 'minute')),
    piece('past', String.raw`at :(\d{2})`, ([minute = '']) =>
      Number(minute) < 60 ? { past: Number(minute) } : undefined,
    ),
    piece('between', `(?:between|from) (${clock}) (?:and|to|until) (${clock})`, ([first = '', last = '']) => {
      const [from, to] = [clockOf(first), clockOf(last)];
      return from && to && isHour(from) && isHour(to) && from.hour < to.hour
        ? { between: [from.hour, to.hour] }
        : undefined;
    }),
  ];
}

function onceReaders(): ReadPiece[] {
  return [
    piece('after', `in (\\d{1,5}|an?|half an?) ${unit}`, ([count = '', name = '']) => {
      const factor = /^half/i.test(count) ? 0.5 : Number(count) || 1;
      const size = sizeOf(name);
      return { after: factor * size };
    }),
    piece('on', 'today|tonight', () => ({ on: { inDays: 0 } })),
    piece('on', 'tomorrow', () => ({ on: { inDays: 1 } })),
    piece('on', String.raw`on (\d{4})-(\d{2})-(\d{2})`, ([year = '', monthText = '', date = '']) => {
      const moment = new Date(Date.UTC(Number(year), Number(monthText) - 1, Number(date)));
      const isDate = moment.toISOString().startsWith(`${year}-${monthText}-${date}`);
      return isDate ? { on: { year: Number(year), month: Number(monthText), day: Number(date) } } : undefined;
    }),
    piece('on', `on (${day.slice(0, -2)})`, ([name = '']) => ({ on: { weekday: weekdayOf(name) } })),
  ];
}

function outsideReaders(): ReadPiece[] {
  const when = '(?:when|whenever)';
  const change = '(?:changes|change|is changed|are changed)';
  const file = '(?:a file|any file|files|something|anything)';
  return [
    piece('said', `${when} (?:i say|somebody says) ("[^"\n]+"|“[^”\n]+”|'[^'\n]+')`, ([words = '']) => {
      const phrase = SaidPhrase.safeParse(words.slice(1, -1).trim()).data;
      return phrase === undefined ? undefined : { said: phrase };
    }),
    piece('keys', String.raw`${when} i press (\w+(?:\+\w+)+)`, ([text = '']) => {
      const keys = readHotKeys(text);
      return keys === undefined ? undefined : { keys };
    }),
    piece('start', `${when} heron (?:starts|is started)|each time heron starts`, () => ({ start: true })),
    piece('files', `${when} ${file} ${change} in (?:the folder )?${path}`, ([folder = '']) => ({
      files: { folder: unquoted(folder), globs: [] },
    })),
    piece('files', `${when} ${file} in (?:the folder )?${path} ${change}`, ([folder = '']) => ({
      files: { folder: unquoted(folder), globs: [] },
    })),
    piece(
      'files',
      `${when} (?:a )?([^\\s"']*[*?][^\\s"']*(?: or [^\\s"']+)*)(?: files?)? ${change} in (?:the folder )?${path}`,
      ([globs = '', folder = '']) => ({ files: { folder: unquoted(folder), globs: globs.split(/\s+or\s+/) } }),
    ),
    ...Object.entries(startingEvents).map(([event, words]) => piece('event', `${when} ${words}`, () => ({ event }))),
  ];
}

const partsOfDay: Record<string, number> = {
  ...{ morning: 8, noon: 12, afternoon: 15, evening: 18, night: 22, midnight: 0 },
};

function timesOf(list: string): TimePieces | undefined {
  const times = list.split(/\s*,\s*(?:and\s+)?|\s+and\s+(?:at\s+)?/i).map(clockOf);
  return times.every((time) => time !== undefined) ? { times } : undefined;
}

function clockOf(text: string): Clock | undefined {
  const word = text.toLowerCase().replaceAll(/[\s.]/g, '');
  if (word === 'noon' || word === 'midday') return { hour: 12, minute: 0, second: 0 };
  if (word === 'midnight') return { hour: 0, minute: 0, second: 0 };
  const [, hours = '', minutes = '0', seconds = '0', half] = /^(\d+)(?::(\d+))?(?::(\d+))?([ap]m)?$/.exec(word) ?? [];
  if (hours === '') return undefined;
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)];
  if (minute > 59 || second > 59) return undefined;
  if (half === undefined) {
    const isBare = /^\d+$/.test(word);
    return hour < 24 ? { hour, minute, second, ...(isBare ? { isBare } : {}) } : undefined;
  }
  if (hour < 1 || hour > 12) return undefined;
  return { hour: (hour % 12) + (half === 'pm' ? 12 : 0), minute, second };
}

function isHour({ minute, second }: Clock): boolean {
  return minute === 0 && second === 0;
}

function weekdays(list: string): TimePieces {
  const numbers = list.split(/\s*,\s*(?:and\s+)?|\s+and\s+/i).map(weekdayOf);
  return { days: { weekday: [...new Set(numbers)].toSorted((a, b) => a - b).join(',') } };
}

function weekdayOf(name: string): number {
  return dayNames.findIndex((each) => each.slice(0, 3).toLowerCase() === name.slice(0, 3).toLowerCase());
}

function dateOf(text: string, name?: string): TimePieces | undefined {
  const date = Number(text);
  if (date < 1 || date > 31) return undefined;
  if (name === undefined) return { days: { date: String(date) } };
  const number = monthNames.findIndex((each) => each.slice(0, 3).toLowerCase() === name.slice(0, 3).toLowerCase()) + 1;
  return { days: { date: String(date), month: String(number) } };
}

function repeat(count: number, name: string): TimePieces | undefined {
  return count < 1 ? undefined : { repeat: { count, ms: count * sizeOf(name) } };
}

function sizeOf(name: string): number {
  return units.find(([each]) => each.startsWith(name.toLowerCase().slice(0, 3)))?.[1] ?? 0;
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
}
