import { amountText, limitText, type SpendingLimit } from '../../../contract/spending.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { t } from '../../../words/words.ts';

interface LimitBarProps {
  limit: SpendingLimit;
  /** Percent. */
  warnAt: number;
}

/** How much of a limit is used. */
export function LimitBar({ limit, warnAt }: LimitBarProps) {
  const { used, atMost, resetsAt } = limit;
  const percent = Math.floor((used / atMost) * 100);
  const tone = percent >= 100 ? 'danger' : percent >= warnAt ? 'warning' : 'accent';
  const said = `${amountText(limit, used)} of ${limitText(limit)}`;
  return (
    <div className="space-y-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm tabular-nums">
        <span>{said}</span>
        <span className="text-xs text-muted">
          {percent} %{resetsAt !== undefined && `, anew on ${dayText(resetsAt)}`}
        </span>
      </div>
      <ProgressBar
        label={t('Used of {{limit}}', { limit: limitText(limit) })}
        value={Math.min(used, atMost)}
        max={atMost}
        valueText={said}
        tone={tone}
      />
    </div>
  );
}

function dayText(at: number): string {
  return new Date(at).toLocaleDateString(undefined, { month: 'short', day: 'numeric' });
}
