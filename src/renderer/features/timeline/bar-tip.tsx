import type { TimelineTask } from '../../../contract/timeline.ts';
import { classNames } from '../../ui/class-names.ts';
import { spanText } from './axis.ts';
import { type Bar, barNames, phaseText } from './bars.ts';
import { clockText } from '../../ui/time-text.ts';
import { t } from '../../../words/words.ts';

export type Tip = { x: number; y: number; bar: Bar; task: TimelineTask; title: string };

/** What the bar under the pointer means, with its exact times. */
export function BarTip({ tip: { x, y, bar, task, title }, zero }: { tip: Tip; zero: number }) {
  const { phase } = bar;
  const isRight = x > window.innerWidth - 300;
  const isLow = y > window.innerHeight - 160;
  const attempt = phase?.attempt ?? task.attempt;
  const what = phase ? phaseText(phase) : barNames()[bar.kind];
  return (
    <div
      aria-hidden
      className={classNames(
        'pointer-events-none fixed z-50 w-max max-w-72 animate-fade-in rounded-lg bg-raised px-3 py-2 text-xs shadow-overlay',
        isRight ? '-translate-x-full' : '',
        isLow ? '-translate-y-full' : '',
      )}
      style={{ left: x + (isRight ? -10 : 12), top: y + (isLow ? -8 : 14) }}
    >
      <p className="font-medium break-words">{title}</p>
      <p className="text-muted">{attempt > 1 ? t('{{what}}, attempt {{attempt}}', { what, attempt }) : what}</p>
      <dl className="mt-1 grid grid-cols-[auto_auto] gap-x-3 tabular-nums">
        <dt className="text-muted">{t('From')}</dt>
        <dd>
          {clockText(bar.from, 'ms')} <span className="text-muted">+{spanText(Math.max(0, bar.from - zero))}</span>
        </dd>
        <dt className="text-muted">{t('To')}</dt>
        <dd>{bar.isOpen ? t('still going on') : clockText(bar.to, 'ms')}</dd>
        <dt className="text-muted">{t('Took')}</dt>
        <dd>{spanText(bar.to - bar.from)}</dd>
      </dl>
      {(phase?.text ?? (bar.kind === 'failed' ? task.error?.message : undefined)) && (
        <p className="mt-1 line-clamp-4 break-words">{phase?.text ?? task.error?.message}</p>
      )}
    </div>
  );
}
