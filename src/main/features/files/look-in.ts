import { readdirSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { FolderView } from '../../../contract/files.ts';
import { HeronError, systemCode } from '../../base/errors.ts';

export type LookingParts = {
  homeFolder: string;
  /** Whether no worker may ever read it. */
  isForbidden: (path: string) => boolean;
  /** Told of each folder that was looked into. */
  note: (path: string) => void;
};

export type LookIn = (path?: string) => FolderView;

const mostShown = 500;

/** Shows a person who chooses a folder what folders there are; no worker comes this way, and no file is named. */
export function createLookIn({ homeFolder, isForbidden, note }: LookingParts): LookIn {
  return (wanted = homeFolder) => {
    const typed = wanted.replace(/^~(?=$|[\\/])/, homeFolder);
    if (!isAbsolute(typed)) throw new HeronError('invalid-input', `${wanted} is no absolute path`, { path: wanted });
    const path = resolve(typed);
    const refuse = (at: string): never => {
      throw new HeronError('permission-denied', `${at} is closed, whatever is allowed`, { path: at });
    };
    if (isForbidden(path)) refuse(path);
    try {
      // A link leads where it leads.
      if (isForbidden(realpathSync(path))) refuse(path);
      const folders = readdirSync(path, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
        .map(({ name }) => ({ name, path: join(path, name) }))
        .filter((folder) => !isForbidden(folder.path))
        .toSorted((one, other) => one.name.localeCompare(other.name))
        .slice(0, mostShown);
      note(path);
      const parent = dirname(path);
      return { path, ...(parent === path || isForbidden(parent) ? {} : { parent }), folders };
    } catch (error) {
      if (error instanceof HeronError) throw error;
      const why = { ENOENT: 'is not there', ENOTDIR: 'is no folder' }[systemCode(error) ?? ''] ?? 'cannot be read';
      throw new HeronError('not-found', `${path} ${why}`, { path }, { cause: error });
    }
  };
}
