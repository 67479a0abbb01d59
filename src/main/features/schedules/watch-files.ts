import { realpath } from 'node:fs/promises';
import { matchesGlob, relative, sep } from 'node:path';
import type { ScheduleTime } from '../../../contract/time/schedule-time.ts';
import { toFailure } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';

export type WatchFilesParts = Extract<ScheduleTime, { kind: 'files' }> & {
  /** Whose changes tell nothing: Heron's own data. */
  ignored: string[];
  logger: Pick<Logger, 'warn'>;
  /** Paths that changed, once they have been quiet. */
  onQuiet: (paths: string[]) => void;
};

const mostPaths = 1000;

/** Tells of changed files once nothing has changed for a while. Returns what ends it. */
export async function watchFiles(parts: WatchFilesParts): Promise<() => Promise<void>> {
  const { folder, globs, quietMs, ignored, logger, onQuiet } = parts;
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  function tell(): void {
    const paths = [...changed].toSorted();
    changed.clear();
    onQuiet(paths);
  }

  function note(path: string): void {
    if (changed.size < mostPaths) changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(tell, quietMs).unref();
  }

  try {
    const { default: watcher } = await import('@parcel/watcher');
    const real = await realpath(folder); // the watcher reports real paths
    const subscription = await watcher.subscribe(
      real,
      (error, events) => {
        if (error) return logger.warn(`Changes in ${folder} are no longer seen: ${error.message}`);
        for (const { path } of events) if (isWanted(relative(real, path), globs)) note(path);
      },
      { ignore: ignored },
    );
    return async () => {
      clearTimeout(timer);
      await subscription.unsubscribe();
    };
  } catch (error) {
    logger.warn(`Changes in ${folder} are not seen: ${toFailure(error).message}`);
    return async () => undefined;
  }
}

/** A glob without a folder in it is about names, wherever they are. */
export function isWanted(path: string, globs: readonly string[]): boolean {
  const parts = path.split(sep);
  const name = parts.at(-1) ?? '';
  if (globs.length === 0) return true;
  return globs.some((glob) => matchesGlob(glob.includes('/') ? parts.join('/') : name, glob));
}
