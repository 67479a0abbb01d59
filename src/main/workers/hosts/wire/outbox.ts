import type { Packet } from '../../../../worker-kit/host-side/messages.ts';
import { toJson } from '../../../../worker-kit/host-side/packet-json.ts';
import { encodeFrame } from './frames.ts';

/** A frame is closed when it holds this much, so that the other side never waits for a giant. */
const fullFrame = 256 * 1024;

export type Outbox<Message extends { type: string }> = {
  /** Throws `limit-exceeded` when the message is too large to be carried, a TypeError when it is not JSON. */
  add(packet: Packet<Message>): void;
  /** Takes a message that is JSON already. */
  addJson(json: string, bytes: Uint8Array | undefined): void;
};

/**
 * The first message of a turn of the loop goes at once, so that the other side is at work while this one still tidies up; those that
 * follow it in that turn are gathered into as few frames as will hold them.
 */
export function createOutbox<Message extends { type: string }>(
  write: (buffers: Uint8Array[]) => void,
): Outbox<Message> {
  let messages: string[] = [];
  let bodies: Uint8Array[] = [];
  let size = 0;
  let isInTurn = false;

  function close(): void {
    if (messages.length === 0) return;
    const buffers = encodeFrame(messages, bodies);
    messages = [];
    bodies = [];
    size = 0;
    write(buffers);
  }

  function endTurn(): void {
    isInTurn = false;
    close();
  }

  function addJson(json: string, bytes: Uint8Array | undefined): void {
    messages.push(json);
    size += json.length;
    if (bytes) {
      bodies.push(bytes);
      size += bytes.byteLength;
    }
    if (size >= fullFrame) return close();
    if (isInTurn) return;
    isInTurn = true;
    process.nextTick(endTurn);
    close();
  }

  return {
    add: (packet) => addJson(toJson(packet), packet.bytes),
    addJson,
  };
}
