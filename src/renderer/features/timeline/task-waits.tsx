import type { Phase } from '../../../contract/timeline.ts';
import { DetailHeading } from '../../app/detail-heading.tsx';
import { exactTimeText } from '../../ui/time-text.ts';
import { spanText } from './axis.ts';
import { phaseText } from './bars.ts';
import { t } from '../../../words/words.ts';

/** Why a step did not run all the time. */
export function TaskWaits({ phases }: { phases: Phase[] }) {
  const waits = phases.filter(({ kind }) => kind !== 'attempt');
  if (waits.length === 0) return null;
  return (
    <section aria-label={t('Why it waited')} className="space-y-1.5">
      <DetailHeading>{t('Why it waited')}</DetailHeading>
      <ul className="space-y-1 text-sm">
        {waits.map((phase) => (
          <li
            key={`${phase.kind}-${phase.from}`}
            className="flex gap-3"
            title={t('From {{from}}', { from: exactTimeText(phase.from) })}
          >
            <span className="w-20 shrink-0 text-right text-muted tabular-nums">
              {phase.to === undefined ? 'still' : spanText(phase.to - phase.from)}
            </span>
            <span className="min-w-0 break-words">
              {phaseText(phase)}
              {phase.text && <span className="text-muted">: {phase.text}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
