import { useNow } from '../../app/use-now.ts';
import { exactTimeText } from '../../ui/time-text.ts';
import { countdownText } from './countdown-text.ts';
import { t } from '../../../words/words.ts';

/** When the answer will be no by itself; it counts down. */
export function AnswerDeadline({ expiresAt }: { expiresAt: number | undefined }) {
  const now = useNow(1000, expiresAt !== undefined);
  if (expiresAt === undefined) return <span>{t('Nothing happens until you answer')}</span>;
  return (
    <time dateTime={new Date(expiresAt).toISOString()} title={exactTimeText(expiresAt)} className="tabular-nums">
      {t('Denied in {{countdown}} without an answer', { countdown: countdownText(expiresAt - now) })}
    </time>
  );
}
