/** Runs of which a table is known to have nothing: what clears it at their end must not cost each of them a statement. */
export type RunsWithoutRows = {
  /** It has just been created. */
  began(runId: string): void;
  /** A row of it is about to be written. */
  hasRow(runId: string): void;
  /** Whether nothing is there to clear. A commit that fails makes this false, never true. */
  ended(runId: string): boolean;
};

const mostKnown = 10_000;

export function createRunsWithoutRows(): RunsWithoutRows {
  const known = new Set<string>();
  return {
    began: (runId) => {
      if (known.size >= mostKnown) known.clear();
      known.add(runId);
    },
    hasRow: (runId) => void known.delete(runId),
    ended: (runId) => known.delete(runId),
  };
}
