import { realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { toFailure } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { WorkerFolder, WorkerRoot } from './worker-roots.ts';

/** Editors and copies write a file in several steps, in milliseconds. */
const quietMs = 150;

export type WatchRootsParts = {
  roots: WorkerRoot[];
  logger: Logger;
  /** Folders of workers in which something changed. */
  onChange: (folders: WorkerFolder[]) => void;
};

const watchedAfterMs = 500;

/** Watches, but not while the engine starts; `onWatched` then finds what has changed meanwhile. Returns what ends it. */
export function watchRootsLater(parts: WatchRootsParts & { onWatched: () => Promise<void> }): () => Promise<void> {
  let watching: Promise<() => Promise<void>> | undefined;
  const timer = setTimeout(() => {
    watching = watchRoots(parts);
    watching.then(parts.onWatched).catch((error: unknown) => {
      parts.logger.error('The folders of the workers could not be read again', toFailure(error));
    });
  }, watchedAfterMs).unref();
  return async () => {
    clearTimeout(timer);
    await (
      await watching
    )?.();
  };
}

/** Reports changed worker folders once they have been quiet for a moment. Returns what ends it. */
async function watchRoots(parts: WatchRootsParts): Promise<() => Promise<void>> {
  const changed = new Map<string, WorkerFolder>();
  let timer: NodeJS.Timeout | undefined;

  function note(place: WorkerFolder): void {
    changed.set(place.folder, place);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const folders = [...changed.values()];
      changed.clear();
      parts.onChange(folders);
    }, quietMs);
    timer.unref();
  }

  const endings = await Promise.all(parts.roots.map((root) => watchRoot(root, note, parts.logger)));
  return async () => {
    clearTimeout(timer);
    await Promise.all(endings.map((end) => end()));
  };
}

async function watchRoot(
  root: WorkerRoot,
  note: (place: WorkerFolder) => void,
  logger: Logger,
): Promise<() => Promise<void>> {
  try {
    const { default: watcher } = await import('@parcel/watcher');
    const real = await realpath(root.folder); // the watcher reports real paths
    const ignore = ['**/node_modules/**', '**/*.test.ts'];
    const subscription = await watcher.subscribe(
      real,
      (error, events) => {
        if (error) return logger.warn(`Changes in ${root.folder} are no longer seen: ${error.message}`);
        for (const { path } of events) {
          const [name] = relative(real, path).split(sep);
          if (name && !name.startsWith('.')) note({ folder: join(root.folder, name), origin: root.origin });
        }
      },
      { ignore },
    );
    return () => subscription.unsubscribe();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    logger.warn(`Changed workers in ${root.folder} are not loaded by themselves: ${message}`);
    return async () => undefined;
  }
}
