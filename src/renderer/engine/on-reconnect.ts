import type { StoreApi } from 'zustand/vanilla';
import type { ConnectionState } from './connection.ts';

/** Calls back each time a channel opens. Returns what ends it. */
export function onReconnect(state: StoreApi<ConnectionState>, act: () => void): () => void {
  return state.subscribe((now, before) => {
    if (now.opened !== before.opened) act();
  });
}
