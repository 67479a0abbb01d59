import { existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Beside the program: the version before it, for when this one does not start. */
export const earlierOf = (program: string): string => join(dirname(program), `.${basename(program)}.earlier`);
/** Beside the program: one that did not come up, kept for who wants to know why. */
export const failedOf = (program: string): string => join(dirname(program), `.${basename(program)}.failed`);

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
