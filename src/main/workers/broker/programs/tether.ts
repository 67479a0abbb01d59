import { closeSync, openSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * An open file that a program inherits, and hands on to all it starts unless it closes it on purpose: what gives up
 * its environment, its group and its parent at once is known by it. Linux alone shows who holds a file open.
 */
export type Tether = { file: number; release: () => void };

/** The file is gone from its folder as soon as it is open. */
export function openTether(mark: string): Tether | undefined {
  if (process.platform !== 'linux') return undefined;
  const path = join(tmpdir(), `heron-program-${mark}`);
  try {
    const file = openSync(path, 'wx', 0o600);
    unlinkSync(path);
    return { file, release: () => closeSync(file) };
  } catch {
    return undefined; // no room for a file: the mark and the group must do
  }
}
