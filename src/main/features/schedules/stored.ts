import { HeronError } from '../../base/errors.ts';
import type { TimeSource } from './next-times.ts';
import type { ScheduleStore, StoredSchedule } from './store.ts';

export function sourceOf({ definition: { time }, changedAt }: StoredSchedule, zone: string): TimeSource {
  return { time, changedAt, zone };
}

export function find(store: ScheduleStore, scheduleId: string): StoredSchedule {
  const schedule = store.get(scheduleId);
  if (schedule && !schedule.isRemoved) return schedule;
  const message = schedule ? `The schedule ${scheduleId} was removed` : `There is no schedule ${scheduleId}`;
  throw new HeronError('not-found', message, { scheduleId });
}
