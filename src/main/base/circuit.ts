import type { CircuitSettings } from '../../contract/circuits.ts';
import { type CallCounts, createCallWindow } from './call-window.ts';
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
  counts: () => CallCounts;
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
  const window = createCallWindow(clock, rules);
  let state: CircuitState = 'closed';
  /** What began in an earlier one tells nothing of this one. */
  let period = 0;
  let counted: CallCounts = { calls: 0, faults: 0 };
  let openUntil = 0;
  let probing = new Set<Pass>();
  let successes = 0;

  function turn(next: CircuitState): void {
    state = next;
    period += 1;
    window.clear();
    probing = new Set();
    successes = 0;
    onChange(next);
  }

  function open(): void {
    openUntil = clock() + rules().openMs;
    turn('open');
  }

  function count(isFault: boolean): void {
    window.add(isFault);
    if (!isFault || !isTooMuch(window.counts(), rules())) return;
    counted = window.counts();
    open();
  }

  /** A clock that was set back must not keep it open for longer. */
  function triesAt(): number {
    openUntil = Math.min(openUntil, clock() + rules().openMs);
    return openUntil;
  }

  function ask(): Answer {
    const now = clock();
    if (state === 'open') {
      if (now < triesAt()) return { kind: 'refused', triesAt: openUntil };
      turn('half-open');
    }
    const held = state === 'closed' ? undefined : heldUntil(probing, { now, rules: rules(), successes });
    if (held !== undefined) return { kind: 'wait', until: held };
    const pass = { period, begunAt: now };
    if (state === 'half-open') probing.add(pass);
    return { kind: 'pass', pass };
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
    tryNow: () => void (state === 'open' && turn('half-open')),
    state: () => state,
    counts: () => (state === 'closed' ? window.counts() : counted),
    triesAt: () => (state === 'open' ? triesAt() : undefined),
  };
}

function isTooMuch({ calls, faults }: CallCounts, { leastCalls, windowCalls, errorPercent }: CircuitRules): boolean {
  return calls >= Math.min(leastCalls, windowCalls) && faults * 100 >= errorPercent * calls;
}

type Probing = { now: number; rules: CircuitRules; successes: number };

/** When a place for a probe is free, if none is now. One that takes as long as a circuit stays open keeps nobody waiting. */
function heldUntil(probing: ReadonlySet<Pass>, { now, rules, successes }: Probing): number | undefined {
  const { probes, openMs } = rules;
  const ends = [...probing].map(({ begunAt }) => begunAt + openMs).filter((end) => end > now && end <= now + openMs);
  return ends.length >= Math.max(1, probes - successes) ? Math.min(...ends) : undefined;
}
