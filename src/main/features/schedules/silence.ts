/** How many starts tell what is usual. */
export const startsLookedAt = 20;
const fewestStarts = 4;
const graceMs = 600_000;

/** How long a schedule is usually silent between two starts: the longest of the last gaps. `starts`: latest first. */
export function usualSilence(starts: readonly number[]): number | undefined {
  if (starts.length < fewestStarts) return undefined;
  return Math.max(...starts.slice(1).map((at, index) => (starts[index] ?? at) - at));
}

/** From when on its silence is no longer usual; undefined while too little is known of it. */
export function silentFrom(starts: readonly number[], resumedAt: number): number | undefined {
  const norm = usualSilence(starts);
  const [last] = starts;
  return norm === undefined || last === undefined ? undefined : Math.max(last, resumedAt) + 2 * norm + graceMs;
}
