import type { WorkClass } from '../../contract/manifest.ts';

/** Places for running tasks, by class of work, first come first served, across all runs. */
export type ClassLimits = {
  /** Waits for a place and gives what frees it (calling it twice is harmless). Rejects when the signal is aborted. */
  take(workClass: WorkClass, signal: AbortSignal): Promise<() => void>;
  /** New sizes hold for those who wait from now on; nobody is thrown out. */
  resize(sizes: Record<WorkClass, number>): void;
};

type Line = { size: number; taken: number; waiting: Set<() => void> };

export function createClassLimits(sizes: Record<WorkClass, number>): ClassLimits {
  const lines = new Map<WorkClass, Line>();
  const lineOf = (workClass: WorkClass): Line => {
    let line = lines.get(workClass);
    if (!line) {
      line = { size: sizes[workClass], taken: 0, waiting: new Set() };
      lines.set(workClass, line);
    }
    return line;
  };

  return {
    take: (workClass, signal) => {
      const line = lineOf(workClass);
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason as Error);
        const giveUp = (): void => {
          line.waiting.delete(enter);
          reject(signal.reason as Error);
        };
        const enter = (): void => {
          signal.removeEventListener('abort', giveUp);
          line.taken += 1;
          resolve(placeIn(line));
        };
        if (line.taken < line.size) return enter();
        line.waiting.add(enter);
        signal.addEventListener('abort', giveUp, { once: true });
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
  for (const enter of line.waiting) {
    if (line.taken >= line.size) return;
    line.waiting.delete(enter);
    enter();
  }
}
