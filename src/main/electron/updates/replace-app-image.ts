import { chmodSync, copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { earlierOf, failedOf } from './earlier-app-image.ts';
import { flushed } from './stage-update.ts';

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
