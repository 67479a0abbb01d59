import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileError, HeronError } from '../../base/errors.ts';

const replaced = 'replaced';

export type Staging = {
  /** An empty folder of this name. */
  open: (name: string) => Promise<string>;
  /** Puts a fetched folder into its place, as a whole; what was there is gone once it is. */
  moveIn: (name: string, folder: string) => Promise<void>;
  /** Takes a folder out of its place. Errors: `not-found`. */
  takeOut: (name: string, workerId: string) => Promise<void>;
  discard: (name: string) => Promise<void>;
  /** Puts back what a crash left between two places, and clears the rest. */
  recover: () => Promise<void>;
};

/** A folder beside the workers, on the same disk, in which things get ready. */
export function staging(parts: { root: string; workers: string }): Staging {
  const placeOf = (name: string): string => join(parts.root, name);
  const discard = (name: string): Promise<void> => rm(placeOf(name), { recursive: true, force: true });

  async function setAside(name: string, workerId: string): Promise<boolean> {
    const aside = join(placeOf(name), replaced);
    await mkdir(aside, { recursive: true, mode: 0o700 });
    return moved(join(parts.workers, workerId), join(aside, workerId));
  }

  return {
    async open(name) {
      await mkdir(parts.workers, { recursive: true, mode: 0o700 });
      await mkdir(placeOf(name), { recursive: true, mode: 0o700 });
      return placeOf(name);
    },
    async moveIn(name, folder) {
      const id = basename(folder);
      const target = join(parts.workers, id);
      const hadOne = await setAside(name, id);
      try {
        await rename(folder, target);
      } catch (error) {
        if (hadOne) await rename(join(placeOf(name), replaced, id), target);
        throw fileError(error, target);
      }
    },
    async takeOut(name, workerId) {
      if (!(await setAside(name, workerId))) {
        throw new HeronError('not-found', `There is no installed worker ${workerId}`, { workerId });
      }
    },
    discard,
    async recover() {
      for (const name of await readdir(parts.root).catch(() => [])) {
        const aside = join(placeOf(name), replaced);
        for (const id of await readdir(aside).catch(() => [])) {
          const target = join(parts.workers, id);
          if (!(await isThere(target))) await rename(join(aside, id), target);
        }
        await discard(name);
      }
    },
  };
}

async function moved(from: string, to: string): Promise<boolean> {
  if (!(await isThere(from))) return false;
  await rename(from, to).catch((error: unknown) => {
    throw fileError(error, from);
  });
  return true;
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
