import { navigate } from '../../../app/use-route.ts';
import { Button } from '../../../ui/button.tsx';
import { useBuilderParts } from '../builder-context.ts';
import { momentText, occurrenceText } from '../../schedules/schedule-words.ts';
import { t } from '../../../../words/words.ts';

/** When it starts the workflow next, and what became of the last time. */
export function TriggerHistory({ trigger }: { trigger: string }) {
  const { starts } = useBuilderParts();
  const schedule = starts.schedule(trigger);
  if (!schedule) return <p className="text-sm text-muted">{t('It starts once the workflow is published.')}</p>;
  const { id, last, next, zone } = schedule;
  return (
    <div className="space-y-1 text-xs text-muted">
      {next[0] !== undefined && <p>{t('Next {{moment}}', { moment: momentText(next[0], zone) })}</p>}
      <p>
        {last
          ? t('Last {{at}} · {{last}}', { at: momentText(last.at), last: occurrenceText(last) })
          : t('It has started nothing yet.')}
      </p>
      <Button size="sm" variant="ghost" onClick={() => navigate({ screen: 'schedules', scheduleId: id })}>
        {t('History')}
      </Button>
    </div>
  );
}
