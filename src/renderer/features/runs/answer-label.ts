import { t } from '../../../words/words.ts';
/** Answers that Heron itself offers; all others are a plan's or a worker's words, and stand as they are. */
const own = (): Readonly<Record<string, string>> => ({
  approve: t('Approve'),
  reject: t('Reject'),
  retry: t('Retry'),
  skip: t('Skip'),
  abort: t('Abort'),
});

export function answerLabel(choice: string): string {
  return Object.hasOwn(own(), choice) ? (own()[choice] ?? choice) : choice;
}
