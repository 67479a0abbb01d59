import type { BudgetLimits } from '../../contract/plan-modifiers.ts';
import type { Usage } from '../../contract/plan-events.ts';
import { HeronError } from '../base/errors.ts';
import { afterDelay } from './timer.ts';

type Resource = keyof BudgetLimits;

/** Counts what a task, or a run, uses, and stops it when that is more than its budget. */
export type Meter = { spend: (usage: Usage) => void; used: () => Usage; stop: () => void };

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
  switch (resource) {
    case 'tokens':
      return `${amount} tokens`;
    case 'moneyUsd':
      return `$${amount.toFixed(4)}`;
    case 'wallMs':
      return `${Math.round(amount)} ms`;
    case 'calls':
      return `${amount} calls`;
    case 'cpuMs':
      return `${Math.round(amount)} ms of processor time`;
    case 'memoryMb':
      return `${Math.round(amount)} MB of memory`;
  }
}

export type MeterParts = {
  what: string;
  limits: BudgetLimits;
  clock: () => number;
  /** What was used before the run was taken up again, and since when. */
  before: { usage: Usage; since: number };
  onExceeded: (error: OverBudget) => void;
};

export function createMeter({ what, limits, clock, before, onExceeded }: MeterParts): Meter {
  const total: Usage = { ...before.usage };
  const used = (): Usage => ({ ...total, wallMs: clock() - before.since });
  let isOver = false;

  function exceed(resource: Resource): void {
    if (isOver) return;
    isOver = true;
    onExceeded(new OverBudget(what, resource, limits[resource] ?? 0, used()));
  }

  const { wallMs } = limits;
  const left = wallMs === undefined ? undefined : wallMs - (clock() - before.since);
  const cancelTimer = left === undefined ? undefined : afterDelay(left, () => exceed('wallMs'));

  return {
    spend: (usage) => {
      for (const [resource, amount] of Object.entries(usage) as [Resource, number | undefined][]) {
        if (amount === undefined || resource === 'wallMs') continue;
        // Memory is what was used at a time, everything else adds up.
        total[resource] =
          resource === 'memoryMb' ? Math.max(total.memoryMb ?? 0, amount) : (total[resource] ?? 0) + amount;
        const limit = limits[resource];
        if (limit !== undefined && (total[resource] ?? 0) > limit) exceed(resource);
      }
    },
    used,
    stop: () => void cancelTimer?.(),
  };
}
