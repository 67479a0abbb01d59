import type { WorkClass } from '../../contract/manifest.ts';
import { defaultConcurrency } from '../../contract/settings.ts';
import type { Claim } from '../base/fair-queue.ts';
import { admit, createPlaces, type Places, takePlace } from './places.ts';

/** Places for running tasks, by class of work, across all runs. */
export type ClassLimits = {
  /** Waits for a place and gives what frees it (calling it twice is harmless). Rejects when the signal is aborted. */
  take(workClass: WorkClass, claim: Claim, signal: AbortSignal): Promise<() => void>;
  /** Over all classes: places that are taken, and who waits for one. */
  places(): { taken: number; waiting: number };
  /** New sizes hold for those who wait from now on; nobody is thrown out. */
  resize(sizes: Partial<Record<WorkClass, number>>): void;
};

/** A class that is not named has its usual size. */
export function createClassLimits(given: Partial<Record<WorkClass, number>>): ClassLimits {
  const sizes = { ...defaultConcurrency, ...given };
  const classes = new Map<WorkClass, Places>();
  const placesOf = (workClass: WorkClass): Places => {
    let places = classes.get(workClass);
    if (!places) {
      places = createPlaces(sizes[workClass]);
      classes.set(workClass, places);
    }
    return places;
  };

  return {
    take: (workClass, claim, signal) => takePlace(placesOf(workClass), claim, signal),
    places: () => {
      const all = [...classes.values()];
      const sum = (count: (places: Places) => number): number => all.reduce((total, each) => total + count(each), 0);
      return { taken: sum(({ taken }) => taken), waiting: sum(({ waiting }) => waiting.size()) };
    },
    resize: (next) => {
      for (const [workClass, size] of Object.entries(next) as [WorkClass, number][]) {
        const places = placesOf(workClass);
        places.size = size;
        admit(places);
      }
    },
  };
}
