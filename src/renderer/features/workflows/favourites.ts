import { useSyncExternalStore } from 'react';

const key = 'heron.favourite-steps';
const most = 50;
const listeners = new Set<() => void>();
let read: { text: string | null; ids: readonly string[] } = { text: null, ids: [] };

/** Steps that somebody marked in this window's browser or app, by their ids, in the order they were marked. */
export function favouriteSteps(): readonly string[] {
  const text = localStorage.getItem(key);
  if (text !== read.text) read = { text, ids: idsIn(text) };
  return read.ids;
}

export function toggleFavourite(id: string): void {
  const now = favouriteSteps();
  const next = now.includes(id) ? now.filter((each) => each !== id) : [...now, id].slice(-most);
  localStorage.setItem(key, JSON.stringify(next));
  for (const tell of listeners) tell();
}

export function useFavourites(): readonly string[] {
  return useSyncExternalStore(listen, favouriteSteps);
}

function listen(tell: () => void): () => void {
  listeners.add(tell);
  // Another window marked one.
  window.addEventListener('storage', tell);
  return () => {
    listeners.delete(tell);
    window.removeEventListener('storage', tell);
  };
}

function idsIn(text: string | null): string[] {
  try {
    const ids: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}
