import { lstatSync, readdirSync } from 'node:fs';
import { systemCode } from '../../base/errors.ts';

/** What planning may know of the disk: names, never what is in a file. */
export type FileNames = {
  pathExists: (path: string) => boolean;
  /** The names in a folder; none when it cannot be listed. */
  namesIn: (folder: string) => string[];
};

export const fileNamesOnDisk: FileNames = {
  pathExists(path) {
    try {
      return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
    } catch (error) {
      if (systemCode(error) === 'ENOTDIR') return false;
      // Where nobody may look, something may be: only the attempt can tell.
      return true;
    }
  },
  namesIn(folder) {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  },
};
