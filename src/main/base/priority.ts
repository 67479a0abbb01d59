import type { Claim } from './fair-queue.ts';

/** Who goes first where calls wait for each other's places; none waits for ever. */
export const priorities = ['urgent', 'normal', 'background'] as const;
export type Priority = (typeof priorities)[number];

/** Steps of the fair queue: the background may be passed over for longer. */
const steps: Record<Priority, number> = { urgent: 1, normal: 0, background: -3 };

/** For a place that no run owns: there are only the three lines, each in the order in which they came. */
export function priorityClaim(priority: Priority): Claim {
  return { runId: '', priority: steps[priority] };
}
