import { useCallback, useEffect } from 'react';
import type { ModelsOverview } from '../../../contract/models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { type Query, useQuery } from '../../engine/use-query.ts';

/** All that is set up, read again whenever any of it changes, wherever that was done. */
export function useModels(): Query<ModelsOverview> {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.models.overview({}), [engine]);
  const query = useQuery(engine.state, load);
  const { reload } = query;
  useEffect(
    () =>
      engine.subscribe((events) => {
        if (events.some(({ type }) => type === 'models.changed' || type === 'secret.stored')) void reload();
      }),
    [engine, reload],
  );
  return query;
}
