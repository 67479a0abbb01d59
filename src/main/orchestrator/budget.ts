import type { BudgetLimits } from '../../contract/plan-modifiers.ts';
import { addUsage, amountText, type CallUsage, type Resource, type Usage } from '../../contract/usage.ts';
import { HeronError } from '../base/errors.ts';

/** What a call has used and the log does not know yet. */
export type OpenUsage = { pending: () => CallUsage | undefined; put: () => void };

/** Counts what a task, or a run, uses, and stops it when that is more than its budget. */
export type Meter = {
  countCall: (path: string) => void;
  /** Counts what is on record now. If that is too much: resolves when it has ended what is inside. */
  add: (used: CallUsage) => Promise<void> | undefined;
  /** Calls inside, while they go on. */
  open: Set<OpenUsage>;
  /** Whether it is more than the budget with what is not on record yet. */
  wouldExceed: () => boolean;
  /** Of tokens and money, where they are limited. */
  left: () => CallUsage;
  /** Calls inside have to be measured. */
  measures: boolean;
  /** Resolves when what was too much has ended what is inside; undefined while nothing is. */
  ending: () => Promise<void> | undefined;
  stop: () => void;
};

/** Why what had a budget was stopped. */
export class OverBudget extends HeronError {
  readonly resource: Resource;
  readonly limit: number;
  readonly used: Usage;

  constructor(what: string, resource: Resource, limit: number, used: Usage) {
    const amount = amountText(resource, used[resource] ?? 0);
    super('limit-exceeded', `${what} went over its budget: ${amount}, allowed ${limit}`, { resource, limit });
    this.name = 'OverBudget';
    this.resource = resource;
    this.limit = limit;
    this.used = used;
  }
}

export type MeterParts = {
  limits: BudgetLimits;
  clock: () => number;
  /** What was used before the run was taken up again, and since when. */
  before: { calls: number; since: number; used: CallUsage };
  /** As `Timers.after`. */
  after: (delayMs: number, callback: () => void) => () => boolean;
  /** `by`: whose call was one too many. Called once; gives when all inside has been told, if that is not at once. */
  onExceeded: (resource: Resource, measured: Usage, by?: string) => Promise<void> | undefined;
};

const ofCalls = ['tokens', 'money', 'cpuMs', 'memoryMb'] as const;

export function createMeter({ limits, clock, before, after, onExceeded }: MeterParts): Meter {
  let { calls, used } = before;
  // Since a moment in the future of a clock that was set back, nothing was used.
  const wallUsed = (): number => Math.max(0, clock() - before.since);
  const open = new Set<OpenUsage>();
  let isOver = false;
  let ending: Promise<void> | undefined;

  function exceed(resource: Resource, by?: string): void {
    if (isOver) return;
    isOver = true;
    ending = onExceeded(resource, { ...used, calls, wallMs: clock() - before.since }, by);
  }

  const beyond = (usage: CallUsage): Resource | undefined =>
    ofCalls.find((resource) => (usage[resource] ?? 0) > (limits[resource] ?? Infinity));

  function judge(): void {
    const resource = beyond(used);
    if (resource) exceed(resource);
  }

  const { wallMs } = limits;
  const left = wallMs === undefined ? undefined : wallMs - wallUsed();
  const cancelTimer = left === undefined ? undefined : after(left, () => exceed('wallMs'));
  judge();

  return {
    countCall: (path) => {
      calls += 1;
      if (limits.calls !== undefined && calls > limits.calls) exceed('calls', path);
    },
    add: (more) => {
      used = addUsage(used, more);
      if (isOver) return undefined;
      judge();
      return ending;
    },
    open,
    wouldExceed: () => {
      if (isOver) return false;
      let all = used;
      for (const call of open) all = addUsage(all, call.pending() ?? {});
      return beyond(all) !== undefined;
    },
    left: () => ({
      ...(limits.tokens === undefined ? {} : { tokens: Math.max(0, limits.tokens - (used.tokens ?? 0)) }),
      ...(limits.money === undefined ? {} : { money: Math.max(0, limits.money - (used.money ?? 0)) }),
    }),
    measures: limits.cpuMs !== undefined || limits.memoryMb !== undefined,
    ending: () => ending,
    stop: () => void cancelTimer?.(),
  };
}

/** What all budgets around leave of tokens and money; empty where nothing limits them. */
export function leftOf(meters: readonly Pick<Meter, 'left'>[]): CallUsage {
  const all = meters.map(({ left }) => left());
  const least = (of: 'tokens' | 'money'): number => Math.min(...all.map((each) => each[of] ?? Infinity));
  const [tokens, money] = [least('tokens'), least('money')];
  return { ...(tokens === Infinity ? {} : { tokens }), ...(money === Infinity ? {} : { money }) };
}

/** A budget that is used up ends what is inside in a moment: until then nothing more is called there. */
export function overBudgets(meters: readonly Pick<Meter, 'ending'>[]): Promise<unknown> | undefined {
  const endings = meters.flatMap(({ ending }) => ending() ?? []);
  return endings.length > 0 ? Promise.all(endings) : undefined;
}
