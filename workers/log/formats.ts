import { type Entry, type Level, type LineReader, levelOfSeverity, levelOfWord, timeOf } from './entry.ts';

/** The first of these fields that is there, taken out. */
function take(fields: Record<string, string>, ...names: string[]): string | undefined {
  const name = names.find((each) => fields[each] !== undefined);
  if (name === undefined) return undefined;
  const value = fields[name];
  delete fields[name];
  return value;
}

function entryOf(fields: Record<string, string>): Entry {
  const at = timeOf(take(fields, 'time', 'timestamp', '@timestamp', 'ts', 'date', '__REALTIME_TIMESTAMP'));
  const level = take(fields, 'level', 'lvl', 'severity', 'log.level', 'levelname');
  const priority = take(fields, 'PRIORITY');
  const source = take(
    fields,
    'SYSLOG_IDENTIFIER',
    '_COMM',
    'logger',
    'service',
    'app',
    'host',
    '_HOSTNAME',
    'hostname',
  );
  const message = take(fields, 'msg', 'message', 'MESSAGE', 'event', 'error') ?? '';
  const known = priority === undefined ? levelOf(level) : levelOfSeverity(Number(priority));
  return { at, level: known, source: source ?? null, message, fields };
}

/** In words, or as pino and bunyan count. */
function levelOf(text: string | undefined): Level | null {
  if (text === undefined || !/^\d+$/.test(text)) return levelOfWord(text);
  const number = Number(text);
  if (number < 10) return levelOfSeverity(number);
  return number < 30 ? 'debug' : number < 40 ? 'info' : number < 50 ? 'warning' : number < 60 ? 'error' : 'critical';
}

export const readJson: LineReader = (line) => {
  if (!line.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const texts = Object.entries(value).map(([name, field]) => [
      name,
      typeof field === 'string' ? field : JSON.stringify(field),
    ]);
    return entryOf(Object.fromEntries(texts) as Record<string, string>);
  } catch {
    return undefined;
  }
};

const pair = /([A-Za-z_][\w.@/-]*)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))(?=\s|$)/y;

export const readLogfmt: LineReader = (line) => {
  const fields: Record<string, string> = {};
  let at = 0;
  const text = line.trim();
  while (at < text.length) {
    pair.lastIndex = at;
    const found = pair.exec(text);
    if (!found) return undefined;
    const [whole, name = '', quoted, plain = ''] = found;
    fields[name] = quoted === undefined ? plain : quoted.replaceAll(/\\(.)/g, unescaped);
    at += whole.length;
    while (text.charAt(at) === ' ' || text.charAt(at) === '\t') at += 1;
  }
  return Object.keys(fields).length < 2 ? undefined : entryOf(fields);
};

function unescaped(_whole: string, character: string): string {
  return { n: '\n', t: '\t', r: '\r' }[character] ?? character;
}

/** RFC 5424: `<PRI>1 TIME HOST APP PROC MSGID STRUCTURED MESSAGE`. */
const newSyslog = /^<(\d{1,3})>1 (\S+) (\S+) (\S+) (\S+) (\S+) ([-[][^]*)$/;
/** RFC 3164, with the priority or, as in files, without: `Nov 21 13:03:05 host tag[pid]: message`. */
const oldSyslog =
  /^(?:<(\d{1,3})>)?([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d) (\S+) ([^\s:[]+)(?:\[([^\]]*)\])?: ?([^]*)$/;
/** As rsyslog writes files by default now: the same with a whole time. */
const isoSyslog = /^(\d{4}-\d\d-\d\dT\S+) (\S+) ([^\s:[]+)(?:\[([^\]]*)\])?: ?([^]*)$/;

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `now` gives the year, which the older form leaves out: the last in which the day has been. */
export function syslogReader(now: number): LineReader {
  return (line) => readNewSyslog(line) ?? readOldSyslog(line, now) ?? readIsoSyslog(line);
}

function readNewSyslog(line: string): Entry | undefined {
  const found = newSyslog.exec(line);
  if (!found) return undefined;
  const [, priority, time, host, app, process, id, rest = ''] = found;
  const { fields, message } = structured(rest);
  for (const [name, value] of Object.entries({ app, process, id })) if (value && value !== '-') fields[name] = value;
  const source = host === '-' ? null : (host ?? null);
  return { at: timeOf(time), level: levelOfSeverity(Number(priority) % 8), source, message, fields };
}

function structured(rest: string): { fields: Record<string, string>; message: string } {
  const fields: Record<string, string> = {};
  let at = 0;
  if (rest.startsWith('-')) at = 1;
  const element = /\[(\S+?)((?: [^\s=\]"]+="(?:[^"\\\]]|\\.)*")*)\]/y;
  for (;;) {
    element.lastIndex = at;
    const found = element.exec(rest);
    if (!found) break;
    at += found[0].length;
    for (const [, name = '', value = ''] of (found[2] ?? '').matchAll(/ ([^\s=\]"]+)="((?:[^"\\\]]|\\.)*)"/g)) {
      fields[name] = value.replaceAll(/\\(["\\\]])/g, '$1');
    }
  }
  return { fields, message: rest.slice(at).replace(/^ (\u{FEFF})?/u, '') };
}

function readOldSyslog(line: string, now: number): Entry | undefined {
  const found = oldSyslog.exec(line);
  if (!found) return undefined;
  const [, priority, monthName = '', day = '', time = '', host, app, process, message = ''] = found;
  const month = months.indexOf(monthName);
  if (month === -1) return undefined;
  const year = new Date(now).getUTCFullYear();
  const tomorrow = now + 86_400_000;
  const isAhead = Date.UTC(year, month, Number(day)) > tomorrow;
  const date = `${isAhead ? year - 1 : year}-${String(month + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
  const level = priority === undefined ? null : levelOfSeverity(Number(priority) % 8);
  return { at: `${date}T${time}`, level, source: host ?? null, message, fields: given({ app, process }) };
}

function readIsoSyslog(line: string): Entry | undefined {
  const [, time, host, app, process, message = ''] = isoSyslog.exec(line) ?? [];
  const at = timeOf(time);
  return at === null ? undefined : { at, level: null, source: host ?? null, message, fields: given({ app, process }) };
}

function given(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined),
  );
}

const quoted = String.raw`"((?:[^"\\]|\\.)*)"`;
const accessLine = new RegExp(
  String.raw`^(\S+) (\S+) (\S+) \[(\d\d)/([A-Z][a-z]{2})/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)\] ${quoted} (\d{3}) (\d+|-)(?: ${quoted} ${quoted})?`,
);

/** The common and combined formats of Apache, which nginx writes too. */
export const readAccess: LineReader = (line) => {
  const found = accessLine.exec(line);
  if (!found) return undefined;
  const [
    ,
    client,
    ,
    user,
    day,
    month = '',
    year,
    time,
    hours,
    minutes,
    request = '',
    status = '',
    bytes = '-',
    ...rest
  ] = found;
  const at = `${year}-${String(months.indexOf(month) + 1).padStart(2, '0')}-${day}T${time}${hours}:${minutes}`;
  const [referrer, agent] = rest;
  const [method, path] = request.split(' ');
  const fields = given({ method, path, status, bytes, user, referrer, agent });
  for (const [name, value] of Object.entries(fields)) if (value === '-') delete fields[name];
  const level = status >= '500' ? 'error' : status >= '400' ? 'warning' : 'info';
  return { at: timeOf(at), level, source: client ?? null, message: `${request} ${status}`, fields };
};

const anyLevel = /\b(trace|debug|info|notice|warn(?:ing)?|err(?:or)?|crit(?:ical)?|fatal|panic|emerg|alert)\b/i;
const anyTime = /^\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)\]?/;

/** Whatever it is: a time where the line begins with one, and the first word for a level. */
export const readPlain: LineReader = (line) => {
  const at = timeOf(anyTime.exec(line)?.[1]?.replace(',', '.'));
  return { at, level: levelOfWord(anyLevel.exec(line.slice(0, 200))?.[1]), source: null, message: line, fields: {} };
};

export { entryOf };
