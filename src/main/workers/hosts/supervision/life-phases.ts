import type { LifePhase } from '../../../../worker-kit/host-side/messages.ts';
import { createSingleTimer } from './single-timer.ts';

/** How long each part of a worker's life may take, in milliseconds. */
const limitsMs = {
  container: 60_000,
  load: 15_000,
  init: 10_000,
  start: 10_000,
  stop: 5000,
  dispose: 5000,
  end: 2000,
} as const;

type Part = keyof typeof limitsMs;

export type LifePhases = {
  /** Its time begins; what comes before it is over. At most `mostMs`, where there is no time for more. */
  enter: (part: Part, mostMs?: number) => void;
  /** The host says that a function begins; each is believed once. */
  heard: (phase: LifePhase, mostMs?: number) => void;
  /** No part is running. */
  rest: () => void;
};

/** Watches that no part of a worker's life takes too long. `onLate` is told in words, after "The worker x". */
export function createLifePhases(onLate: (what: string) => void): LifePhases {
  const timer = createSingleTimer();
  const heardOf = new Set<LifePhase>();

  function enter(part: Part, mostMs: number = limitsMs[part]): void {
    const limitMs = Math.min(limitsMs[part], mostMs);
    timer.clear();
    timer.set(limitMs, () => onLate(lateness(part, limitMs)));
  }

  return {
    enter,
    heard(phase, mostMs) {
      if (heardOf.has(phase)) return;
      heardOf.add(phase);
      enter(phase, mostMs);
    },
    rest: timer.clear,
  };
}

function lateness(part: Part, limitMs: number): string {
  if (part === 'container') return `had no container after ${limitMs} ms`;
  if (part === 'load') return `was not ready after ${limitMs} ms`;
  if (part === 'end') return `did not end within ${limitMs} ms`;
  return `did not finish its ${part} within ${limitMs} ms`;
}
