import { useCallback, useSyncExternalStore } from 'react';
import type { StoreApi } from 'zustand/vanilla';

/** What is selected of a store, looked at no more often than every `everyMs`: for counts that change faster than anybody reads. */
export function useStoreCalmly<State, Selected>(
  store: StoreApi<State>,
  select: (state: State) => Selected,
  everyMs: number,
): Selected {
  const subscribe = useCallback(
    (changed: () => void) => listenCalmly(store.subscribe, everyMs, changed),
    [store, everyMs],
  );
  return useSyncExternalStore(subscribe, () => select(store.getState()));
}

/** Tells of the first change at once, and of those that follow together, so that none is missed. Returns what ends it. */
export function listenCalmly(
  listen: (listener: () => void) => () => void,
  everyMs: number,
  changed: () => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = -Infinity;
  const tell = (): void => {
    timer = undefined;
    last = performance.now();
    changed();
  };
  const stop = listen(() => {
    if (timer !== undefined) return;
    const wait = last + everyMs - performance.now();
    if (wait <= 0) tell();
    else timer = setTimeout(tell, wait);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
