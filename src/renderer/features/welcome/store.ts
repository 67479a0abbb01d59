import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../../contract/errors.ts';
import type { Welcome } from '../../../contract/welcome.ts';
import type { Engine } from '../../engine/connect.ts';
import { failureOf } from '../../engine/failure.ts';

export type WelcomeState = {
  /** Undefined until it is read. */
  place?: Welcome;
  failure?: Failure;
  /** The page or this browser knows that the first start is over, and need not wait for word of it. */
  isKnownOver: boolean;
};

export type WelcomeStore = {
  state: StoreApi<WelcomeState>;
  read: () => Promise<void>;
  /** Shows at once; what the engine refuses goes back. Errors: as `failureOf` reads them. */
  move: (change: Partial<Welcome>) => Promise<void>;
};

type Parts = Pick<Engine, 'client' | 'subscribe'> & {
  storage: Pick<Storage, 'getItem' | 'setItem'> | undefined;
  /** The engine said so in the page. */
  isWelcomed?: boolean;
};

const storageKey = 'heron.welcomed';

export function createWelcome({ client, subscribe, storage, isWelcomed = false }: Parts): WelcomeStore {
  const state = createStore<WelcomeState>(() => ({ isKnownOver: isWelcomed || isRemembered(storage) }));
  /** News of one's own moves come later than the moves themselves. */
  let underWay = 0;

  function take(place: Welcome): void {
    state.setState({ place, failure: undefined });
    if (!place.isOpen) remember(storage);
  }

  subscribe((events) => {
    for (const event of events) if (event.type === 'welcome.moved' && underWay === 0) take(event.payload);
  });

  return {
    state,
    read: async () => {
      try {
        take(await client.welcome.get({}));
      } catch (error) {
        state.setState({ failure: failureOf(error) });
      }
    },
    move: async (change) => {
      const { place: before } = state.getState();
      if (before) state.setState({ place: { ...before, ...change } });
      underWay += 1;
      try {
        const place = await client.welcome.move(change);
        if (underWay === 1) take(place);
      } catch (error) {
        state.setState({ place: before });
        throw error;
      } finally {
        underWay -= 1;
      }
    },
  };
}

function isRemembered(storage: Parts['storage']): boolean {
  try {
    return storage?.getItem(storageKey) === 'yes';
  } catch {
    return false;
  }
}

function remember(storage: Parts['storage']): void {
  try {
    storage?.setItem(storageKey, 'yes');
  } catch {
    // Where nothing can be kept, the next page waits a moment longer before it draws.
  }
}
