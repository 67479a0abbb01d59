import { isKnown, refuse, wordIn, wordsIn } from './compose-place.ts';
import { type Fields, fieldsOf } from './service.ts';

/** What a service waits for in another one before it is started: that it runs, is ready, or has done its part. */
export type Condition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

const conditions: readonly string[] = ['service_started', 'service_healthy', 'service_completed_successfully'];

/** By the names of services, in the order of the file. */
export function dependsOn(told: unknown, place: string): Record<string, Condition> {
  if (Array.isArray(told)) {
    return Object.fromEntries(wordsIn(told, place).map((name) => [name, 'service_started']));
  }
  const all = Object.entries(fieldsOf(told)).map(([name, each]): [string, Condition] => {
    const { condition = 'service_started', required = true, restart = false, ...others } = fieldsOf(each);
    const [other] = Object.keys(others);
    if (other !== undefined) refuse(`${place}.${name}.${other}`, 'is not known here');
    if (!conditions.includes(wordIn(condition, `${place}.${name}.condition`)))
      refuse(`${place}.${name}.condition`, `is not known here; expected ${conditions.join(', ')}`);
    if (required !== true) refuse(`${place}.${name}.required`, 'is not known here: every service is needed');
    if (restart !== false) refuse(`${place}.${name}.restart`, 'is not known here');
    return [name, condition as Condition];
  });
  return Object.fromEntries(all);
}

const known = new Set(['test', 'interval', 'timeout', 'retries', 'start_period', 'disable']);

/** As Docker's API takes it: times in nanoseconds. */
export function readHealthcheck(told: unknown, place: string): Fields | undefined {
  if (told === undefined || told === null) return undefined;
  const fields = fieldsOf(told);
  for (const field of Object.keys(fields)) if (!isKnown(field, known)) refuse(`${place}.${field}`, 'is not known here');
  if (fields['disable'] === true) return { Test: ['NONE'] };
  const times = { Interval: 'interval', Timeout: 'timeout', StartPeriod: 'start_period' };
  const given = Object.entries(times).flatMap(([name, field]) =>
    fields[field] === undefined ? [] : [[name, nanosecondsIn(fields[field], `${place}.${field}`)] as const],
  );
  const { test, retries } = fields;
  return {
    ...(test === undefined ? {} : { Test: testIn(test, `${place}.test`) }),
    ...Object.fromEntries(given),
    ...(retries === undefined ? {} : { Retries: countIn(retries, `${place}.retries`) }),
  };
}

function testIn(told: unknown, place: string): string[] {
  if (!Array.isArray(told)) return ['CMD-SHELL', wordIn(told, place)];
  const words = wordsIn(told, place);
  if (['CMD', 'CMD-SHELL', 'NONE'].includes(words[0] ?? '')) return words;
  return refuse(place, 'begins with none of CMD, CMD-SHELL and NONE');
}

const units: Record<string, number> = { us: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };

/** `90s`, `1m30s`, `500ms`. */
function nanosecondsIn(told: unknown, place: string): number {
  const text = wordIn(told, place);
  if (!/^(\d+(us|ms|s|m|h))+$/.test(text)) refuse(place, 'is no time; expected one like 1m30s');
  const parts = text.matchAll(/(\d+)(us|ms|s|m|h)/g);
  return parts.reduce((sum, [, count, unit = 's']) => sum + Number(count) * (units[unit] ?? 0), 0);
}

function countIn(told: unknown, place: string): number {
  const count = Number(wordIn(told, place));
  return Number.isInteger(count) && count >= 0 ? count : refuse(place, 'is no number');
}
