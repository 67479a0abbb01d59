import { dirname } from 'node:path';
import type { FileChange } from '../../../contract/undo.ts';
import { HeronError } from '../../base/errors.ts';

/** Nothing else of the disk can be asked for: only what the run itself put there. Errors: `not-found`, `unsupported`. */
export async function showFile(
  changes: readonly FileChange[],
  path: string,
  openFolder: ((path: string) => Promise<void>) | undefined,
): Promise<void> {
  const isThere = changes.some(
    (change) => !change.undone && change.kind !== 'deleted' && (change.movedTo ?? change.path) === path,
  );
  if (!isThere) throw new HeronError('not-found', `This run left no file ${path}`, { path });
  if (!openFolder) {
    throw new HeronError('unsupported', `Without a desktop no folder can be shown; the file is ${path}`, { path });
  }
  await openFolder(dirname(path));
}
