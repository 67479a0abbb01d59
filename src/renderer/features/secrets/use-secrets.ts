import { useCallback, useEffect } from 'react';
import type { Secret, Vault } from '../../../contract/secrets.ts';
import { useHeron } from '../../app/heron-context.ts';
import { onReconnect } from '../../engine/on-reconnect.ts';
import { type Query, useQuery } from '../../engine/use-query.ts';

export type Secrets = { secrets: Secret[]; vault: Vault };

/** The secrets and what holds them; they follow what is kept and forgotten, and the workers that come and go. */
export function useSecrets(): Query<Secrets> {
  const { engine } = useHeron();
  const load = useCallback(async () => {
    const [secrets, vault] = await Promise.all([engine.client.secrets.list({}), engine.client.secrets.vault({})]);
    return { secrets, vault };
  }, [engine]);
  const query = useQuery(engine.state, load);
  const { reload } = query;
  useEffect(
    () =>
      engine.subscribe((events) => {
        const hasChanged = events.some(({ type }) => /^(secret|vault)\.|^worker\.(un)?loaded$/.test(type));
        if (hasChanged) void reload();
      }),
    [engine, reload],
  );
  // Another engine may hold a vault that is locked again.
  useEffect(() => onReconnect(engine.state, () => void reload()), [engine, reload]);
  return query;
}
