import { useCallback, useEffect } from 'react';
import type { SpendingUsage } from '../../../contract/spending.ts';
import { useHeron } from '../../app/heron-context.ts';
import { createPace } from '../../engine/pace.ts';
import { type Query, useQuery } from '../../engine/use-query.ts';

/** What models used, read again after they were asked. */
export function useSpending(days: number): Query<SpendingUsage> {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.spending.usage({ days }), [engine, days]);
  const query = useQuery(engine.state, load);
  const { reload } = query;
  useEffect(() => {
    const pace = createPace(() => void reload());
    const stop = engine.subscribe((events) => {
      if (events.some(({ type }) => type.startsWith('model.') || type === 'settings.changed')) pace.want();
    });
    return () => {
      stop();
      pace.stop();
    };
  }, [engine, reload]);
  return query;
}
