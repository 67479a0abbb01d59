import type { WorkClass } from '../../contract/manifest.ts';
import type { Priority } from '../../contract/plan.ts';
import { createLanes, type Lanes } from '../base/lanes.ts';

/** Places for running tasks, by class of work, across all runs: the one queue in which tasks wait for their turn. */
export type ClassLimits = {
  /** Waits for a place and gives what frees it (calling it twice is harmless). Rejects when the signal is aborted. */
  take(workClass: WorkClass, priority: Priority, signal: AbortSignal): Promise<() => void>;
  /** New sizes hold for those who wait from now on; nobody is thrown out. */
  resize(sizes: Record<WorkClass, number>): void;
};

type Line = { size: number; taken: number; waiting: Lanes<() => void> };

export function createClassLimits(sizes: Record<WorkClass, number>): ClassLimits {
  const lines = new Map<WorkClass, Line>();
  const lineOf = (workClass: WorkClass): Line => {
    let line = lines.get(workClass);
    if (!line) {
      line = { size: sizes[workClass], taken: 0, waiting: createLanes() };
      lines.set(workClass, line);
    }
    return line;
  };

  return {
    take: (workClass, priority, signal) => {
      const line = lineOf(workClass);
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason as Error);
        const leave = line.waiting.add(priority, () => {
          signal.removeEventListener('abort', giveUp);
          resolve(placeIn(line));
        });
        const giveUp = (): void => {
          leave();
          reject(signal.reason as Error);
        };
        signal.addEventListener('abort', giveUp, { once: true });
        admit(line);
      });
    },
    resize: (next) => {
      for (const [workClass, size] of Object.entries(next) as [WorkClass, number][]) {
        const line = lineOf(workClass);
        line.size = size;
        admit(line);
      }
    },
  };
}

function placeIn(line: Line): () => void {
  let isTaken = true;
  return () => {
    if (!isTaken) return;
    isTaken = false;
    line.taken -= 1;
    admit(line);
  };
}

function admit(line: Line): void {
  while (line.taken < line.size) {
    const enter = line.waiting.take();
    if (!enter) return;
    line.taken += 1;
    enter();
  }
}
