/**
 * The wire between the engine and a host: a frame is the length of its JSON and of its bytes (unsigned 32-bit,
 * little-endian), then both. The JSON is a list of messages; one with bytes says how many in `bytes`, and they lie in
 * the order of the messages.
 */
import type { Packet } from '../../../../worker-kit/host-side/messages.ts';
import { deepestNesting, excessOf, mostValues } from '../../../../worker-kit/host-side/packet-json.ts';

const prefixBytes = 8;
const mostJsonBytes = 16 * 1024 * 1024;
const mostBodyBytes = 16 * 1024 * 1024;
/** Of a frame's list and the messages in it: a large one, and small ones that came before it. */
const mostOfFrame = { nesting: deepestNesting + 1, values: mostValues + 60_000 };

/** What the other side sent is not a frame; there is no going on from it. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** `messages` are JSON texts; `bodies` the bytes of those that have some, in order. */
export function encodeFrame(messages: string[], bodies: Uint8Array[]): Uint8Array[] {
  const json = `[${messages.length === 1 ? messages[0] : messages.join(',')}]`;
  const jsonBytes = Buffer.byteLength(json);
  const head = Buffer.allocUnsafe(prefixBytes + jsonBytes);
  head.writeUInt32LE(jsonBytes, 0);
  let bodyBytes = 0;
  for (const body of bodies) bodyBytes += body.byteLength;
  head.writeUInt32LE(bodyBytes, 4);
  head.write(json, prefixBytes);
  return bodies.length === 0 ? [head] : [head, ...bodies];
}

/** `alone`: the JSON of the list that the message was alone in, without bytes; for whoever hands it on as it came. */
export type OnPacket<Message> = (packet: Packet<Message>, alone?: string) => void;

/** Cuts a stream of bytes, split anywhere, into packets. Throws a FrameError when it holds something else. */
export function createFrameReader(onPacket: OnPacket<unknown>): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let held = 0;
  let needed = prefixBytes;

  function take(whole: Buffer): Buffer {
    let start = 0;
    for (;;) {
      needed = prefixBytes;
      if (start === whole.length) return noBody;
      if (whole.length - start < prefixBytes) return whole.subarray(start);
      const jsonEnd = prefixBytes + whole.readUInt32LE(start);
      const bodyBytes = whole.readUInt32LE(start + 4);
      if (jsonEnd > mostJsonBytes + prefixBytes || bodyBytes > mostBodyBytes) {
        throw new FrameError(`A frame of ${jsonEnd} and ${bodyBytes} bytes is too large`);
      }
      needed = jsonEnd + bodyBytes;
      if (whole.length - start < needed) return whole.subarray(start);
      const json = whole.toString('utf8', start + prefixBytes, start + jsonEnd);
      const body = bodyBytes === 0 ? noBody : whole.subarray(start + jsonEnd, start + needed);
      start += needed;
      openFrame(json, body, onPacket);
    }
  }

  return (chunk) => {
    chunks.push(chunk);
    held += chunk.length;
    if (held < needed) return;
    const rest = take(chunks.length === 1 ? chunk : Buffer.concat(chunks, held));
    chunks = rest.length > 0 ? [rest] : [];
    held = rest.length;
  };
}

const noBody = Buffer.alloc(0);

function openFrame(json: string, body: Buffer, onPacket: OnPacket<unknown>): void {
  let start = 0;
  const messages = parseList(json);
  for (const message of messages) {
    const length = bytesBeside(message);
    if (length === undefined) {
      onPacket({ message }, messages.length === 1 ? json : undefined);
      continue;
    }
    if (start + length > body.length) throw new FrameError('A message claims more bytes than its frame has');
    onPacket({ message, bytes: body.subarray(start, start + length) });
    start += length;
  }
  if (start !== body.length) throw new FrameError('A frame has bytes that belong to no message');
}

function parseList(text: string): unknown[] {
  const excess = excessOf(text, mostOfFrame);
  if (excess) throw new FrameError(`A frame is over its limit of ${excess}, ${mostOfFrame[excess]}`);
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw new FrameError('A frame is not JSON');
  }
  if (!Array.isArray(list)) throw new FrameError('A frame is not a list of messages');
  return list;
}

function bytesBeside(message: unknown): number | undefined {
  if (typeof message !== 'object' || message === null || !('bytes' in message)) return undefined;
  const length = message.bytes;
  if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) {
    throw new FrameError('A message has a wrong length of bytes');
  }
  return length;
}
