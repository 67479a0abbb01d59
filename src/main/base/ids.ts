import { monotonicFactory } from 'ulid';
import type { IdPrefix } from '../../contract/ids.ts';

/** Makes ids that sort by the order of their making within one process. */
export type MakeId = (prefix: IdPrefix) => string;

export function createIds(now: () => number = Date.now): MakeId {
  // Ids are names, not secrets: the fast generator will do.
  const next = monotonicFactory(Math.random);
  return (prefix) => `${prefix}_${next(now())}`;
}

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The id of what is known by the hash of its content. */
export function idOfHash(prefix: IdPrefix, hash: Uint8Array): string {
  return `${prefix}_${Array.from(hash.subarray(0, 26), (byte) => digits[byte & 31]).join('')}`;
}
