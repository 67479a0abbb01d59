/** What a clock on the wall shows. Months count from 1. */
export type WallTime = { year: number; month: number; day: number; hour: number; minute: number; second: number };

const formats = new Map<string, Intl.DateTimeFormat>();

/** Throws a RangeError for what is no time zone. */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
    formats.set(zone, format);
  }
  return format;
}

export function isZone(zone: string): boolean {
  try {
    return formatOf(zone) !== undefined;
  } catch {
    return false;
  }
}

/** What the clocks of a time zone show at a moment. */
export function wallTime(at: number, zone: string): WallTime {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return { year, month, day, hour, minute, second };
}

/**
 * When the clocks of a time zone show this. What they show twice is the first of both; what they skip is as long after
 * the jump as it stands behind its beginning.
 */
export function momentOf(wall: WallTime, zone: string): number {
  const asUtc = utcOf(wall);
  const before = asUtc - offsetAt(asUtc - dayMs, zone);
  const after = asUtc - offsetAt(asUtc + dayMs, zone);
  const found = [Math.min(before, after), Math.max(before, after)].find((at) => utcOf(wallTime(at, zone)) === asUtc);
  return found ?? before;
}

const dayMs = 86_400_000;

function utcOf({ year, month, day, hour, minute, second }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function offsetAt(at: number, zone: string): number {
  const whole = Math.floor(at / 1000) * 1000;
  return utcOf(wallTime(whole, zone)) - whole;
}
