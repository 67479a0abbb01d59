import type { CircuitSettings } from '../../contract/circuits.ts';
import type { Clock } from './clock.ts';

/** When a circuit opens, and how it closes again; as many probes are under way at a time as must succeed. */
export type CircuitRules = CircuitSettings;

export type CircuitState = 'closed' | 'open' | 'half-open';

/** `neither` says nothing of whether the other side works: a refusal, a bad input, a call that was cancelled. */
export type Outcome = 'success' | 'fault' | 'neither';

/** A call under way; to be told once how it ended. */
export type Pass = { readonly period: number; readonly begunAt: number };

export type Answer =
  | { kind: 'pass'; pass: Pass }
  /** It is open: nothing is tried before `triesAt`. */
  | { kind: 'refused'; triesAt: number }
  /** Probes are under way, and tell more than another call would. Ask again when one has ended, or at `until`. */
  | { kind: 'wait'; until: number };

export type Circuit = {
  ask: () => Answer;
  ended: (pass: Pass, outcome: Outcome) => void;
  /** An open circuit lets its probes through now. */
  tryNow: () => void;
  state: () => CircuitState;
  /** Of what counts now, or when it opened. */
  counts: () => { calls: number; faults: number };
  /** The earliest moment of the next probe; while it is open. */
  triesAt: () => number | undefined;
};

export type CircuitParts = {
  clock: Clock;
  /** Asked each time. */
  rules: () => CircuitRules;
  onChange?: (state: CircuitState) => void;
};

/**
 * Keeps calls away from what does not work. Closed, all calls pass and their ends are counted; too many faults open it; open,
 * none passes until some time is over; half-open, a few pass as probes, and they close it or open it again.
 */
export function createCircuit({ clock, rules, onChange = () => undefined }: CircuitParts): Circuit {
  let state: CircuitState = 'closed';
  /** What began in an earlier one tells nothing of this one. */
  let period = 0;
  let window: { at: number; isFault: boolean }[] = [];
  let counted = { calls: 0, faults: 0 };
  let openUntil = 0;
  let probing = new Set<Pass>();
  let successes = 0;

  function turn(next: CircuitState): void {
    if (state === next) return;
    state = next;
    period += 1;
    window = [];
    probing = new Set();
    successes = 0;
    onChange(next);
  }

  function open(): void {
    openUntil = clock() + rules().openMs;
    turn('open');
  }

  function trim(): void {
    const { windowCalls, windowMs } = rules();
    const since = clock() - windowMs;
    let gone = Math.max(0, window.length - windowCalls);
    while (gone < window.length && (window[gone]?.at ?? 0) < since) gone += 1;
    if (gone > 0) window.splice(0, gone);
  }

  function count(isFault: boolean): void {
    window.push({ at: clock(), isFault });
    trim();
    if (!isFault) return;
    const faults = window.filter((each) => each.isFault).length;
    const { leastCalls, windowCalls, errorPercent } = rules();
    if (window.length < Math.min(leastCalls, windowCalls) || faults * 100 < errorPercent * window.length) return;
    counted = { calls: window.length, faults };
    open();
  }

  /** A clock that was set back must not keep it open for longer. */
  function triesAt(): number {
    openUntil = Math.min(openUntil, clock() + rules().openMs);
    return openUntil;
  }

  /** A probe that goes on for as long as the circuit stays open keeps nobody waiting. */
  function askProbe(): Answer {
    const { probes, openMs } = rules();
    const now = clock();
    const held = [...probing].map(({ begunAt }) => begunAt + openMs).filter((end) => end > now && end <= now + openMs);
    if (held.length >= Math.max(1, probes - successes)) return { kind: 'wait', until: Math.min(...held) };
    const pass = { period, begunAt: now };
    probing.add(pass);
    return { kind: 'pass', pass };
  }

  function ask(): Answer {
    if (state === 'closed') return { kind: 'pass', pass: { period, begunAt: clock() } };
    if (state === 'open') {
      if (clock() < triesAt()) return { kind: 'refused', triesAt: openUntil };
      turn('half-open');
    }
    return askProbe();
  }

  function ended(pass: Pass, outcome: Outcome): void {
    if (pass.period !== period) return;
    probing.delete(pass);
    if (outcome === 'neither') return;
    if (state === 'closed') return count(outcome === 'fault');
    if (outcome === 'fault') return open();
    successes += 1;
    if (successes >= rules().probes) turn('closed');
  }

  return {
    ask,
    ended,
    tryNow: () => {
      if (state === 'open') turn('half-open');
    },
    state: () => state,
    counts() {
      if (state !== 'closed') return counted;
      trim();
      return { calls: window.length, faults: window.filter((each) => each.isFault).length };
    },
    triesAt: () => (state === 'open' ? triesAt() : undefined),
  };
}
