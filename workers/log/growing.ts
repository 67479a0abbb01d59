import type { WorkerContext } from 'heron/worker-kit';
import { linesOf, sizeOf } from './blocks.ts';

const pollMs = 200;
/** So much of the beginning tells one file from the one that takes its place. */
const headBytes = 256;

/** New lines of a file that is written to, by the batch; `rotations` counts how often it began anew. */
export type Growth = { lines: string[]; rotations: number };

/**
 * Looks every 200 ms until `until` (milliseconds since 1970). A file that got shorter, or begins differently, has been
 * rotated and is read from its beginning. A line counts when it has its end.
 */
export async function* growthOf(path: string, until: number, context: WorkerContext): AsyncGenerator<Growth> {
  let offset = await sizeOf(path, context);
  let head = await headOf(path, offset, context);
  let rest = Buffer.alloc(0);
  let rotations = 0;
  while (context.now() < until) {
    await context.sleep(Math.max(1, Math.min(pollMs, until - context.now())));
    const status = await context.files.status(path);
    // Between two files there may be none.
    if (!status || (status.size === offset && head.byteLength >= Math.min(offset, headBytes))) continue;
    const now = await headOf(path, status.size, context);
    if (status.size < offset || !startsWith(now, head)) {
      offset = 0;
      rest = Buffer.alloc(0);
      rotations += 1;
    }
    head = now;
    for await (const chunk of context.files.read(path, { start: offset, end: status.size })) {
      offset += chunk.byteLength;
      const bytes = Buffer.concat([rest, chunk]);
      const end = bytes.lastIndexOf(0x0a) + 1;
      rest = Buffer.from(bytes.subarray(end));
      yield { lines: [...linesOf(bytes.toString('utf8', 0, end))], rotations };
    }
  }
}

async function headOf(path: string, size: number, context: WorkerContext): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  if (size === 0) return Buffer.alloc(0);
  for await (const chunk of context.files.read(path, { end: Math.min(size, headBytes) })) parts.push(chunk);
  return Buffer.concat(parts);
}

function startsWith(bytes: Buffer, head: Buffer): boolean {
  return bytes.byteLength >= head.byteLength && bytes.subarray(0, head.byteLength).equals(head);
}
