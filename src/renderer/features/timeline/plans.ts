import type { AnyEvent } from '../../../contract/events.ts';
import type { Plan } from '../../../contract/plan.ts';

/** The plans of runs whose beginning was seen, by run. */
export type Plans = Record<string, Plan>;

/** More than a person looks through; older ones are forgotten first. */
const most = 1000;

/** With the plans that events bring; the same object when they bring none. */
export function withPlansOf(events: AnyEvent[], known: Plans): Plans {
  const fresh = events.flatMap((event) =>
    event.type === 'run.created' && event.scope.runId ? [[event.scope.runId, event.payload.plan] as const] : [],
  );
  if (fresh.length === 0) return known;
  return Object.fromEntries([...Object.entries(known), ...fresh].slice(-most));
}
