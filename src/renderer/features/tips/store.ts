import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Tip } from '../../../contract/tips.ts';
import type { Engine } from '../../engine/connect.ts';

/** null: none is shown; undefined: not read yet. */
export type TipsState = { tip?: Tip | null };

export type Tips = {
  state: StoreApi<TipsState>;
  /** Nothing waits for a tip: what cannot be read is read with the next page. */
  read: () => Promise<void>;
  /** Errors: as `failureOf` reads them. */
  dismiss: () => Promise<void>;
};

export function createTips({ client, subscribe }: Pick<Engine, 'client' | 'subscribe'>): Tips {
  const state = createStore<TipsState>(() => ({}));
  subscribe((events) => {
    for (const event of events) if (event.type === 'tip.changed') state.setState({ tip: event.payload.tip });
  });
  return {
    state,
    read: async () => {
      const tip = await client.tips.current({}).catch(() => undefined);
      if (tip !== undefined) state.setState({ tip });
    },
    dismiss: async () => {
      await client.tips.dismiss({});
      state.setState({ tip: null });
    },
  };
}
