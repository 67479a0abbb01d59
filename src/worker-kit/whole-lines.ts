const newline = 0x0a;
/** What is longer without an end counts as a line of its own, so that one endless line fills no memory. */
const longestLine = 1024 * 1024;

/**
 * The bytes of a file in pieces of whole lines, each with the last newline; the last piece may lack it. A chunk may be
 * written over once the next one is asked for: what is left of it is copied, and not by `slice`, which a Buffer has otherwise.
 */
export async function* wholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array | undefined;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(newline) + 1;
    if (end === 0) {
      rest = rest ? joined(rest, chunk) : new Uint8Array(chunk);
      if (rest.byteLength < longestLine) continue;
      yield rest;
      rest = undefined;
      continue;
    }
    if (rest) {
      // Only the line that lies across two chunks is copied.
      const first = chunk.indexOf(newline) + 1;
      yield joined(rest, chunk.subarray(0, first));
      if (first < end) yield chunk.subarray(first, end);
    } else yield chunk.subarray(0, end);
    rest = end < chunk.byteLength ? new Uint8Array(chunk.subarray(end)) : undefined;
  }
  if (rest) yield rest;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.byteLength + other.byteLength);
  both.set(one);
  both.set(other, one.byteLength);
  return both;
}
