import { wholeDurationText } from '../../ui/time-text.ts';
import { plural, t } from '../../../words/words.ts';

const day = 86_400_000;

/** "5 min", "7 days"; 0 is no end. */
export function answerTimeText(ms: number): string {
  if (ms === 0) return t('Never, until it is answered');
  return ms % day === 0 ? plural(ms / day, { one: '1 day', other: '{{count}} days' }) : wholeDurationText(ms);
}
