import type { BudgetLimits } from '../../contract/plan-modifiers.ts';
import type { Usage } from '../../contract/plan-events.ts';
import { HeronError } from '../base/errors.ts';
import { afterDelay } from './timer.ts';

type Resource = keyof BudgetLimits;

/** Counts what a task, or a run, uses, and stops it when that is more than its budget. */
export type Meter = { countCall: () => void; used: () => Usage; stop: () => void };

/** Why what had a budget was stopped. */
export class OverBudget extends HeronError {
  readonly resource: Resource;
  readonly limit: number;
  readonly used: Usage;

  constructor(what: string, resource: Resource, limit: number, used: Usage) {
    super('limit-exceeded', `${what} went over its budget: ${told(resource, used[resource] ?? 0)}, allowed ${limit}`, {
      resource,
      limit,
      used,
    });
    this.name = 'OverBudget';
    this.resource = resource;
    this.limit = limit;
    this.used = used;
  }
}

function told(resource: Resource, amount: number): string {
  return resource === 'calls' ? `${amount} calls` : `${Math.round(amount)} ms`;
}

export type MeterParts = {
  what: string;
  limits: BudgetLimits;
  clock: () => number;
  /** What was used before the run was taken up again, and since when. */
  before: { calls: number; since: number };
  onExceeded: (error: OverBudget) => void;
};

export function createMeter({ what, limits, clock, before, onExceeded }: MeterParts): Meter {
  let { calls } = before;
  // Since a moment in the future of a clock that was set back, nothing was used.
  const wallUsed = (): number => Math.max(0, clock() - before.since);
  const used = (): Usage => ({ calls, wallMs: wallUsed() });
  let isOver = false;

  function exceed(resource: Resource): void {
    if (isOver) return;
    isOver = true;
    onExceeded(new OverBudget(what, resource, limits[resource] ?? 0, used()));
  }

  const { wallMs } = limits;
  const left = wallMs === undefined ? undefined : wallMs - wallUsed();
  const cancelTimer = left === undefined ? undefined : afterDelay(left, () => exceed('wallMs'));

  return {
    countCall: () => {
      calls += 1;
      if (limits.calls !== undefined && calls > limits.calls) exceed('calls');
    },
    used,
    stop: () => void cancelTimer?.(),
  };
}
