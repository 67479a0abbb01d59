import { useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../contract/errors.ts';
import type { ConnectionState } from './connection.ts';
import { failureOf } from './failure.ts';

export type Query<Data> = {
  data: Data | undefined;
  failure: Failure | undefined;
  isLoading: boolean;
  reload: () => Promise<void>;
};

/**
 * Reads something for one screen. `load` must keep its identity while it asks the same (useCallback); what an earlier
 * one answers late is thrown away. What failed is read again once the engine is back.
 */
export function useQuery<Data>(connection: StoreApi<ConnectionState>, load: () => Promise<Data>): Query<Data> {
  const [state, setState] = useState<{ data?: Data; failure?: Failure; isLoading: boolean }>({ isLoading: true });
  const latest = useRef(load);
  const opened = useStore(connection, (now) => now.opened);
  const hasFailed = useRef(false);

  const reload = useCallback(async () => {
    latest.current = load;
    setState((before) => ({ ...before, isLoading: true }));
    const next = await load().then(
      (data) => ({ data, failure: undefined }),
      (error: unknown) => ({ failure: failureOf(error) }),
    );
    if (latest.current !== load) return;
    hasFailed.current = next.failure !== undefined;
    setState((before) => ({ ...before, ...next, isLoading: false }));
  }, [load]);

  useEffect(() => void reload(), [reload]);
  useEffect(() => {
    if (hasFailed.current) void reload();
  }, [opened, reload]);
  return { data: state.data, failure: state.failure, isLoading: state.isLoading, reload };
}
