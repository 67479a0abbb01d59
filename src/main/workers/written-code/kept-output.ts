import type { ChildProcess } from 'node:child_process';
import { mostOutputBytes } from './languages.ts';

/** The beginning of one output, the very last of it, and how much there was. */
export type KeptStream = { text: string; last: string; bytes: number; isCut: boolean };
export type KeptOutput = { stdout: KeptStream; stderr: KeptStream };

const lastCharacters = 8000;

export type OutputKeeper = { kept: () => KeptOutput; stop: () => void };

/** Keeps the first bytes of each output; the rest is counted, and too much of it is told at once. */
export function keepOutput(child: ChildProcess, mostKept: number, onFlood: () => void): OutputKeeper {
  let total = 0;
  const count = (bytes: number): void => {
    total += bytes;
    if (total > mostOutputBytes) onFlood();
  };
  const [stdout, stderr] = (['stdout', 'stderr'] as const).map((name) => keepStream(child, name, mostKept, count)) as [
    StreamKeeper,
    StreamKeeper,
  ];
  return {
    kept: () => ({ stdout: stdout.kept(), stderr: stderr.kept() }),
    stop() {
      stdout.stop();
      stderr.stop();
    },
  };
}

type StreamKeeper = { kept: () => KeptStream; stop: () => void };

function keepStream(
  child: ChildProcess,
  name: 'stdout' | 'stderr',
  mostKept: number,
  count: (bytes: number) => void,
): StreamKeeper {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let keptBytes = 0;
  let last = '';
  function add(chunk: Buffer): void {
    bytes += chunk.byteLength;
    const part = chunk.subarray(0, mostKept - keptBytes);
    keptBytes += part.byteLength;
    if (part.byteLength > 0) chunks.push(part);
    last = (last + chunk.subarray(-lastCharacters).toString('latin1')).slice(-lastCharacters);
    count(chunk.byteLength);
  }
  child[name]?.on('data', add);
  return {
    kept: () => ({ text: textOf(Buffer.concat(chunks), bytes > keptBytes), last, bytes, isCut: bytes > keptBytes }),
    stop: () => void child[name]?.off('data', add),
  };
}

/** A character that was cut through at the end is left out. */
function textOf(bytes: Buffer, isCut: boolean): string {
  return new TextDecoder().decode(bytes, { stream: isCut });
}
