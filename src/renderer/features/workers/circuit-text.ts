import type { Circuit } from '../../../contract/circuits.ts';
import { wholeDurationText } from '../../ui/time-text.ts';
import { t } from '../../../words/words.ts';

/** Why something is left alone, and what happens with the next call. */
export function circuitText(
  { state, calls, faults, triesAt }: Circuit,
  what: 'calls' | 'requests',
  now: number,
): string {
  const isCalls = what === 'calls';
  const why = isCalls
    ? t('{{faults}} of its last {{calls}} calls failed.', { faults, calls })
    : t('{{faults}} of its last {{calls}} requests failed.', { faults, calls });
  const left = (triesAt ?? now) - now;
  if (state === 'half-open' || left <= 0) {
    return isCalls
      ? t('{{why}} The next call is tried; if it succeeds, all go through again.', { why })
      : t('{{why}} The next request is tried; if it succeeds, all go through again.', { why });
  }
  const seconds = Math.ceil(left / 1000) * 1000;
  return t('{{why}} For {{time}} more they fail at once; then one is tried.', {
    why,
    time: wholeDurationText(seconds),
  });
}
