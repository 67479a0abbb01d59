import { History } from 'lucide-react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StepIcon } from '../../ui/step-icon.tsx';
import { useBuilderState } from './builder-context.ts';
import { t } from '../../../words/words.ts';

/** What a step gave when it was last done, in whichever run. */
export function LastOutputView({ place }: { place: string }) {
  const last = useBuilderState(({ outputs }) => (place.includes('/') ? undefined : outputs[place]));
  if (!last) {
    return (
      <EmptyState
        icon={History}
        title={t('Nothing yet')}
        text={
          place.includes('/')
            ? t('What steps inside others gave stands on the timeline.')
            : t('Run the workflow, or up to this step, and what it gives stands here.')
        }
      />
    );
  }
  return (
    <div className="space-y-3">
      <p className="flex items-center gap-2 text-xs text-muted">
        <StepIcon state={last.status} hasLabel />
        <RelativeTime at={last.at} />
      </p>
      {last.output === undefined ? (
        <p className="text-sm text-muted">
          {last.status === 'completed'
            ? t('It is too large to be shown here; the timeline has it.')
            : t('It gave nothing.')}
        </p>
      ) : (
        <JsonView value={last.output} label={t('Last output')} openLevels={2} />
      )}
    </div>
  );
}
