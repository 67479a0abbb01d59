import { WorkerFailure } from '../failure.ts';
import type { Packet } from './messages.ts';

/** The longest message either side sends, in UTF-16 units of its JSON. */
export const longestMessage = 4 * 1024 * 1024;

/** The most bytes that travel beside one message. */
export const mostBytes = 8 * 1024 * 1024;

/** Parsed JSON takes far more memory than its text when it is nothing but brackets, and recursion has an end. */
export const deepestNesting = 200;

/**
 * A message as JSON, with the length of the bytes beside it as `bytes`.
 * Throws `limit-exceeded` when it is too large or too deep, a TypeError when it is not JSON.
 */
export function toJson<Message extends { type: string }>(packet: Packet<Message>): string {
  const { message, bytes } = packet;
  const json = JSON.stringify(bytes ? { ...message, bytes: bytes.byteLength } : message);
  if (json.length > longestMessage) throw tooLarge(message.type, json.length, longestMessage);
  if (bytes && bytes.byteLength > mostBytes) throw tooLarge(message.type, bytes.byteLength, mostBytes);
  if (nestsDeeperThan(deepestNesting, json)) {
    const details = { limit: 'nesting', value: deepestNesting };
    throw new WorkerFailure('limit-exceeded', `A ${message.type} nests deeper than ${deepestNesting} levels`, details);
  }
  return json;
}

const quote = 0x22;
const backslash = 0x5c;

/** Whether JSON text opens more brackets in one another than that. */
export function nestsDeeperThan(levels: number, json: string): boolean {
  let depth = 0;
  let isText = false;
  for (let index = 0; index < json.length; index += 1) {
    const unit = json.charCodeAt(index);
    if (isText) {
      if (unit === backslash) index += 1;
      else if (unit === quote) isText = false;
    } else if (unit === quote) {
      isText = true;
    } else if (unit === 0x5b || unit === 0x7b) {
      depth += 1;
      if (depth > levels) return true;
    } else if (unit === 0x5d || unit === 0x7d) {
      depth -= 1;
    }
  }
  return false;
}

function tooLarge(type: string, size: number, limit: number): WorkerFailure {
  return new WorkerFailure('limit-exceeded', `A ${type} of ${size} bytes is too large, the limit is ${limit}`, {
    limit: 'messageBytes',
    value: limit,
    used: size,
  });
}
