import {
  CalendarClock,
  FilePen,
  Keyboard,
  MessageCircle,
  Pause,
  Power,
  Radar,
  TriangleAlert,
  Zap,
  type LucideIcon,
} from 'lucide-react';
import type { Schedule } from '../../../contract/schedules.ts';
import type { ScheduleTime } from '../../../contract/time/schedule-time.ts';
import { navigate } from '../../app/use-route.ts';
import { Badge } from '../../ui/badge.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { t } from '../../../words/words.ts';

const icons: Record<ScheduleTime['kind'], LucideIcon> = {
  cron: CalendarClock,
  interval: CalendarClock,
  once: CalendarClock,
  files: FilePen,
  event: Zap,
  start: Power,
  poll: Radar,
  said: MessageCircle,
  keys: Keyboard,
};

interface ScheduleListProps {
  schedules: Schedule[];
  selectedId?: string | undefined;
}

export function ScheduleList({ schedules, selectedId }: ScheduleListProps) {
  return (
    <ul aria-label={t('Schedules')} className="px-2 py-3 sm:px-4">
      {schedules.map((schedule) => (
        <li key={schedule.id}>
          <Row schedule={schedule} isSelected={schedule.id === selectedId} />
        </li>
      ))}
    </ul>
  );
}

function Row({ schedule, isSelected }: { schedule: Schedule; isSelected: boolean }) {
  const { id, title, words, time, isPaused, next, alarms, problem } = schedule;
  const Icon = isPaused ? Pause : icons[time.kind];
  const [first] = next;
  return (
    <ListRow
      start={<Icon aria-hidden size={16} strokeWidth={1.75} className="text-muted" />}
      title={title}
      text={words}
      isSelected={isSelected}
      end={
        <>
          {(alarms.length > 0 || problem !== undefined) && (
            <Badge tone="warning" icon={TriangleAlert}>
              {t('Needs a look')}
            </Badge>
          )}
          {isPaused ? <Badge>{t('Paused')}</Badge> : first !== undefined && <RelativeTime at={first} />}
        </>
      }
      onSelect={() => navigate({ screen: 'schedules', scheduleId: id })}
    />
  );
}
