import { addUsage, type CallUsage, usageSince } from '../../contract/usage.ts';
import type { OpenUsage } from './budget.ts';
import { type Place, scopeOf } from './frame.ts';
import { afterDelay } from './waits/timer.ts';

/** Takes what one call has used so far in all. */
export type UsageReport = {
  tell: (total: CallUsage) => void;
  /** Puts what is left on record. Resolves when the budgets that the call has used up have ended what is inside. */
  end: () => Promise<unknown> | undefined;
};

/**
 * Puts what a call uses on record: at once when a budget around it is used up, else every now and then and at its end. Budgets
 * count what is on record and nothing else, so a replay stops them at the same place.
 */
export function reportUsage(place: Place, attempt: number): UsageReport {
  const { execution, meters } = place;
  const { recorder, clock, outside } = execution;
  let noted: CallUsage = {};
  let total: CallUsage = {};
  let notedAt = -Infinity;
  let cancelTimer: (() => void) | undefined;
  const endings: Promise<void>[] = [];
  const own: OpenUsage = { pending: () => usageSince(noted, total), put };
  for (const meter of meters) meter.open.add(own);

  function put(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    const used = own.pending();
    if (!used) return;
    noted = addUsage(noted, used);
    notedAt = clock();
    recorder.note({ type: 'task.used', scope: scopeOf(place), payload: { attempt, used } }, 'soon', () => {
      endings.push(...meters.flatMap((meter) => meter.add(used) ?? []));
    });
  }

  return {
    tell(now) {
      total = now;
      const exceeded = meters.filter((meter) => meter.wouldExceed());
      // What others have used stands before what makes it too much.
      for (const meter of exceeded) for (const call of meter.open) if (call !== own) call.put();
      const leftMs = Math.min(outside.usedEveryMs, notedAt + outside.usedEveryMs - clock());
      if (exceeded.length > 0 || leftMs <= 0) return put();
      cancelTimer ??= afterDelay(leftMs, put);
    },
    end() {
      put();
      for (const meter of meters) meter.open.delete(own);
      return endings.length > 0 ? Promise.all(endings) : undefined;
    },
  };
}
