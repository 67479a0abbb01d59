import { useCallback, useEffect } from 'react';
import type { SpendingUsage } from '../../../contract/spending.ts';
import { useHeron } from '../../app/heron-context.ts';
import { type Query, useQuery } from '../../engine/use-query.ts';

const pauseMs = 1000;

/** What models used, read again after they were asked. */
export function useSpending(days: number): Query<SpendingUsage> {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.spending.usage({ days }), [engine, days]);
  const query = useQuery(engine.state, load);
  const { reload } = query;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = engine.subscribe((events) => {
      if (!events.some(({ type }) => type.startsWith('model.') || type === 'settings.changed')) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        void reload();
      }, pauseMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [engine, reload]);
  return query;
}
