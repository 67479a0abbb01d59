import type { UsageWindow } from '../../../contract/models.ts';
import type { PacingSettings } from '../../../contract/pacing.ts';

export type Room = {
  may: boolean;
  /** When it may again, and why it may not before. */
  until?: number;
  because?: UsageWindow;
  /** Every window begins anew soon. */
  isHasty: boolean;
  /** Requests at a time. */
  atOnce: number;
};

const minute = 60_000;

/**
 * What work in the background may of an account now. Of each window it may use its share, and shortly before that begins anew all
 * but the reserve: what nobody wanted by then would be lost. A window whose end nobody tells holds nothing back.
 */
export function roomIn(
  windows: readonly UsageWindow[],
  { share, hastenMinutes, reserve, atOnce, atOnceBeforeReset }: Omit<PacingSettings, 'plans'>,
  now: number,
): Room {
  const ending = windows.flatMap((window) => {
    const { resetsAt, atMost = 0 } = window;
    return resetsAt !== undefined && resetsAt > now && atMost > 0 ? [{ ...window, resetsAt, atMost }] : [];
  });
  if (ending.length === 0) return { may: true, isHasty: false, atOnce: Number.POSITIVE_INFINITY };
  const isSoon = (resetsAt: number): boolean => resetsAt - now <= hastenMinutes * minute;
  const isHasty = ending.every(({ resetsAt }) => isSoon(resetsAt));
  const holding = ending.flatMap((window) => {
    const { resetsAt, atMost, left } = window;
    const used = (atMost - left) / atMost;
    const soon = isSoon(resetsAt);
    const most = soon ? Math.max(share, 100 - reserve) : share;
    if (used < most / 100) return [];
    // What may not be used up shortly before the end either waits for the end.
    const isFuller = used >= Math.max(share, 100 - reserve) / 100;
    return [{ window, until: soon || isFuller ? resetsAt : resetsAt - hastenMinutes * minute }];
  });
  const last = holding.toSorted((one, other) => other.until - one.until)[0];
  const speed = { isHasty, atOnce: isHasty ? atOnceBeforeReset : atOnce };
  return last ? { may: false, until: last.until, because: last.window, ...speed } : { may: true, ...speed };
}
