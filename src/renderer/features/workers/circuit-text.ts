import type { Circuit } from '../../../contract/circuits.ts';
import { wholeDurationText } from '../../ui/time-text.ts';

/** Why something is left alone, and what happens with the next call. */
export function circuitText(
  { state, calls, faults, triesAt }: Circuit,
  what: 'calls' | 'requests',
  now: number,
): string {
  const why = `${faults} of its last ${calls} ${what} failed.`;
  const one = what.slice(0, -1);
  const left = (triesAt ?? now) - now;
  if (state === 'half-open' || left <= 0)
    return `${why} The next ${one} is tried; if it succeeds, all go through again.`;
  const seconds = Math.ceil(left / 1000) * 1000;
  return `${why} For ${wholeDurationText(seconds)} more they fail at once; then one is tried.`;
}
