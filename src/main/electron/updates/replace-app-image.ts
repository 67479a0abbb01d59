import { chmodSync, copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { flushed } from './stage-update.ts';

/** Beside the program: the version before it, for when this one does not start. */
function earlierAppImage(program: string): string {
  return join(dirname(program), `.${basename(program)}.earlier`);
}

/**
 * Puts a staged AppImage in the program's place in one step: at every moment one of the two is there whole. The running
 * one goes on from its own file; the new one is there at the next start.
 */
export async function replaceAppImage(program: string, staged: string): Promise<void> {
  const ready = join(dirname(program), `.${basename(program)}.ready`);
  const earlier = earlierAppImage(program);
  try {
    copyFileSync(staged, ready);
    chmodSync(ready, 0o755);
    await flushed(ready);
    rmSync(earlier, { force: true });
    linkSync(program, earlier);
    renameSync(ready, program);
  } finally {
    rmSync(ready, { force: true });
  }
}

export function hasEarlierAppImage(program: string): boolean {
  return existsSync(earlierAppImage(program));
}

/** Goes back to the version before. Resolves to whether there was one. */
export function putBackAppImage(program: string): boolean {
  const earlier = earlierAppImage(program);
  if (!existsSync(earlier)) return false;
  renameSync(earlier, program);
  return true;
}
