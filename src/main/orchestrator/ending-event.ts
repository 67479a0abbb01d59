import type { EventDraft } from '../base/event-log.ts';
import type { Ending } from './execution.ts';

/** How a run's log ends. */
export function endingEvent(
  ending: Exclude<Ending, { kind: 'interrupted' | 'parked' | 'stalled' }>,
): Omit<EventDraft, 'scope'> {
  switch (ending.kind) {
    case 'completed':
      return { type: 'run.completed', payload: {} };
    case 'failed':
      return { type: 'run.failed', payload: { error: ending.error } };
    case 'cancelled':
      return { type: 'run.cancelled', payload: { reason: ending.reason } };
  }
}
