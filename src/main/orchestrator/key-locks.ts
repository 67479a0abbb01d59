import type { Claim } from '../base/fair-queue.ts';
import { createPlaces, type Places, takePlace } from './places.ts';

/** Who wants a key; `holds` are those that it and the tasks around it have already. */
export type KeyClaim = Claim & { holds: readonly string[] };

/** One of those that wait for each other. */
export type KeyWait = { key: string; claim: KeyClaim };

/** Concurrency keys: of all tasks with the same one, in any run, one goes on at a time. */
export type KeyLocks = {
  /**
   * Waits until the key is free and gives what frees it. Rejects when the signal is aborted. Errors: `KeyCircle`, when it would
   * wait for ever.
   */
  take(key: string, claim: KeyClaim, signal: AbortSignal): Promise<() => void>;
};

/** Who holds what the one waits for waits, in the end, for what that one holds. */
export class KeyCircle extends Error {
  readonly waits: readonly KeyWait[];

  constructor(waits: readonly KeyWait[]) {
    super('The tasks wait for each other');
    this.name = 'KeyCircle';
    this.waits = waits;
  }
}

export function createKeyLocks(): KeyLocks {
  const held = new Map<string, Places>();
  /** Those that hold something: they alone can keep others waiting. */
  const waiting = new Set<KeyWait>();

  function circleFrom(key: string, holds: readonly string[], seen: Set<string>): KeyWait[] | undefined {
    for (const each of waiting) {
      if (!each.claim.holds.includes(key)) continue;
      if (holds.includes(each.key)) return [each];
      if (seen.has(each.key)) continue;
      const rest = circleFrom(each.key, holds, seen.add(each.key));
      if (rest) return [each, ...rest];
    }
    return undefined;
  }

  async function wait(places: Places, own: KeyWait, signal: AbortSignal): Promise<() => void> {
    const { key, claim } = own;
    if (claim.holds.length === 0 || places.taken < places.size) return takePlace(places, claim, signal);
    const circle = circleFrom(key, claim.holds, new Set([key]));
    if (circle) throw new KeyCircle([own, ...circle]);
    waiting.add(own);
    try {
      return await takePlace(places, claim, signal);
    } finally {
      waiting.delete(own);
    }
  }

  return {
    take: async (key, claim, signal) => {
      let places = held.get(key);
      if (!places) {
        places = createPlaces(1);
        held.set(key, places);
      }
      const own = places;
      const release = await wait(own, { key, claim }, signal);
      return () => {
        release();
        if (own.taken === 0 && held.get(key) === own) held.delete(key);
      };
    },
  };
}
