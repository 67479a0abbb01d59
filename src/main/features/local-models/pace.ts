import type { Clock } from '../../base/clock.ts';

/** The speed is that of so many milliseconds. */
const lookedBackMs = 5000;

/** How fast bytes come: `note` is told now and then how many are here, and gives bytes a second. */
export function createPace(clock: Clock): { note(received: number): number } {
  let seen: { at: number; received: number }[] = [];
  return {
    note(received) {
      const at = clock();
      // A download that began again has less than before.
      seen = seen.filter((one) => at - one.at <= lookedBackMs && one.received <= received);
      const [first] = seen;
      seen.push({ at, received });
      if (!first || at === first.at) return 0;
      return Math.round(((received - first.received) * 1000) / (at - first.at));
    },
  };
}
