import type { Schedule, ScheduleAlarm } from '../../../contract/schedules.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { alarmText } from './schedule-words.ts';
import type { ScheduleActions } from './use-schedule-actions.ts';
import { t } from '../../../words/words.ts';

const titles = (): Record<ScheduleAlarm['kind'], string> => ({
  asking: t('What was missed waits for your word'),
  failed: t('The last run failed'),
  silent: t('Silent for longer than usual'),
});

interface AlarmNoticesProps {
  schedule: Pick<Schedule, 'id' | 'alarms'>;
  actions: ScheduleActions;
}

/** What a schedule tells, and what can be said to it. */
export function AlarmNotices({ schedule: { id, alarms }, actions }: AlarmNoticesProps) {
  return alarms.map((alarm) => (
    <Notice key={alarm.kind} tone="warning" title={titles()[alarm.kind]}>
      <p className="text-xs wrap-anywhere">{alarmText(alarm)}</p>
      <div className="mt-2 flex flex-wrap gap-2">
        {alarm.kind === 'asking' ? (
          <>
            <Button size="sm" onClick={() => void actions.answer.run(id, 'once')}>
              {t('Run the last one')}
            </Button>
            {alarm.count > 1 && (
              <Button size="sm" onClick={() => void actions.answer.run(id, 'all')}>
                {t('Run all {{count}}', { count: alarm.count })}
              </Button>
            )}
            <Button size="sm" onClick={() => void actions.answer.run(id, 'skip')}>
              {t('Leave them')}
            </Button>
          </>
        ) : (
          <>
            {alarm.kind === 'failed' && alarm.runId !== undefined && (
              <Button size="sm" onClick={() => navigate({ screen: 'timeline', runId: alarm.runId ?? '' })}>
                {t('Show the run')}
              </Button>
            )}
            <Button size="sm" onClick={() => void actions.seen.run(id)}>
              {t('Dismiss')}
            </Button>
          </>
        )}
      </div>
    </Notice>
  ));
}
