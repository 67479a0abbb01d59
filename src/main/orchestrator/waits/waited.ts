import type { Waited } from '../../../contract/plan-events.ts';
import type { Place } from '../frame.ts';

/** What is shorter nobody would ask about, and most steps stand in no line at all. */
const noticeableMs = 20;

/** Notes what an attempt that is about to start has stood in line for. */
export function noteWait(place: Place, what: Omit<Waited, 'since' | 'ms'>, since: number): void {
  const ms = place.execution.clock() - since;
  if (ms >= noticeableMs) place.waited.push({ ...what, since, ms });
}

/** What was noted, once. */
export function takeWaited({ waited }: Place): { waited?: Waited[] } {
  return waited.length > 0 ? { waited: waited.splice(0) } : {};
}
