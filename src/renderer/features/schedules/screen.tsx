import { CalendarClock, Pencil, Play, Plus, Workflow } from 'lucide-react';
import { useState } from 'react';
import type { Schedule } from '../../../contract/schedules.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useWantedDialog } from '../../app/wanted-dialog.ts';
import { Button } from '../../ui/button.tsx';
import { DetailSplit } from '../../ui/detail-split.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { WebhookSection } from '../webhooks/webhook-section.tsx';
import { ScheduleDetail } from './schedule-detail.tsx';
import { ScheduleDialog } from './schedule-dialog.tsx';
import { ScheduleList } from './schedule-list.tsx';
import { ScheduleMenu } from './schedule-menu.tsx';
import { useScheduleActions } from './use-schedule-actions.ts';
import { useSchedules } from './use-schedules.ts';
import { plural, t } from '../../../words/words.ts';

/** What starts by itself: when, and what became of it. */
export function SchedulesScreen({ scheduleId }: { scheduleId: string | undefined }) {
  const { data, failure, reload } = useSchedules();
  const [isAdding, setIsAdding] = useWantedDialog('new-schedule');
  const [edited, setEdited] = useState<Schedule>();
  const selected = data?.find(({ id }) => id === scheduleId);
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setIsAdding(true)}>
      {t('New schedule')}
    </Button>
  );
  return (
    <>
      <div className={selected && 'max-lg:hidden'}>
        <PageHeader title={t('Schedules')} text={data && summaryOf(data)} actions={add} />
      </div>
      <DetailSplit
        detailTitle={selected?.title ?? ''}
        detail={selected && <ScheduleDetail key={selected.id} schedule={selected} />}
        detailActions={selected && <DetailActions schedule={selected} onEdit={() => setEdited(selected)} />}
        onClose={() => navigate({ screen: 'schedules' })}
      >
        <div
          tabIndex={0}
          role="group"
          aria-label={t('All schedules')}
          className="flex min-h-0 flex-1 flex-col overflow-y-auto focus-visible:-outline-offset-2"
        >
          {failure && !data ? (
            <ErrorState
              title={t('Could not load the schedules')}
              text={failure.message}
              onRetry={() => void reload()}
            />
          ) : !data ? (
            <Skeleton shape="rows" lines={5} label={t('Loading the schedules')} />
          ) : data.length === 0 ? (
            <NoSchedules onAdd={() => setIsAdding(true)} />
          ) : (
            <ScheduleList schedules={data} selectedId={scheduleId} />
          )}
          {data && (
            <div className="space-y-3 px-4 py-6 sm:px-6">
              <WebhookSection isBeside />
            </div>
          )}
        </div>
      </DetailSplit>
      <ScheduleDialog
        isOpen={isAdding}
        onClose={() => setIsAdding(false)}
        onDone={({ id }) => navigate({ screen: 'schedules', scheduleId: id })}
      />
      <ScheduleDialog isOpen={edited !== undefined} schedule={edited} onClose={() => setEdited(undefined)} />
    </>
  );
}

function NoSchedules({ onAdd }: { onAdd: () => void }) {
  return (
    <EmptyState
      icon={CalendarClock}
      title={t('Nothing starts by itself yet')}
      text={t('Say it in the chat, like “every weekday at 9 zip the folder ~/notes”, or make a schedule here.')}
      action={
        <Button icon={Plus} onClick={onAdd}>
          {t('Make a schedule')}
        </Button>
      }
    />
  );
}

/** A trigger of a workflow is changed there. */
function DetailActions({ schedule, onEdit }: { schedule: Schedule; onEdit: () => void }) {
  const { engine } = useHeron();
  const { of } = schedule;
  const actions = useScheduleActions(engine.client);
  return (
    <>
      <IconButton
        label={t('Run now')}
        icon={Play}
        onClick={() => void actions.runNow.run(schedule)}
        tooltipSide="bottom"
      />
      {of ? (
        <IconButton
          label={t('Open the workflow')}
          icon={Workflow}
          onClick={() => navigate({ screen: 'workflows', workflowId: of.workflowId })}
          tooltipSide="bottom"
        />
      ) : (
        <IconButton label={t('Edit')} icon={Pencil} onClick={onEdit} tooltipSide="bottom" />
      )}
      <ScheduleMenu schedule={schedule} actions={actions} />
    </>
  );
}

function summaryOf(schedules: Schedule[]): string {
  if (schedules.length === 0) return t('None yet');
  const paused = schedules.filter(({ isPaused }) => isPaused).length;
  return [
    plural(schedules.length, { one: '1 schedule', other: '{{count}} schedules' }),
    paused > 0 ? t('{{paused}} paused', { paused }) : '',
  ]
    .filter(Boolean)
    .join(' · ');
}
