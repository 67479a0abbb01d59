import type { Claim } from './fair-queue.ts';
import { createPlaces, type Places, takePlace } from './places.ts';

/** Concurrency keys: of all tasks with the same one, in any run, one goes on at a time. */
export type KeyLocks = {
  /** Waits until the key is free and gives what frees it. Rejects when the signal is aborted. */
  take(key: string, claim: Claim, signal: AbortSignal): Promise<() => void>;
};

export function createKeyLocks(): KeyLocks {
  const held = new Map<string, Places>();

  return {
    take: async (key, claim, signal) => {
      let places = held.get(key);
      if (!places) {
        places = createPlaces(1);
        held.set(key, places);
      }
      const own = places;
      const release = await takePlace(own, claim, signal);
      return () => {
        release();
        if (own.taken === 0 && held.get(key) === own) held.delete(key);
      };
    },
  };
}
