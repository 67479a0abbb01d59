import { Ellipsis, Pause, Play, Trash2 } from 'lucide-react';
import type { Schedule } from '../../../contract/schedules.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import type { ScheduleActions } from './use-schedule-actions.ts';
import { t } from '../../../words/words.ts';

interface ScheduleMenuProps {
  schedule: Schedule;
  actions: ScheduleActions;
}

export function ScheduleMenu({ schedule, actions }: ScheduleMenuProps) {
  const { isPaused, title, of } = schedule;
  return (
    <Menu
      trigger={<IconButton label={t('More for {{title}}', { title })} icon={Ellipsis} />}
      groups={[
        {
          items: [
            {
              label: isPaused ? t('Resume') : t('Pause'),
              icon: isPaused ? Play : Pause,
              onSelect: () => void actions.setPaused.run(schedule, !isPaused),
            },
          ],
        },
        {
          // A trigger of a workflow goes with it.
          items: of
            ? []
            : [
                {
                  label: t('Remove'),
                  icon: Trash2,
                  tone: 'danger' as const,
                  onSelect: () => void actions.remove.run(schedule),
                },
              ],
        },
      ].filter(({ items }) => items.length > 0)}
    />
  );
}
