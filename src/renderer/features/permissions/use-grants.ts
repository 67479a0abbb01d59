import { useCallback, useEffect } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import type { Grant } from '../../../contract/permissions.ts';
import { type Query, useQuery } from '../../engine/use-query.ts';

/** Grants in force, of one worker or of all; they follow what is granted and revoked. */
export function useGrants(workerId?: string): Query<Grant[]> {
  const { engine } = useHeron();
  const load = useCallback(
    () => engine.client.permissions.grants(workerId === undefined ? {} : { workerId }),
    [engine, workerId],
  );
  const query = useQuery(engine.state, load);
  const { reload } = query;
  useEffect(
    () =>
      engine.subscribe((events) => {
        const hasChanged = events.some(({ type }) => type === 'permission.granted' || type === 'permission.revoked');
        if (hasChanged) void reload();
      }),
    [engine, reload],
  );
  return query;
}
