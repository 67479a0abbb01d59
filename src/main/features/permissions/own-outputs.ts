/** The very paths that runs made; not what lies below: something that was there before could be moved into an own folder. */
export function createOwnOutputs(madeByRun: (runId: string) => string[]) {
  const outputs = new Map<string, Set<string>>();

  function of(runId: string): Set<string> {
    let paths = outputs.get(runId);
    if (!paths) {
      paths = new Set(madeByRun(runId));
      outputs.set(runId, paths);
    }
    return paths;
  }

  return {
    has: (runId: string, path: string): boolean => of(runId).has(path),
    note: (runId: string, path: string): void => void of(runId).add(path),
    forget: (runId: string, path: string): void => void of(runId).delete(path),
    endRun: (runId: string): void => void outputs.delete(runId),
  };
}
