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

  function trim(): void {
    const { windowCalls, windowMs } = limits();
    const since = clock() - windowMs;
    let gone = Math.max(0, calls.length - windowCalls);
    while (gone < calls.length && (calls[gone]?.at ?? 0) < since) gone += 1;
    if (gone > 0) calls.splice(0, gone);
  }

  return {
    add(isFault) {
      calls.push({ at: clock(), isFault });
      trim();
    },
    counts() {
      trim();
      return { calls: calls.length, faults: calls.filter(({ isFault }) => isFault).length };
    },
    clear: () => void (calls = []),
  };
}
