import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path';
import { multipleCall } from '../../../base/commands/starting-programs.ts';
import { HeronError } from '../../../base/errors.ts';
import { normalPath } from '../paths/canonical-path.ts';

/**
 * `path` is the program itself, links resolved: what is started. `calledAs` is the way it was found. `target` is what
 * grants name: the path, but of a file that is many programs the name it is called by, which decides what it does.
 */
export type FoundProgram = { path: string; calledAs: string; target: string };

/** Windows starts only these without a shell. */
const windowsEndings = ['', '.exe', '.com'];

/**
 * Finds a program by its absolute path, or by its name in the folders of `searchPath`; never in the working folder.
 * Errors: `invalid-input` for a relative path, `not-found` naming the program.
 */
export function findProgram(program: string, searchPath: string): FoundProgram {
  for (const candidate of candidates(program, searchPath)) {
    try {
      const path = realpathSync.native(candidate);
      accessSync(path, constants.X_OK);
      if (statSync(path).isFile()) return { path, calledAs: candidate, target: targetOf(path, candidate) };
    } catch {
      continue;
    }
  }
  throw new HeronError('not-found', `There is no program ${program} that can be started`, { program });
}

function targetOf(path: string, calledAs: string): string {
  if (!multipleCall.has(basename(path))) return path;
  return join(realpathSync.native(dirname(calledAs)), basename(calledAs));
}

function candidates(program: string, searchPath: string): string[] {
  const endings = process.platform === 'win32' ? windowsEndings : [''];
  if (isAbsolute(program)) return endings.map((ending) => normalPath(program) + ending);
  if (!/^[^\\/\0]+$/.test(program) || program === '.' || program === '..') {
    throw new HeronError(
      'invalid-input',
      `${JSON.stringify(program)} is neither a program's name nor an absolute path`,
    );
  }
  const folders = searchPath.split(delimiter).filter((folder) => isAbsolute(folder));
  return folders.flatMap((folder) => endings.map((ending) => join(folder, program + ending)));
}
