import type { Grant } from '../../../contract/permissions.ts';

export type CountedUses = ReturnType<typeof createCountedUses>;

/** Which steps took a use of which grant, and when that is written down. */
export function createCountedUses() {
  const uses = new Map<string, Map<string, Promise<void>>>();
  const keyOf = (runId: string, taskId: string): string => `${runId}/${taskId}`;

  return {
    /** Is there a use left for these steps, or has each of them taken its own? */
    has: ({ id, usesLeft }: Grant, runId: string, taskIds: readonly string[]): boolean => {
      if (usesLeft === undefined || usesLeft > 0) return true;
      return taskIds.length > 0 && taskIds.every((taskId) => uses.get(id)?.has(keyOf(runId, taskId)));
    },
    /** A step takes one use, at once; `write` is called for its first access. Resolves when that is written down. */
    take: (grantId: string, runId: string, taskId: string, write: () => Promise<void>): Promise<void> => {
      const steps = uses.get(grantId) ?? new Map<string, Promise<void>>();
      uses.set(grantId, steps);
      const written = steps.get(keyOf(runId, taskId)) ?? write();
      steps.set(keyOf(runId, taskId), written);
      return written;
    },
    /** Nobody can need it any more. */
    isSpent: ({ id, usesLeft }: Grant): boolean => usesLeft === 0 && !uses.get(id)?.size,
    forget: (grantId: string): void => void uses.delete(grantId),
    endRun: (runId: string): void => {
      for (const steps of uses.values()) {
        for (const key of steps.keys()) if (key.startsWith(`${runId}/`)) steps.delete(key);
      }
    },
  };
}
