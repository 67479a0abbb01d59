import { useCallback, useEffect } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import type { Grant } from '../../../contract/permissions.ts';
import { type Query, useQuery } from '../../engine/use-query.ts';

const changing = new Set<string>([
  'permission.granted',
  'permission.revoked',
  'permission.used',
  'permission.expired',
  'permission.restored',
  'run.completed',
  'run.failed',
  'run.cancelled',
]);

/** Grants in force, of one worker or of all; they follow what is granted, used up and ended. */
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
        const hasChanged = events.some(({ type }) => changing.has(type));
        if (hasChanged) void reload();
      }),
    [engine, reload],
  );
  return query;
}
