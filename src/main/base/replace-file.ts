import { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileError } from './errors.ts';
import { makeFolder } from './make-folder.ts';

/**
 * Writes a file only its owner may read, as a whole: it is never half written. With `isPassing` a power cut may leave nothing of it.
 * Errors: `storage` and its like, naming the path.
 */
export function replaceFile(path: string, text: string, isPassing = false): void {
  const temporary = `${path}.${process.pid}.tmp`;
  makeFolder(dirname(path));
  try {
    rmSync(temporary, { force: true });
    const file = openSync(temporary, 'wx', 0o600);
    try {
      chmodSync(temporary, 0o600);
      writeSync(file, text);
      if (!isPassing) fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw fileError(error, path);
  }
}
