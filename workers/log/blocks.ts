import { fail, type WorkerContext } from 'heron/worker-kit';

const newline = 0x0a;
/** What is longer without an end counts as a line of its own, so that one endless line fills no memory. */
const longestLine = 1024 * 1024;

/** The bytes of a file in pieces of whole lines, each with the last newline; the last piece may lack it. */
export async function* wholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest: Buffer | undefined;
  for await (const bytes of chunks) {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = chunk.lastIndexOf(newline) + 1;
    if (end === 0) {
      rest = rest ? Buffer.concat([rest, chunk]) : Buffer.from(chunk);
      if (rest.byteLength < longestLine) continue;
      yield rest;
      rest = undefined;
      continue;
    }
    if (rest) {
      // Only the line that lies across two chunks is copied.
      const first = chunk.indexOf(newline) + 1;
      yield Buffer.concat([rest, chunk.subarray(0, first)]);
      if (first < end) yield chunk.subarray(first, end);
    } else yield chunk.subarray(0, end);
    rest = end < chunk.byteLength ? Buffer.from(chunk.subarray(end)) : undefined;
  }
  if (rest) yield rest;
}

/** The lines of a text, without their ends. */
export function* linesOf(text: string): Generator<string> {
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const stop = end === -1 ? text.length : end;
    yield text.slice(at, text.charCodeAt(stop - 1) === 0x0d && stop > at ? stop - 1 : stop);
    at = stop + 1;
  }
}

const shownCharacters = 4000;

export function shown(line: string): string {
  return line.length > shownCharacters ? `${line.slice(0, shownCharacters)}…` : line;
}

/** The size of a file. Errors: `not-found`, `invalid-input` for a folder. */
export async function sizeOf(path: string, context: WorkerContext): Promise<number> {
  const status = await context.files.status(path);
  if (!status) return fail('not-found', `There is no file ${path}`, { path });
  if (status.kind === 'folder') return fail('invalid-input', `${path} is a folder, not a file`, { path });
  return status.size;
}

/** Reports every percent, and stops when the call is cancelled. */
export async function* reporting(
  chunks: AsyncIterable<Uint8Array>,
  size: number,
  context: WorkerContext,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let percent = 0;
  for await (const chunk of chunks) {
    context.signal.throwIfAborted();
    yield chunk;
    bytes += chunk.byteLength;
    const reached = Math.floor((bytes / Math.max(bytes, size)) * 100);
    if (reached > percent) context.progress({ percent: (percent = reached) });
  }
}
