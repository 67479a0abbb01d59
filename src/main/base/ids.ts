import { monotonicFactory } from 'ulid';
import type { IdPrefix } from '../../contract/ids.ts';

/** Makes ids that sort by the order of their making within one process. */
export type MakeId = (prefix: IdPrefix) => string;

export function createIds(now: () => number = Date.now): MakeId {
  // Ids are names, not secrets: the fast generator will do.
  const next = monotonicFactory(Math.random);
  return (prefix) => `${prefix}_${next(now())}`;
}
