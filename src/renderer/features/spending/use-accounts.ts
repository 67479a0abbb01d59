import { useCallback } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';

/** All that are set up, as `provider/account`. */
export function useAccounts(): string[] {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.models.overview({}), [engine]);
  const { data } = useQuery(engine.state, load);
  return (data?.providers ?? []).flatMap(({ id, accounts }) => accounts.map((account) => `${id}/${account.id}`));
}
