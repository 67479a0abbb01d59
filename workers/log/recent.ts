import { createHash } from 'node:crypto';
import type { ActionRun, WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { shown, sizeOf } from './blocks.ts';
import { lineMatcher } from './pattern.ts';

type Recent = Actions['recent'];

/** So much of the end is looked through: what a program writes between two looks. */
const mostBytes = 1024 * 1024;
const headBytes = 256;
const newline = 0x0a;

/** Lines with their places, so that whoever looks again knows which of them are new. */
export const recent: ActionRun<Recent['input'], Recent['output']> = async (input, context) => {
  const { path, pattern, regex, ignoreCase, limit } = input;
  const isWanted = pattern === undefined ? () => true : lineMatcher({ pattern, regex, ignoreCase });
  const size = await sizeOf(path, context);
  const file = await nameOf(path, size, context);
  const start = Math.max(0, size - mostBytes);
  const bytes = await readFrom(path, start, size, context);
  // Of the first line of a part nobody knows where it began.
  let at = start === 0 ? 0 : bytes.indexOf(newline) + 1;
  const lines: Recent['output']['lines'] = [];
  for (let end = bytes.indexOf(newline, at); end !== -1; end = bytes.indexOf(newline, at)) {
    const text = bytes.toString('utf8', at, end).replace(/\r$/, '');
    if (isWanted(text)) lines.push({ file, at: start + at, text: shown(text) });
    at = end + 1;
  }
  return { path, lines: lines.slice(-limit) };
};

/** What tells one file from the one that takes its place: its first line, which stays as the file grows. */
async function nameOf(path: string, size: number, context: WorkerContext): Promise<string> {
  const head = await readFrom(path, 0, Math.min(size, headBytes), context);
  const end = head.indexOf(newline);
  const first = end === -1 ? head : head.subarray(0, end);
  return createHash('sha256').update(first).digest('hex').slice(0, 12);
}

async function readFrom(path: string, start: number, end: number, context: WorkerContext): Promise<Buffer> {
  if (end <= start) return Buffer.alloc(0);
  const parts: Uint8Array[] = [];
  for await (const chunk of context.files.read(path, { start, end })) parts.push(chunk.slice());
  return Buffer.concat(parts);
}
