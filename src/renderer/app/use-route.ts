import { useSyncExternalStore } from 'react';
import { formatRoute, parseRoute, type Route } from './route.ts';

let current: Route = parseRoute(location.hash) ?? { screen: 'chat' };
const listeners = new Set<() => void>();

window.addEventListener('hashchange', () => {
  const next = parseRoute(location.hash);
  if (!next) return;
  current = next;
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

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
