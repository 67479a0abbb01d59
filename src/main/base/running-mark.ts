import { rmSync } from 'node:fs';
import { uptime } from 'node:os';
import { z } from 'zod';
import { strictObject } from '../../contract/strict-object.ts';
import { readIfThere } from './read-if-there.ts';
import { replaceFile } from './replace-file.ts';

const Mark = strictObject(() => ({ version: z.string(), pid: z.int(), at: z.int() }));

/** An engine that was there, of which nothing is known but that it did not come to its end. `at` is when it began. */
export type EndedSilently = z.infer<typeof Mark>;

/** Marks of this process's engines. Whatever ends a process in order tells it; a signal and a crash in native code do not. */
const marks = new Set<string>();
const forgetAll = (): void => {
  for (const file of marks) rmSync(file, { force: true });
};

/**
 * Marks that an engine runs, until `end` or the process's end in whatever order. To be called by who holds the lock of the data folder: a
 * mark that is there already is of an engine that ended without a word. One of before the machine was started tells of the machine.
 */
export function markRunning(
  file: string,
  version: string,
  now: number,
): { before: EndedSilently | undefined; end(): void } {
  const found = readMark(file);
  const startOfMachine = now - uptime() * 1000;
  replaceFile(file, JSON.stringify({ version, pid: process.pid, at: now }), true);
  if (marks.size === 0) process.once('exit', forgetAll);
  marks.add(file);
  return {
    before: found && found.at > startOfMachine ? found : undefined,
    end() {
      marks.delete(file);
      rmSync(file, { force: true });
      if (marks.size === 0) process.off('exit', forgetAll);
    },
  };
}

/** A mark that cannot be read must not keep Heron from starting. */
function readMark(file: string): EndedSilently | undefined {
  try {
    return Mark.safeParse(JSON.parse(readIfThere(file) ?? 'null')).data;
  } catch {
    return undefined;
  }
}
