import { useCallback, useEffect } from 'react';
import type { AnyEvent } from '../../../contract/events.ts';
import type { Schedule } from '../../../contract/schedules.ts';
import { useHeron } from '../../app/heron-context.ts';
import { type Query, useQuery } from '../../engine/use-query.ts';

const runEnds = new Set(['run.completed', 'run.failed', 'run.cancelled']);

/** Whether what is shown of schedules may be another by now. */
export function isAboutSchedules(event: AnyEvent): boolean {
  if (event.type === 'run.created') return event.payload.trigger?.kind === 'schedule';
  return event.type.startsWith('schedule.') || runEnds.has(event.type);
}

/** They follow what is made and changed, and what became of their occurrences. */
export function useSchedules(): Query<Schedule[]> {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.schedules.list(), [engine]);
  const query = useQuery(engine.state, load);
  const { reload } = query;
  useEffect(() => engine.subscribe((events) => void (events.some(isAboutSchedules) && reload())), [engine, reload]);
  return query;
}
