import { WorkerFailure } from '../failure.ts';
import type { Packet } from './messages.ts';

/** The longest message either side sends, in UTF-16 units of its JSON. */
export const longestMessage = 4 * 1024 * 1024;

/** The most bytes that travel beside one message. */
export const mostBytes = 8 * 1024 * 1024;

/**
 * A message as JSON, with the length of the bytes beside it as `bytes`.
 * Throws `limit-exceeded` when it is too large, a TypeError when it is not JSON.
 */
export function toJson<Message extends { type: string }>(packet: Packet<Message>): string {
  const { message, bytes } = packet;
  const json = JSON.stringify(bytes ? { ...message, bytes: bytes.byteLength } : message);
  if (json.length > longestMessage) throw tooLarge(message.type, json.length, longestMessage);
  if (bytes && bytes.byteLength > mostBytes) throw tooLarge(message.type, bytes.byteLength, mostBytes);
  return json;
}

function tooLarge(type: string, size: number, limit: number): WorkerFailure {
  return new WorkerFailure('limit-exceeded', `A ${type} of ${size} bytes is too large, the limit is ${limit}`, {
    limit: 'messageBytes',
    value: limit,
    used: size,
  });
}
