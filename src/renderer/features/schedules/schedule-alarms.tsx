import { useId } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { AlarmNotices } from './alarm-notices.tsx';
import { useScheduleActions } from './use-schedule-actions.ts';
import { useSchedules } from './use-schedules.ts';
import { t } from '../../../words/words.ts';

/** What schedules tell, on screens that are about something else; nothing while there is nothing to tell. */
export function ScheduleAlarms() {
  const { engine } = useHeron();
  const { data = [] } = useSchedules();
  const actions = useScheduleActions(engine.client);
  const id = useId();
  const telling = data.filter(({ alarms }) => alarms.length > 0);
  if (telling.length === 0) return null;
  return (
    <section aria-labelledby={id} className="space-y-3">
      <h2 id={id} className="text-sm font-semibold">
        {t('Schedules that need a look')}
      </h2>
      {telling.map((schedule) => (
        <article
          key={schedule.id}
          aria-label={schedule.title}
          className="space-y-2 rounded-lg border bg-raised p-4 shadow-raised"
        >
          <header className="flex items-center gap-3">
            <div className="min-w-0 flex-1">
              <h3 className="text-sm font-medium wrap-anywhere">{schedule.title}</h3>
              <p className="text-xs text-muted">{schedule.words}</p>
            </div>
            <Button
              size="sm"
              variant="ghost"
              onClick={() => navigate({ screen: 'schedules', scheduleId: schedule.id })}
            >
              {t('Open')}
            </Button>
          </header>
          <AlarmNotices schedule={schedule} actions={actions} />
        </article>
      ))}
    </section>
  );
}
