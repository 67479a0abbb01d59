import { type Claim, createFairQueue, type FairQueue } from '../base/fair-queue.ts';
import { onAbort } from '../base/on-abort.ts';

/** A number of places that tasks of all runs want. */
export type Places = { size: number; taken: number; waiting: FairQueue<() => void> };

export function createPlaces(size: number): Places {
  return { size, taken: 0, waiting: createFairQueue() };
}

/** Waits for a place and gives what frees it (calling it twice is harmless). Rejects when the signal is aborted. */
export function takePlace(places: Places, claim: Claim, signal: AbortSignal): Promise<() => void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    if (places.taken < places.size) {
      places.taken += 1;
      return resolve(freeing(places));
    }
    const leave = places.waiting.add(claim, () => {
      forget();
      resolve(freeing(places));
    });
    const forget = onAbort(signal, () => {
      leave();
      reject(signal.reason as Error);
    });
  });
}

function freeing(places: Places): () => void {
  let isTaken = true;
  return () => {
    if (!isTaken) return;
    isTaken = false;
    places.taken -= 1;
    admit(places);
  };
}

/** Lets in who waits, for as long as there is room. */
export function admit(places: Places): void {
  while (places.taken < places.size) {
    const enter = places.waiting.take();
    if (!enter) return;
    places.taken += 1;
    enter();
  }
}
