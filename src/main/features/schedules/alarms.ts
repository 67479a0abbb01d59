import type { ScheduleAlarm } from '../../../contract/schedules.ts';
import type { ScheduleStore, StoredSchedule } from './store.ts';

/** What somebody should know of a schedule, until it is known. */
export function alarmsOf(store: ScheduleStore, { id, silent, seenAt }: StoredSchedule): ScheduleAlarm[] {
  const asking = store.open(id, 'asking');
  const [first] = asking;
  const alarms: ScheduleAlarm[] = [];
  if (first) alarms.push({ kind: 'asking', count: asking.length, since: first.at });
  const latest = store.latest(id);
  if (latest && latest.endedAt > seenAt) {
    const { at, reason = '', run } = latest;
    if (latest.status === 'failed') alarms.push({ kind: 'failed', at, message: reason });
    if (run?.status === 'failed') alarms.push({ kind: 'failed', at, message: 'Its run failed', runId: run.runId });
  }
  if (silent && silent.at > seenAt) alarms.push({ kind: 'silent', since: silent.since, normMs: silent.normMs });
  return alarms;
}
