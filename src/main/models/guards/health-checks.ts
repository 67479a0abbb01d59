import type { Clock } from '../../base/clock.ts';
import type { Rest } from './rest-store.ts';
import type { Rests, Way } from './rests.ts';

/** The names of the models that the server of a way tells its account. Costs no token. Errors: it does not answer. */
export type ListModels = (way: Way) => Promise<readonly string[]>;

export type HealthChecks = {
  /** These are passed over while somebody waits. Returns at once; what is found out holds for the next request. */
  look(resting: readonly Rest[]): void;
  /** Resolves when nothing is looked at any more. */
  settled(): Promise<void>;
};

/** A server that is away is not asked at each sentence. */
const everyMs = 15_000;

/**
 * Looks whether ways that rest could be asked again. A list of models shows that a server is there and has a model; it shows nothing
 * of load, limits, keys or bills, so those rest for their time. Nobody is asked while nobody waits for an answer.
 */
export function createHealthChecks({
  rests,
  list,
  clock,
}: {
  rests: Pick<Rests, 'wake'>;
  list: ListModels;
  clock: Clock;
}): HealthChecks {
  const lookedAt = new Map<string, number>();
  const looking = new Set<Promise<void>>();

  async function lookAt(rest: Rest): Promise<void> {
    const names = await list(rest);
    const isThere = rest.because === 'network' || names.includes(rest.model.slice(rest.model.indexOf('/') + 1));
    if (isThere) await rests.wake(rest);
  }

  return {
    look(resting) {
      for (const rest of resting.filter(({ because }) => because === 'network' || because === 'unknown-model')) {
        const way = `${rest.account} ${rest.model}`;
        if (clock() - (lookedAt.get(way) ?? Number.NEGATIVE_INFINITY) < everyMs) continue;
        lookedAt.set(way, clock());
        // Whoever does not answer goes on resting.
        const look: Promise<void> = lookAt(rest)
          .catch(() => undefined)
          .finally(() => looking.delete(look));
        looking.add(look);
      }
    },
    settled: async () => void (await Promise.all(looking)),
  };
}
