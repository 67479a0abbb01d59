import type { BudgetLimits } from '../../contract/plan-modifiers.ts';
import type { Usage } from '../../contract/plan-events.ts';
import { HeronError } from '../base/errors.ts';

export type Resource = keyof BudgetLimits;

/** Counts what a task, or a run, uses, and stops it when that is more than its budget. */
export type Meter = { countCall: (path: string) => void; stop: () => void };

/** Why what had a budget was stopped. */
export class OverBudget extends HeronError {
  readonly resource: Resource;
  readonly limit: number;
  readonly used: Usage;

  constructor(what: string, resource: Resource, limit: number, used: Usage) {
    super('limit-exceeded', `${what} went over its budget: ${told(resource, used[resource] ?? 0)}, allowed ${limit}`, {
      resource,
      limit,
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
  limits: BudgetLimits;
  clock: () => number;
  /** What was used before the run was taken up again, and since when. */
  before: { calls: number; since: number };
  /** As `Timers.after`. */
  after: (delayMs: number, callback: () => void) => () => boolean;
  /** `by`: whose call was one too many. Called once. */
  onExceeded: (resource: Resource, measured: Usage, by?: string) => void;
};

export function createMeter({ limits, clock, before, after, onExceeded }: MeterParts): Meter {
  let { calls } = before;
  // Since a moment in the future of a clock that was set back, nothing was used.
  const wallUsed = (): number => Math.max(0, clock() - before.since);
  let isOver = false;

  function exceed(resource: Resource, by?: string): void {
    if (isOver) return;
    isOver = true;
    onExceeded(resource, { calls, wallMs: clock() - before.since }, by);
  }

  const { wallMs } = limits;
  const left = wallMs === undefined ? undefined : wallMs - wallUsed();
  const cancelTimer = left === undefined ? undefined : after(left, () => exceed('wallMs'));

  return {
    countCall: (path) => {
      calls += 1;
      if (limits.calls !== undefined && calls > limits.calls) exceed('calls', path);
    },
    stop: () => void cancelTimer?.(),
  };
}
