import type { Schedule } from '../../contract/schedules.ts';

/** The keys that start something now, each once. */
export function keysOfSchedules(schedules: readonly Pick<Schedule, 'time' | 'isPaused'>[]): string[] {
  const keys = schedules.flatMap(({ time, isPaused }) => (time.kind === 'keys' && !isPaused ? [time.keys] : []));
  return [...new Set(keys)];
}
