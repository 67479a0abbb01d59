import { chmodSync, copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { flushed } from './stage-update.ts';

/** Beside the program: the version before it, for when this one does not start. */
const earlierOf = (program: string): string => join(dirname(program), `.${basename(program)}.earlier`);
/** Beside the program: one that did not come up, kept for who wants to know why. */
const failedOf = (program: string): string => join(dirname(program), `.${basename(program)}.failed`);

/**
 * Puts a staged AppImage in the program's place in one step: at every moment one of the two is there whole. The running
 * one goes on from its own file; the new one is there at the next start. With `keepsProgram` what stood there is what can
 * be gone back to.
 */
export async function replaceAppImage(program: string, staged: string, keepsProgram = true): Promise<void> {
  const ready = join(dirname(program), `.${basename(program)}.ready`);
  const earlier = earlierOf(program);
  try {
    copyFileSync(staged, ready);
    chmodSync(ready, 0o755);
    await flushed(ready);
    if (keepsProgram || !existsSync(earlier)) {
      rmSync(earlier, { force: true });
      linkSync(program, earlier);
    }
    renameSync(ready, program);
    rmSync(failedOf(program), { force: true });
  } finally {
    rmSync(ready, { force: true });
  }
}

export function hasEarlierAppImage(program: string): boolean {
  return existsSync(earlierOf(program));
}

/** Goes back to the version before, and keeps the one that stood there. Resolves to where that is; undefined: there was none before. */
export function putBackAppImage(program: string): string | undefined {
  const earlier = earlierOf(program);
  if (!existsSync(earlier)) return undefined;
  const failed = failedOf(program);
  rmSync(failed, { force: true });
  linkSync(program, failed);
  renameSync(earlier, program);
  return failed;
}
