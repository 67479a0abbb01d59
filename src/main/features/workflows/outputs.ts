import type { Json } from '../../../contract/json.ts';
import type { Run } from '../../../contract/runs.ts';
import type { LastOutput } from '../../../contract/workflows.ts';
import type { WorkflowStore } from './store.ts';

export type TaskOutput = LastOutput & { whole: Json | undefined };

/** Parts of a workflow are run apart, so what its tasks gave stands in several runs. */
const runsLookedAt = 20;
const largestShown = 64_000;

/** By task, what it did when it was last done. */
export function lastOutputs(
  store: Pick<WorkflowStore, 'runs'>,
  readRun: (runId: string) => Run,
  workflowId: string,
): Map<string, TaskOutput> {
  const found = new Map<string, TaskOutput>();
  for (const { runId, at } of store.runs(workflowId, runsLookedAt)) {
    const run = readRun(runId);
    const pinned = new Set(run.workflow?.scenario?.pinned);
    const only = run.workflow?.part && 'only' in run.workflow.part ? run.workflow.part.only : undefined;
    for (const [id, { status, output }] of Object.entries(run.tasks)) {
      // The others of a task that was done alone are values, taken from earlier; what was pinned was not done.
      if (found.has(id) || status === 'waiting' || pinned.has(id) || (only !== undefined && id !== only)) continue;
      const isShown = output !== undefined && JSON.stringify(output).length <= largestShown;
      found.set(id, { runId, at, status, ...(isShown ? { output } : {}), whole: output });
    }
  }
  return found;
}
