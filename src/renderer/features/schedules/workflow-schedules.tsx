import { Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Schedule } from '../../../contract/schedules.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AlarmNotices } from './alarm-notices.tsx';
import { momentText } from './schedule-words.ts';
import { ScheduleDialog } from './schedule-dialog.tsx';
import { ScheduleMenu } from './schedule-menu.tsx';
import { type ScheduleActions, useScheduleActions } from './use-schedule-actions.ts';
import { useSchedules } from './use-schedules.ts';
import { t } from '../../../words/words.ts';

/** What starts a workflow by itself: made, changed and paused beside it. */
export function WorkflowSchedules({ workflowId }: { workflowId: string }) {
  const { engine } = useHeron();
  const { data, failure, reload } = useSchedules();
  const actions = useScheduleActions(engine.client);
  const [isAdding, setIsAdding] = useState(false);
  const [edited, setEdited] = useState<Schedule>();
  const own = data?.filter(({ work, of }) => !of && work.kind === 'workflow' && work.workflowId === workflowId);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <h2 className="px-4 pt-4 pr-12 pb-1 text-sm font-semibold">{t('Runs by itself')}</h2>
      <div
        tabIndex={0}
        role="group"
        aria-label={t('What starts it')}
        className="min-h-0 flex-1 space-y-3 overflow-y-auto px-4 pb-4 focus-visible:-outline-offset-2"
      >
        {failure && !data ? (
          <ErrorState title={t('Could not load the schedules')} text={failure.message} onRetry={() => void reload()} />
        ) : !own ? (
          <Skeleton lines={3} label={t('Loading the schedules')} />
        ) : (
          <>
            <p className="text-xs text-muted">
              {own.length === 0
                ? t('No schedule of its own starts it. What stands on the canvas does so as well.')
                : t('It runs as it was published last, or as it stands if it never was.')}
            </p>
            {own.map((schedule) => (
              <OneSchedule key={schedule.id} {...{ schedule, actions }} onEdit={() => setEdited(schedule)} />
            ))}
            <Button size="sm" icon={Plus} onClick={() => setIsAdding(true)}>
              {t('Add a schedule')}
            </Button>
          </>
        )}
      </div>
      <ScheduleDialog isOpen={isAdding} workflowId={workflowId} onClose={() => setIsAdding(false)} />
      <ScheduleDialog
        isOpen={edited !== undefined}
        schedule={edited}
        workflowId={workflowId}
        onClose={() => setEdited(undefined)}
      />
    </div>
  );
}

interface OneScheduleProps {
  schedule: Schedule;
  actions: ScheduleActions;
  onEdit: () => void;
}

function OneSchedule({ schedule, actions, onEdit }: OneScheduleProps) {
  const { id, words, zone, isPaused, next } = schedule;
  const [first] = next;
  return (
    <article aria-label={words} className="space-y-2 rounded-lg border bg-raised p-3 shadow-raised">
      <div className="flex items-start gap-1">
        <div className="min-w-0 flex-1">
          <h3 className="text-sm wrap-anywhere">{words}</h3>
          <p className="text-xs text-muted">
            {isPaused ? (
              <Badge>{t('Paused')}</Badge>
            ) : first === undefined ? (
              t('When that is, nobody knows')
            ) : (
              momentText(first, zone)
            )}
          </p>
        </div>
        <IconButton label={t('Edit {{words}}', { words })} icon={Pencil} onClick={onEdit} />
        <ScheduleMenu schedule={schedule} actions={actions} />
      </div>
      <AlarmNotices schedule={schedule} actions={actions} />
      <Button size="sm" variant="ghost" onClick={() => navigate({ screen: 'schedules', scheduleId: id })}>
        {t('History')}
      </Button>
    </article>
  );
}
