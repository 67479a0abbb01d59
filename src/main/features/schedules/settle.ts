import type { MissedPolicy, OverlapPolicy } from '../../../contract/time/schedule-time.ts';
import type { NewOccurrence } from './occurrence-rows.ts';

/** Times that came, oldest first; `until` of the last one if it stands for more than can be listed. */
export type DueTime = { at: number; until?: number };

/** So late an occurrence is still in time: the machine had other things to do. */
export const inTimeMs = 60_000;

const reasons = {
  next: 'Heron could not start it in time, and the next one was there already',
  once: 'Heron could not start it in time; the last one was made up for',
  skip: 'Heron could not start it in time',
  asking: 'Heron could not start it in time; you are asked',
  paused: 'the schedule was paused',
  changed: 'the schedule was changed before Heron could start it',
  busy: 'the run before was still going on',
  full: 'a hundred wait already',
};

/** What becomes of times that came while the schedule was paused, or before it was changed to another. */
export function settleSkipped(due: readonly DueTime[], because: 'paused' | 'changed'): NewOccurrence[] {
  return due.map((time) => ({ ...time, cause: 'time', status: 'skipped', reason: reasons[because] }));
}

/** What becomes of times that came: those that are in time run, the others as the policy says. */
export function settle(
  due: readonly DueTime[],
  { missed, now }: { missed: MissedPolicy; now: number },
): NewOccurrence[] {
  const isLate = ({ at, until = at }: DueTime): boolean => now - until > inTimeMs;
  const isAnyInTime = due.some((time) => !isLate(time));
  const lastLate = due.findLastIndex(isLate);
  return due.map((time, index): NewOccurrence => {
    if (!isLate(time)) return { ...time, cause: 'time', status: 'waiting' };
    if (missed === 'all') return { ...time, cause: 'late', status: 'waiting' };
    if (missed === 'ask') return { ...time, cause: 'late', status: 'asking', reason: reasons.asking };
    if (missed === 'skip') return { ...time, cause: 'time', status: 'missed', reason: reasons.skip };
    if (isAnyInTime) return { ...time, cause: 'time', status: 'missed', reason: reasons.next };
    if (index < lastLate) return { ...time, cause: 'time', status: 'missed', reason: reasons.once };
    return { ...time, cause: 'late', status: 'waiting' };
  });
}

const mostWaiting = 100;

/**
 * Of those that are to run, what becomes of them while another is at it: `isBusy`, and these wait already. With the policy
 * `all`, those that are made up for wait for each other, whatever is done with overlaps; what a poll found is in no other.
 */
export function placeInLine(
  occurrences: readonly NewOccurrence[],
  line: { isBusy: boolean; waiting: readonly number[]; overlap: OverlapPolicy; missed: MissedPolicy },
): NewOccurrence[] {
  const waiting = [...line.waiting];
  let isBusy = line.isBusy || waiting.length > 0;
  return occurrences.map((occurrence) => {
    if (occurrence.status !== 'waiting') return occurrence;
    const overlap = isOfItsOwn(occurrence, line) ? 'queue' : line.overlap;
    const placed = isBusy ? placeBehind(occurrence, waiting, overlap) : occurrence;
    if (placed.status === 'waiting') {
      // The first one is no longer waiting as soon as it is started.
      if (isBusy) waiting.push(occurrence.at);
      isBusy = true;
    }
    return placed;
  });
}

/** One that cannot be made good by the run of another. */
function isOfItsOwn(
  { cause }: NewOccurrence,
  { overlap, missed }: { overlap: OverlapPolicy; missed: MissedPolicy },
): boolean {
  return (cause === 'late' && missed === 'all') || (cause === 'poll' && overlap === 'merge');
}

function placeBehind(occurrence: NewOccurrence, waiting: readonly number[], overlap: OverlapPolicy): NewOccurrence {
  if (overlap === 'skip') return { ...occurrence, status: 'skipped', reason: reasons.busy };
  const [first] = waiting;
  if (overlap === 'merge' && first !== undefined) {
    return { ...occurrence, status: 'merged', reason: reasons.busy, mergedInto: first };
  }
  if (waiting.length >= mostWaiting) return { ...occurrence, status: 'skipped', reason: reasons.full };
  return occurrence;
}
