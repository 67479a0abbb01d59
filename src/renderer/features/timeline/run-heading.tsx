import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { StepIcon } from '../../ui/step-icon.tsx';
import { t } from '../../../words/words.ts';

/** Between the events of different runs: whose the next ones are. */
export function RunHeading({ runId }: { runId: string }) {
  const { runs } = useHeron();
  const summary = useStore(runs.state, ({ summaries }) => summaries[runId]);
  return (
    <div className="flex h-9 items-center gap-2 border-t bg-sunken/60 px-4 text-xs text-muted">
      {summary && <StepIcon state={summary.status} size={14} />}
      <button
        type="button"
        data-row
        onClick={() => navigate({ screen: 'timeline', runId })}
        className="min-w-0 truncate rounded-sm font-medium select-none hover:text-accent"
      >
        {summary?.title ?? t('Run {{runId}}', { runId })}
      </button>
    </div>
  );
}
