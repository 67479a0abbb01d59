import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { linesOf, shown, sizeOf } from './blocks.ts';

const step = 64 * 1024;
const newline = 0x0a;
const mostBytes = 16 * 1024 * 1024;

type Tail = ActionRun<Actions['tail']['input'], Actions['tail']['output']>;

export const tail: Tail = async ({ path, lines: wanted }, context) => {
  const size = await sizeOf(path, context);
  const chunks: Buffer[] = [];
  let start = size;
  let ends = 0;
  // One more end than lines: the one before the first.
  while (start > 0 && ends <= wanted && size - start < mostBytes) {
    const from = Math.max(0, start - step);
    const parts: Uint8Array[] = [];
    for await (const chunk of context.files.read(path, { start: from, end: start })) parts.push(chunk);
    const block = Buffer.concat(parts);
    for (const byte of block) if (byte === newline) ends += 1;
    chunks.unshift(block);
    start = from;
  }
  const text = Buffer.concat(chunks).toString();
  return { path, lines: [...linesOf(text)].slice(-wanted).map(shown), bytes: size };
};
