import type { Failure, FileTally, Tally } from './tally-reporter.ts';

/** More files than this do not fail by chance. */
const mostFiles = 4;

/** The files to look at once more, alone: those with a failure, where they are few and nothing failed outside a test. */
export function filesToLookAtAgain({ files, outside }: Tally): string[] {
  const failing = files.filter(({ failed }) => failed.length > 0).map(({ file }) => file);
  return outside.length === 0 && failing.length <= mostFiles ? failing : [];
}

/**
 * The run with each file of the second look in the place of its first. `unsteady` are the failures of files that passed the second time:
 * they are counted as passed, and named.
 */
export function afterSecondLook(first: Tally, second: Tally): { tally: Tally; unsteady: Failure[] } {
  const unsteady: Failure[] = [];
  const files = first.files.map((before): FileTally => {
    const after = second.files.find(({ file }) => file === before.file);
    if (before.failed.length === 0 || !after || after.failed.length > 0 || after.passed === 0) return before;
    unsteady.push(...before.failed);
    return { ...after, ms: before.ms + after.ms };
  });
  return { tally: { files, outside: [...first.outside, ...second.outside] }, unsteady };
}
