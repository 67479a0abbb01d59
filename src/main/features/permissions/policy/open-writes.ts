/** What the calls under way have begun to write, by run and task: what they read from now on may end up in it. */
export type OpenWrites = {
  begin(runId: string, taskId: string, path: string): void;
  of(runId: string): string[];
  end(runId: string, taskId: string): void;
};

export function createOpenWrites(): OpenWrites {
  const runs = new Map<string, Map<string, Set<string>>>();
  return {
    begin: (runId, taskId, path) => {
      const tasks = runs.get(runId) ?? new Map<string, Set<string>>();
      runs.set(runId, tasks);
      tasks.set(taskId, (tasks.get(taskId) ?? new Set()).add(path));
    },
    of: (runId) => [...(runs.get(runId)?.values() ?? [])].flatMap((paths) => [...paths]),
    end: (runId, taskId) => {
      const tasks = runs.get(runId);
      tasks?.delete(taskId);
      if (tasks?.size === 0) runs.delete(runId);
    },
  };
}
