/** What one piece of a file takes at most. */
export const lentBytes = 256 * 1024;
/** More than that are not in use at once where it matters. */
const keptAtMost = 16;

const kept: ArrayBuffer[] = [];
const lent = new WeakSet<ArrayBufferLike>();

/**
 * Room for a piece of a file on its way out of the engine, `lentBytes` large, with whatever was in it. Memory outside of JavaScript's own
 * makes its collector go through all there is, so 100 MB in new pieces cost more than all that is done with them. One that is
 * never given back is collected like any other.
 */
export function lendBytes(): Uint8Array<ArrayBuffer> {
  const room = kept.pop() ?? new ArrayBuffer(lentBytes);
  lent.add(room);
  return new Uint8Array(room);
}

/** The whole or a part of what was lent, once nobody reads it any more. What is not lent stays as it is. */
export function giveBack({ buffer }: Uint8Array): void {
  if (!lent.delete(buffer) || !(buffer instanceof ArrayBuffer) || kept.length === keptAtMost) return;
  kept.push(buffer);
}
