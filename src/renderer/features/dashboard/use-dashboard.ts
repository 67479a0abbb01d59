import { useCallback, useEffect } from 'react';
import type { Dashboard, DashboardDays } from '../../../contract/dashboard.ts';
import type { EventType } from '../../../contract/events.ts';
import { useHeron } from '../../app/heron-context.ts';
import { createPace } from '../../engine/pace.ts';
import { type Query, useQuery } from '../../engine/use-query.ts';

/** The figures, read again when something has happened that changes them, but not in one go with everything that does. */
export function useDashboard(days: DashboardDays): Query<Dashboard> {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.dashboard.get({ days }), [engine, days]);
  const query = useQuery(engine.state, load);
  const { reload } = query;
  useEffect(() => {
    const pace = createPace(() => void reload());
    const stop = engine.subscribe((events) => {
      if (events.some(({ type }) => changesFigures(type))) pace.want();
    });
    return () => {
      stop();
      pace.stop();
    };
  }, [engine, reload]);
  return query;
}

const kinds = /^(?:run|permission|worker|host|history)\./;

function changesFigures(type: EventType): boolean {
  return kinds.test(type);
}
