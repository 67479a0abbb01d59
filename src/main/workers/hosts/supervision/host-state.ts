/**
 * The states of a worker's process and what may follow what:
 *
 *   starting ──▶ running ◀──▶ paused
 *      │            │           │
 *      └────────────┴───────────┴──▶ ending ──▶ ended
 *
 * starting: the code is loaded, `init` and `start` run · running: it takes calls · paused: nobody needed it for a while, so
 * it is frozen, with its memory and without processor time; a call wakes it · ending: told to stop, or killed · ended: the
 * process is gone.
 */
export type HostState = 'starting' | 'running' | 'paused' | 'ending' | 'ended';

const next: Record<HostState, readonly HostState[]> = {
  starting: ['running', 'ending', 'ended'],
  running: ['paused', 'ending', 'ended'],
  paused: ['running', 'ending', 'ended'],
  ending: ['ended'],
  ended: [],
};

export type HostStates = {
  now: () => HostState;
  /** False, and nothing happens, when that state cannot follow. */
  to: (state: HostState) => boolean;
};

export function createHostStates(): HostStates {
  let now: HostState = 'starting';
  return {
    now: () => now,
    to(state) {
      if (!next[now].includes(state)) return false;
      now = state;
      return true;
    },
  };
}
