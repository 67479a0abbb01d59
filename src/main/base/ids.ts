import { ulid } from 'ulid';
import type { IdPrefix } from '../../contract/ids.ts';

/** Makes ids that sort by the order of their making within one process. */
export type MakeId = (prefix: IdPrefix) => string;

export function createIds(now: () => number = Date.now): MakeId {
  let last = '';
  let lastAt = -1;
  return (prefix) => {
    const at = now();
    // Of one millisecond, and where the clock goes back, each is the one before it and one more: a step has several, and drawing each costs.
    last = (at <= lastAt ? oneMore(last) : undefined) ?? drawn((lastAt = Math.max(at, lastAt)));
    return `${prefix}_${last}`;
  };
}

/** Ids are names, not secrets: the fast generator will do. Its first digit leaves room for whatever is counted up from it. */
function drawn(at: number): string {
  const id = ulid(at, Math.random);
  return `${id.slice(0, timeDigits)}0${id.slice(timeDigits + 1)}`;
}

/** Undefined when there is none of that millisecond any more. */
function oneMore(id: string): string | undefined {
  let place = id.length - 1;
  while (id.charCodeAt(place) === lastDigit) place -= 1;
  if (place < timeDigits) return undefined;
  const raised = digits[digits.indexOf(id.charAt(place)) + 1] ?? '';
  return id.slice(0, place) + raised + '0'.repeat(id.length - 1 - place);
}

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const lastDigit = digits.charCodeAt(31);
const timeDigits = 10;

/** The id of what is known by the hash of its content. */
export function idOfHash(prefix: IdPrefix, hash: Uint8Array): string {
  return `${prefix}_${Array.from(hash.subarray(0, 26), (byte) => digits[byte & 31]).join('')}`;
}
