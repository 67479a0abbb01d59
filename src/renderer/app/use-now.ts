import { useSyncExternalStore } from 'react';

/** The time, cut to whole steps of `stepMs`; it moves while `isTicking`. */
export function useNow(stepMs: number, isTicking: boolean): number {
  return useSyncExternalStore(isTicking ? everySecond : never, () => Math.floor(Date.now() / stepMs) * stepMs);
}

function everySecond(changed: () => void): () => void {
  const timer = setInterval(changed, 1000);
  return () => clearInterval(timer);
}

function never(): () => void {
  return () => {};
}
