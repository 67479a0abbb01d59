import { setImmediate as nextTurn } from 'node:timers/promises';

/** A slice of work should take about as long as this: far less than anybody notices. */
const aimMs = 8;
const least = 20;
const most = 5000;

/** Removes a little at a time, as much as a moment allows, and lets everybody else have a turn in between. */
export type Slices = {
  /** Calls `remove` with how many until it does fewer; gives how many there were. Stops early when told to. */
  drain(remove: (most: number) => number): Promise<number>;
};

export function createSlices(mayGoOn: () => boolean): Slices {
  let size = 200;

  return {
    async drain(remove) {
      let all = 0;
      while (mayGoOn()) {
        const begun = performance.now();
        const done = remove(size);
        all += done;
        if (done < size) return all;
        const tookMs = performance.now() - begun;
        if (tookMs > aimMs) size = Math.max(least, Math.floor(size / 2));
        else if (tookMs < aimMs / 2) size = Math.min(most, size * 2);
        await nextTurn();
      }
      return all;
    },
  };
}
