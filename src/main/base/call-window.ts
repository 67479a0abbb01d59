import type { CircuitSettings } from '../../contract/circuits.ts';
import type { Clock } from './clock.ts';

export type CallCounts = { calls: number; faults: number };

/** The last calls, as many and as young as count. */
export type CallWindow = {
  add: (isFault: boolean) => void;
  counts: () => CallCounts;
  clear: () => void;
};

export function createCallWindow(
  clock: Clock,
  limits: () => Pick<CircuitSettings, 'windowCalls' | 'windowMs'>,
): CallWindow {
  let calls: { at: number; isFault: boolean }[] = [];
  /** What is before it does not count any more. Moving all the others at each call would cost more than the call's other steps. */
  let first = 0;

  function trim(): void {
    const { windowCalls, windowMs } = limits();
    const since = clock() - windowMs;
    first = Math.max(first, calls.length - windowCalls);
    while (first < calls.length && (calls[first]?.at ?? 0) < since) first += 1;
    if (first < leastDropped && first < calls.length) return;
    calls = calls.slice(first);
    first = 0;
  }

  return {
    add(isFault) {
      calls.push({ at: clock(), isFault });
      if (calls.length - first > limits().windowCalls + leastDropped) trim();
    },
    counts() {
      trim();
      const counted = calls.slice(first);
      return { calls: counted.length, faults: counted.filter(({ isFault }) => isFault).length };
    },
    clear() {
      calls = [];
      first = 0;
    },
  };
}

const leastDropped = 1000;
