import type { Clock } from '../../base/clock.ts';

/** So often progress is told. */
const toldEveryMs = 250;
/** The speed is that of so many milliseconds. */
const lookedBackMs = 5000;

/** How fast bytes come. `note` gives bytes a second when it is time to tell, else nothing. */
export function createPace(clock: Clock): { note(received: number, isForced?: boolean): number | undefined } {
  let seen: { at: number; received: number }[] = [];
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    note(received, isForced = false) {
      const at = clock();
      if (!isForced && at - toldAt < toldEveryMs) return undefined;
      toldAt = at;
      // A download that began again has less than before.
      seen = seen.filter((one) => at - one.at <= lookedBackMs && one.received <= received);
      const [first] = seen;
      seen.push({ at, received });
      if (!first || at === first.at) return 0;
      return Math.round(((received - first.received) * 1000) / (at - first.at));
    },
  };
}
