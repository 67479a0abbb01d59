const second = 1000;
const hour = 3_600_000;

const steps = [30 * second, 60 * second, 300 * second] as const;
const firstBillingMs = 5 * hour;
const longestBillingMs = 24 * hour;

/** Failing so long after a rest was over is failing for the first time again. */
export const forgottenAfterMs = 24 * hour;

/** How long a way to a model rests after it could not answer so many times in a row. What the server asked for is the least. */
export function restMs(because: string, times: number, retryAfterMs = 0): number {
  const usual =
    because === 'billing'
      ? Math.min(firstBillingMs * 2 ** Math.min(times - 1, 10), longestBillingMs)
      : (steps[times - 1] ?? 300 * second);
  return Math.max(usual, retryAfterMs);
}

/** The provider's word that it says no until then; the others are only likely to fail again. */
export function isFirm(because: string): boolean {
  return because === 'rate-limited' || because === 'billing';
}
