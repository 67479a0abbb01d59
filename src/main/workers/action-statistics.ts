import type { Failure } from '../../contract/errors.ts';
import { classOf } from '../../contract/failure-classes.ts';
import { bucketsADoubling } from '../../contract/time/action-times.ts';
import type { WorkerStatistics } from '../../contract/workers.ts';

function bucketOf(ms: number): string {
  if (ms <= 1) return '0';
  return String(Math.ceil(Math.log2(ms) * bucketsADoubling));
}

/** Counts a call of an action with how long it took and what it failed with. */
export function countCall(
  statistics: WorkerStatistics,
  action: string,
  ms: number,
  failure: Failure | undefined,
): void {
  statistics.actions ??= {};
  const own = (statistics.actions[action] ??= { calls: 0, errors: {}, times: {} });
  own.calls += 1;
  const bucket = bucketOf(ms);
  own.times[bucket] = (own.times[bucket] ?? 0) + 1;
  if (!failure) return;
  const kind = classOf(failure);
  own.errors[kind] = (own.errors[kind] ?? 0) + 1;
}
