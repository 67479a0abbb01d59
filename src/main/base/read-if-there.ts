import { readFileSync } from 'node:fs';
import { fileError, systemCode } from './errors.ts';

/** The file's text, undefined if there is none. Errors: those of files, with the path. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw fileError(error, path);
  }
}
