/** What the calls under way have begun to write, by run and task: what they read from now on may end up in it. */
export type OpenWrites = {
  /** `below`: so may be whatever lies below the path. */
  begin(runId: string, taskId: string, path: string, below: boolean): void;
  of(runId: string): { path: string; below: boolean }[];
  end(runId: string, taskId: string): void;
};

export function createOpenWrites(): OpenWrites {
  const runs = new Map<string, Map<string, Map<string, boolean>>>();
  return {
    begin: (runId, taskId, path, below) => {
      const tasks = runs.get(runId) ?? new Map<string, Map<string, boolean>>();
      runs.set(runId, tasks);
      const paths = tasks.get(taskId) ?? new Map<string, boolean>();
      tasks.set(taskId, paths.set(path, below || paths.get(path) === true));
    },
    of: (runId) =>
      [...(runs.get(runId)?.values() ?? [])].flatMap((paths) => [...paths].map(([path, below]) => ({ path, below }))),
    end: (runId, taskId) => {
      const tasks = runs.get(runId);
      tasks?.delete(taskId);
      if (tasks?.size === 0) runs.delete(runId);
    },
  };
}
