import { open } from 'node:fs/promises';
import { inFolder } from '../paths/pinned-folder.ts';

/** Folders with new names in them that a power cut may still take back. */
export type UnsyncedFolders = {
  add(runId: string, folder: string): void;
  /** Resolves when all that a run has added so far is safe: once for each folder, however many files it got. */
  sync(runId: string): Promise<void>;
};

const together = 8;

export function createUnsyncedFolders(): UnsyncedFolders {
  const folders = new Map<string, Set<string>>();
  return {
    add(runId, folder) {
      const known = folders.get(runId);
      if (known) known.add(folder);
      else folders.set(runId, new Set([folder]));
    },
    async sync(runId) {
      const waiting = [...(folders.get(runId) ?? [])];
      folders.delete(runId);
      while (waiting.length > 0) await Promise.all(waiting.splice(0, together).map(syncFolder));
    },
  };
}

/** Not every disk and system can do it, and a folder may be gone again. */
async function syncFolder(path: string): Promise<void> {
  try {
    await inFolder(path, async (folder) => {
      await using handle = await open(folder.at('.'), 'r');
      await handle.sync();
    });
  } catch {
    // What was in it is no worse off than on a system that cannot do this at all.
  }
}
