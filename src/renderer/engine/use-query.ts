import { useCallback, useEffect, useRef, useState } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../contract/errors.ts';
import type { ConnectionState } from './connection.ts';
import { failureOf } from './failure.ts';
import { onReconnect } from './on-reconnect.ts';

export type Query<Data> = {
  data: Data | undefined;
  failure: Failure | undefined;
  isLoading: boolean;
  reload: () => Promise<void>;
};

type Answer<Data> = { to?: () => Promise<Data>; data?: Data; failure?: Failure };

/**
 * Reads something for one screen. `load` must keep its identity while it asks the same (useCallback); what an earlier
 * one answers late is thrown away. What failed is read again once the engine is back.
 */
export function useQuery<Data>(connection: StoreApi<ConnectionState>, load: () => Promise<Data>): Query<Data> {
  const [answer, setAnswer] = useState<Answer<Data>>({});
  const [isAgain, setIsAgain] = useState(false);
  const latest = useRef(load);
  const hasFailed = useRef(false);

  const ask = useCallback(async () => {
    latest.current = load;
    const outcome = await load().then(
      (data) => ({ data }),
      (error: unknown) => ({ failure: failureOf(error) }),
    );
    if (latest.current !== load) return;
    hasFailed.current = 'failure' in outcome;
    // After a failure, what was known before is better than nothing.
    setAnswer((before) => ({ data: before.data, ...outcome, to: load }));
  }, [load]);

  const reload = useCallback(async () => {
    setIsAgain(true);
    await ask();
    setIsAgain(false);
  }, [ask]);

  useEffect(() => void ask(), [ask]);
  useEffect(() => onReconnect(connection, () => hasFailed.current && void ask()), [connection, ask]);
  return { data: answer.data, failure: answer.failure, isLoading: isAgain || answer.to !== load, reload };
}
