import { useSyncExternalStore } from 'react';

type Watched = { matches: () => boolean; subscribe: (changed: () => void) => () => void };

/** Asked of the browser once: some components draw in every frame. */
const watched = new Map<string, Watched>();

/** Whether a media query holds, for what CSS cannot express. */
export function useMedia(query: string): boolean {
  const { subscribe, matches } = watched.get(query) ?? watch(query);
  return useSyncExternalStore(subscribe, matches);
}

function watch(query: string): Watched {
  const media = window.matchMedia(query);
  const made: Watched = {
    matches: () => media.matches,
    subscribe: (changed) => {
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
  };
  watched.set(query, made);
  return made;
}
