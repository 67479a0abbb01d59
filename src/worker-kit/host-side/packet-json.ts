import { WorkerFailure } from '../failure.ts';
import type { Packet } from './messages.ts';

/** The longest message either side sends, in UTF-16 units of its JSON. */
export const longestMessage = 4 * 1024 * 1024;

/** The most bytes that travel beside one message. */
export const mostBytes = 8 * 1024 * 1024;

/** Parsed JSON takes far more memory than its text when it is nothing but brackets, and recursion has an end. */
export const deepestNesting = 200;

/** Small values take far longer to read than their text is long, and the engine reads on the thread that does all else. */
export const mostValues = 100_000;

/**
 * A message as JSON, with the length of the bytes beside it as `bytes`.
 * Throws `limit-exceeded` when it is too large, too deep or of too many values, a TypeError when it is not JSON.
 */
export function toJson<Message extends { type: string }>(packet: Packet<Message>): string {
  const { message, bytes } = packet;
  const json = JSON.stringify(bytes ? { ...message, bytes: bytes.byteLength } : message);
  if (json.length > longestMessage) throw tooLarge(message.type, json.length, longestMessage);
  if (bytes && bytes.byteLength > mostBytes) throw tooLarge(message.type, bytes.byteLength, mostBytes);
  const excess = excessOf(json, { nesting: deepestNesting, values: mostValues });
  if (excess) {
    const limit = excess === 'nesting' ? deepestNesting : mostValues;
    const what = excess === 'nesting' ? `nests deeper than ${limit} levels` : `holds more than ${limit} values`;
    throw new WorkerFailure('limit-exceeded', `A ${message.type} ${what}`, { limit: excess, value: limit });
  }
  return json;
}

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const openBracket = 0x5b;
const closeBrace = 0x7d;
const closeBracket = 0x5d;
const comma = 0x2c;

/** Which limit JSON text is over, found without parsing it: brackets in one another, and values in all. */
export function excessOf(json: string, most: { nesting: number; values: number }): 'nesting' | 'values' | undefined {
  // No text is shorter than what is in it.
  if (json.length <= most.nesting && json.length <= most.values) return undefined;
  let depth = 0;
  let values = 0;
  for (let at = 0; at < json.length; at += 1) {
    switch (json.charCodeAt(at)) {
      case quote:
        at = endOfText(json, at + 1) - 1;
        break;
      case openBrace:
      case openBracket:
        depth += 1;
        values += 1;
        break;
      case comma:
        values += 1;
        break;
      case closeBrace:
      case closeBracket:
        depth -= 1;
        break;
      default:
        continue;
    }
    if (depth > most.nesting) return 'nesting';
    if (values > most.values) return 'values';
  }
  return undefined;
}

/** The place after the quote that ends a text. */
function endOfText(json: string, start: number): number {
  for (let at = json.indexOf('"', start); at >= 0; at = json.indexOf('"', at + 1)) {
    let slashes = 0;
    while (json.charCodeAt(at - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return json.length;
}

function tooLarge(type: string, size: number, limit: number): WorkerFailure {
  return new WorkerFailure('limit-exceeded', `A ${type} of ${size} bytes is too large, the limit is ${limit}`, {
    limit: 'messageBytes',
    value: limit,
    used: size,
  });
}
