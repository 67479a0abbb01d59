import type { Usage } from '../../contract/plan-events.ts';
import type { Execution } from './frame.ts';

/** What the tasks below a path used before the run was taken up again, and when the first of them began. */
export function usageBefore({ items, runId, clock }: Execution, path: string): { usage: Usage; since: number } {
  const { since, ...usage } = items.usage(runId, path);
  return { usage, since: since ?? clock() };
}
