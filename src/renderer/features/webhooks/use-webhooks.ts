import { useCallback, useEffect } from 'react';
import type { Trigger } from '../../../contract/triggers.ts';
import { useHeron } from '../../app/heron-context.ts';
import { type Query, useQuery } from '../../engine/use-query.ts';

/** They follow what is made and removed, and the runs that calls start. */
export function useWebhooks(): Query<Trigger[]> {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.triggers.list(), [engine]);
  const query = useQuery(engine.state, load);
  const { reload } = query;
  useEffect(
    () =>
      engine.subscribe((events) => {
        const hasChanged = events.some(
          (event) =>
            event.type.startsWith('trigger.') ||
            (event.type === 'run.created' && event.payload.trigger?.kind === 'webhook'),
        );
        if (hasChanged) void reload();
      }),
    [engine, reload],
  );
  return query;
}
