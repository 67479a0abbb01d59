import type { Failure } from '../../../contract/errors.ts';
import { mostPaths, type TimelineTask } from '../../../contract/timeline.ts';
import { failureOf } from '../../engine/failure.ts';

export type TaskReader = {
  taskOf: (path: string) => TimelineTask | undefined;
  /** Not known, or not ended when it was read. */
  isGoingOn: (path: string) => boolean;
  ask: (paths: readonly string[]) => void;
  /** Reads those that are not known, and no others that were asked for before: they were scrolled past. */
  askOnly: (paths: readonly string[]) => void;
  forgetBut: (paths: readonly string[]) => void;
};

type Parts = {
  read: (paths: string[]) => Promise<{ tasks: TimelineTask[] }>;
  onRead: () => void;
  onFailure: (failure: Failure) => void;
};

/** So many tasks are remembered; what was scrolled past long ago is read again. */
const mostKept = 20_000;

/** Reads tasks by their paths, one call at a time, what was asked for last first of all. */
export function createTaskReader({ read, onRead, onFailure }: Parts): TaskReader {
  const tasks = new Map<string, TimelineTask>();
  let missing = new Set<string>();
  let isReading = false;

  async function readNow(paths: readonly string[]): Promise<void> {
    const answer = await read(paths.slice(0, mostPaths));
    for (const task of answer.tasks) tasks.set(task.path, task);
  }

  async function readAll(): Promise<void> {
    if (isReading) return;
    isReading = true;
    try {
      while (missing.size > 0) {
        const paths = [...missing].slice(0, mostPaths);
        for (const path of paths) missing.delete(path);
        await readNow(paths);
        onRead();
      }
    } catch (error) {
      missing.clear();
      onFailure(failureOf(error));
    } finally {
      isReading = false;
    }
  }

  function ask(paths: readonly string[]): void {
    for (const path of paths) missing.add(path);
    if (missing.size > 0) void readAll();
  }

  return {
    ask,
    taskOf: (path) => tasks.get(path),
    isGoingOn: (path) => tasks.get(path)?.endedAt === undefined,
    askOnly: (paths) => {
      missing = new Set([...missing].filter((path) => paths.includes(path)));
      ask(paths.filter((path) => !tasks.has(path)));
    },
    forgetBut: (paths) => {
      if (tasks.size <= mostKept) return;
      const kept = new Set(paths);
      for (const path of tasks.keys()) {
        if (tasks.size <= mostKept / 2) return;
        if (!kept.has(path)) tasks.delete(path);
      }
    },
  };
}
