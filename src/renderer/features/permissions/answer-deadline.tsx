import { useNow } from '../../app/use-now.ts';
import { exactTimeText } from '../../ui/time-text.ts';
import { countdownText } from './countdown-text.ts';

/** When the answer will be no by itself; it counts down. */
export function AnswerDeadline({ expiresAt }: { expiresAt: number | undefined }) {
  const now = useNow(1000, expiresAt !== undefined);
  if (expiresAt === undefined) return <span>Nothing happens until you answer</span>;
  return (
    <time dateTime={new Date(expiresAt).toISOString()} title={exactTimeText(expiresAt)} className="tabular-nums">
      Denied in {countdownText(expiresAt - now)} without an answer
    </time>
  );
}
