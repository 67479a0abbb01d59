import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a process of the node tier may write in its temporary folder, wherever that is. */
export const temporaryMb = 64;

/** A folder on the disk, for a process that no room holds. */
export type TemporaryFolder = {
  path: string;
  /** Calls back when there is more in it than there may be. */
  watch: (onFull: () => void) => void;
  /** Removes it; nobody writes there any more. */
  end: () => void;
};

export type MakeTemporaryFolder = () => TemporaryFolder;

const lookEveryMs = 500;

/** Below a folder that is made when it is first needed. */
export function makeTemporaryFolder(below: string): TemporaryFolder {
  mkdirSync(below, { recursive: true, mode: 0o700 });
  const path = realpathSync(mkdtempSync(join(below, 'heron-worker-')));
  let timer: NodeJS.Timeout | undefined;
  return {
    path,
    watch(onFull) {
      let isLooking = false;
      const look = async (): Promise<void> => {
        if (isLooking) return;
        isLooking = true;
        const isFull = (await bytesIn(path)) > temporaryMb * 1024 * 1024;
        isLooking = false;
        if (isFull) onFull();
      };
      timer = setInterval(() => void look(), lookEveryMs).unref();
    },
    end() {
      clearInterval(timer);
      rmSync(path, { recursive: true, force: true, maxRetries: 2 });
    },
  };
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
