import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { HeronError, systemCode } from './errors.ts';

/**
 * Makes a folder, and those above it, for their owner alone; it may be there already. One by one: where the system
 * can hold no folders (`/proc`) Node's recursive way never returns. Errors: `storage`, naming the folder.
 */
export function makeFolder(path: string): void {
  if (!isFolder(path)) make(path, path);
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    const message = `Heron may not write to the folder ${path} (${systemCode(error)})`;
    throw new HeronError('storage', message, { path }, { cause: error });
  }
}

function make(folder: string, wanted: string): void {
  const above = dirname(folder);
  if (above !== folder && !isFolder(above)) make(above, wanted);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (systemCode(error) === 'EEXIST' && isFolder(folder)) return; // another process was faster
    throw failed(error, wanted);
  }
}

function isFolder(path: string): boolean {
  try {
    if (statSync(path).isDirectory()) return true;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw failed(error, path);
  }
  throw new HeronError('storage', `${path} is a file, not a folder`, { path });
}

function failed(error: unknown, path: string): HeronError {
  const why = error instanceof Error ? (systemCode(error) ?? error.message) : String(error);
  return new HeronError('storage', `The folder ${path} cannot be made (${why})`, { path }, { cause: error });
}
