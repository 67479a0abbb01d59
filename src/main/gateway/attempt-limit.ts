import type { Clock } from '../base/clock.ts';

/** After `failures` failed attempts within `windowMs` nobody is listened to until the window has passed. */
export function createAttemptLimit(parts: { clock: Clock; failures: number; windowMs: number }) {
  let failedAt: number[] = [];
  return {
    recordFailure(): void {
      failedAt = [...failedAt, parts.clock()].slice(-parts.failures);
    },
    /** Milliseconds until an attempt is heard again; 0 when it is heard now. */
    waitMs(): number {
      const oldest = failedAt[0];
      if (oldest === undefined || failedAt.length < parts.failures) return 0;
      return Math.max(0, oldest + parts.windowMs - parts.clock());
    },
  };
}

export type AttemptLimit = ReturnType<typeof createAttemptLimit>;
