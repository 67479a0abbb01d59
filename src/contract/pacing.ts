import { z } from 'zod';
import { defineEvent } from './event.ts';
import { UsageWindow, windowText } from './models.ts';
import { strictObject } from './strict-object.ts';

const AccountName = z.string().regex(/^[a-z][a-z0-9-]{0,23}\/[a-z][a-z0-9-]{0,23}$/, 'expected provider/account');

/** A month of 31 days. */
export const longestPlanHours = 744;

/** A window of a plan that its provider does not tell with its answers: Heron counts what it uses of it itself. */
export const PlanWindow = strictObject(() => ({
  account: AccountName,
  hours: z.int().min(1).max(longestPlanHours),
  unit: z.enum(['requests', 'tokens', 'money']),
  atMost: z.number().positive().max(1e12),
  /** When one began, so that it is known when each begins; without it each begins with the first request after the one before. */
  from: z.iso.datetime({ offset: true }).optional(),
}));
export type PlanWindow = z.infer<typeof PlanWindow>;

/** What work in the background may use of the windows of accounts, and how fast it goes. */
export const PacingSettings = strictObject(() => ({
  /** Percent of a window; the rest is kept for people … */
  share: z.int().min(0).max(100),
  /** … until so many minutes before it begins anew: what nobody used by then may be used up … */
  hastenMinutes: z.int().min(0).max(10_080),
  /** … but for so many percent. */
  reserve: z.int().min(0).max(100),
  /** Requests of it at a time, by an account that has windows. */
  atOnce: z.int().min(1).max(64),
  /** The same before it begins anew. */
  atOnceBeforeReset: z.int().min(1).max(64),
  plans: z.array(PlanWindow).max(50),
}));
export type PacingSettings = z.infer<typeof PacingSettings>;

export const usualPacing: PacingSettings = {
  ...{ share: 50, hastenMinutes: 60, reserve: 10, atOnce: 1, atOnceBeforeReset: 4, plans: [] },
};

/** What is left to an account, and what that means for work in the background. */
export const AccountRoom = strictObject(() => ({
  /** `provider/account` */
  account: z.string(),
  windows: z.array(UsageWindow),
  background: z.strictObject({
    may: z.boolean(),
    /** When it may again. */
    until: z.int().optional(),
    /** The window that holds it back. */
    because: UsageWindow.optional(),
    /** All windows begin anew soon: it goes faster. */
    isHasty: z.boolean(),
    /** Requests under way. */
    atWork: z.int().min(0),
  }),
}));
export type AccountRoom = z.infer<typeof AccountRoom>;

/** `50 of 100 requests left of 5 hours` */
export function heldText(window: UsageWindow): string {
  return `${window.providerId}/${window.accountId} has ${windowText(window)}`;
}

/** `goes on`, `waits until 14:00`. */
export function backgroundText(
  { may, until, isHasty, because }: AccountRoom['background'],
  timeText: (at: number) => string,
): string {
  if (may) return isHasty ? 'uses up what is left, faster than otherwise' : 'goes on';
  const why = because ? ` (${windowText(because)})` : '';
  return `waits${until === undefined ? '' : ` until ${timeText(until)}`}${why}`;
}

/** A request of work in the background was not made yet: it waits until then, or until there is room. Told once for each wait. */
export const modelHeldBack = defineEvent('model.heldBack', () =>
  z.strictObject({ account: z.string(), window: UsageWindow, until: z.int() }),
);
