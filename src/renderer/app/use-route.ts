import { useSyncExternalStore } from 'react';
import { formatRoute, parseRoute, type Route, type Screen } from './route.ts';

let current: Route = parseRoute(location.hash) ?? { screen: 'chat' };
/** Where the person was on each screen. */
const places = new Map<Screen, Route>([[current.screen, current]]);
const listeners = new Set<() => void>();

window.addEventListener('hashchange', () => {
  const next = parseRoute(location.hash);
  if (!next) return;
  current = next;
  places.set(next.screen, next);
  for (const listener of listeners) listener();
});

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, currentRoute);
}

export function currentRoute(): Route {
  return current;
}

/** `replace` leaves no step to go back to. */
export function navigate(route: Route, { replace = false } = {}): void {
  const hash = formatRoute(route);
  if (hash === location.hash) return;
  if (!replace) {
    location.hash = hash;
    return;
  }
  history.replaceState(null, '', hash);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** Goes back to where the person was on a screen; from that very screen, to its beginning. */
export function goToScreen(beginning: Route): void {
  const isThere = current.screen === beginning.screen;
  navigate(isThere ? beginning : (places.get(beginning.screen) ?? beginning));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
