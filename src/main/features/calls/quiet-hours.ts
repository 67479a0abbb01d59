import type { CallSettings } from '../../../contract/calls.ts';
import { wallTime } from '../../../contract/time/zoned-time.ts';

/** Whether the clocks of the zone stand between the two times; hours that end before they begin go over midnight. */
export function isQuiet(
  { hasQuietHours, quietFrom, quietTo }: Pick<CallSettings, 'hasQuietHours' | 'quietFrom' | 'quietTo'>,
  at: number,
  zone: string,
): boolean {
  if (!hasQuietHours || quietFrom === quietTo) return false;
  const { hour, minute } = wallTime(at, zone);
  const now = hour * 60 + minute;
  const [from, to] = [minutesOf(quietFrom), minutesOf(quietTo)];
  return from < to ? now >= from && now < to : now >= from || now < to;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
