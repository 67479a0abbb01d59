import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../../contract/json.ts';
import type { Place } from '../frame.ts';

/**
 * What an effect is known by. In a further attempt at a task around, a step that is given what it was given in an earlier one is the
 * same effect and has the key of then: what has happened does not happen again.
 */
export function keyOfEffect({ execution: { items, runId }, path, keyBase, task }: Place, input: JsonObject): string {
  if (task.idempotencyKey !== undefined) return keyBase;
  for (const earlier of inEarlierAttempts(path)) {
    const before = items.startedWith(runId, earlier);
    if (before && isDeepStrictEqual(before.input, input)) return before.idempotencyKey;
  }
  return keyBase;
}

/** `g/:3/x` was `g/:2/x` and `g/x` before. */
function inEarlierAttempts(path: string): string[] {
  const segments = path.split('/');
  return segments.flatMap((segment, at) => {
    const [, number] = /^:(\d+)$/.exec(segment) ?? [];
    const earlier = Array.from({ length: Number(number ?? 1) - 1 }, (_, index) => Number(number) - 1 - index);
    return earlier.map((made) => segments.toSpliced(at, 1, ...(made === 1 ? [] : [`:${made}`])).join('/'));
  });
}
