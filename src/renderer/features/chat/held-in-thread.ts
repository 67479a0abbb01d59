import type { AnyEvent } from '../../../contract/events.ts';
import type { HeldPlan } from '../../../contract/held-plans.ts';
import type { Plan } from '../../../contract/plan.ts';

/** `held`: what waits for a word of the person. `unrun`: what was shown last and never ran, which the next one is compared with. */
export type HeldInThread = { held: HeldPlan | undefined; unrun: Plan | undefined };

/** What one event makes of the plan that a conversation shows. */
export function heldAfter({ held, unrun }: HeldInThread, event: AnyEvent): HeldInThread {
  switch (event.type) {
    case 'plan.proposed': {
      const { plan, by, isHeld, schedule } = event.payload;
      if (!isHeld || event.causedBy === undefined) return { held: undefined, unrun: undefined };
      const shown: HeldPlan = {
        ...{ proposalId: event.id, messageId: event.causedBy, plan, by, at: event.at },
        ...(schedule ? { isScheduled: true as const } : {}),
        ...(unrun ? { before: unrun } : {}),
      };
      return { held: shown, unrun: plan };
    }
    case 'message.added': {
      const { role, id } = event.payload.message;
      // Whatever else is said is a word about it, or about something else.
      return role === 'person' && id !== held?.messageId ? { held: undefined, unrun } : { held, unrun };
    }
    case 'run.created':
      return { held, unrun: undefined };
    default:
      return { held, unrun };
  }
}
