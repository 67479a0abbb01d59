import { fail, type WorkerContext } from 'heron/worker-kit';

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
