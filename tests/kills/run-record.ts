import type { AnyEvent } from '../../src/contract/events.ts';
import { compensationPath } from '../../src/main/features/runs/compensate.ts';
import type { Entry } from './ledger.ts';

/** What the log of one run and the ledger say against each other. */
export type RunProblems = { repeated: string[]; other: string[] };

type Path = { completedAt?: number; starts: number; retriesDecided: number; keys: Set<string> };

/** `compensable`: what had its effect, and was not taken back. */
type RunRecord = { paths: Map<string, Path>; repeated: string[]; uncertain: number; compensable: Set<string> };

/** Follows the events of runs while engines come and go. */
export function createRunRecords() {
  const runs = new Map<string, RunRecord>();

  function pathOf(runId: string, path: string): Path {
    const run = recordOf(runId);
    const known = run.paths.get(path) ?? { starts: 0, retriesDecided: 0, keys: new Set<string>() };
    run.paths.set(path, known);
    return known;
  }

  function recordOf(runId: string) {
    const run: RunRecord = runs.get(runId) ?? { paths: new Map(), repeated: [], uncertain: 0, compensable: new Set() };
    runs.set(runId, run);
    return run;
  }

  function begins(runId: string, taskId: string, key: string): void {
    const path = pathOf(runId, taskId);
    path.starts += 1;
    path.keys.add(key);
    if (path.completedAt !== undefined) recordOf(runId).repeated.push(`${taskId} was started after it was completed`);
  }

  function ends(runId: string, taskId: string, at: number): void {
    const path = pathOf(runId, taskId);
    if (path.completedAt !== undefined) recordOf(runId).repeated.push(`${taskId} was completed twice`);
    path.completedAt = at;
  }

  return {
    apply: (event: AnyEvent): void => {
      const { runId, taskId } = event.scope;
      if (runId === undefined || taskId === undefined) return;
      const { compensable } = recordOf(runId);
      if (event.type === 'task.started') {
        begins(runId, taskId, event.payload.idempotencyKey);
      } else if (event.type === 'task.completed') {
        ends(runId, taskId, event.at);
      } else if (event.type === 'task.compensable') {
        compensable.add(taskId);
      } else if (event.type === 'task.compensating') {
        begins(runId, compensationPath(taskId), event.payload.idempotencyKey);
      } else if (event.type === 'task.compensated') {
        ends(runId, compensationPath(taskId), event.at);
        compensable.delete(taskId);
      } else if (event.type === 'task.uncertain') {
        recordOf(runId).uncertain += 1;
      } else if (event.type === 'task.resolved' && event.payload.decision === 'retry') {
        pathOf(runId, taskId).retriesDecided += 1;
      }
    },
    uncertain: (runId: string): number => recordOf(runId).uncertain,
    /** When a run has ended: with everything the ledger was asked on its behalf. */
    check: (runId: string, entries: Iterable<[string, Entry]>): RunProblems => {
      const { paths, repeated, compensable } = recordOf(runId);
      const other = [...compensable].map((path) => `${path} was not taken back`);
      for (const [path, { keys }] of paths)
        if (keys.size > 1) other.push(`${path} had the keys ${[...keys].join(', ')}`);
      for (const [key, entry] of entries) {
        if (entry.runId !== runId) continue;
        const path = paths.get(entry.taskId);
        if (!path?.keys.has(key)) other.push(`${entry.taskId} was called with the key ${key}, which no start has`);
        const { completedAt = Infinity, retriesDecided = 0 } = path ?? {};
        // Further attempts at a group are at other places, and what is the same effect there has the same key.
        const starts = startsWith(paths.values(), key);
        const late = entry.calls.filter((at) => at > completedAt);
        if (late.length > 0) repeated.push(`${entry.taskId} was called after it was completed`);
        if (entry.kind !== 'look' && entry.calls.length > starts)
          other.push(`${entry.taskId} was called ${entry.calls.length} times, and started ${starts} times`);
        const most = entry.kind === 'send' ? 1 + retriesDecided : 1;
        if (entry.effects > most) repeated.push(`${entry.taskId} took effect ${entry.effects} times`);
      }
      runs.delete(runId);
      return { repeated, other };
    },
  };
}

function startsWith(paths: Iterable<Path>, key: string): number {
  let starts = 0;
  for (const path of paths) if (path.keys.has(key)) starts += path.starts;
  return starts;
}

export type RunRecords = ReturnType<typeof createRunRecords>;
