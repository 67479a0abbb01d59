import type { HandedFailure } from '../../../contract/error-workflows.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { ScheduleTime } from '../../../contract/time/schedule-time.ts';
import type { WorkflowTrigger } from '../../../contract/workflow-triggers.ts';

/** What an error workflow is given: any workflow can be one. */
const failure: HandedFailure = {
  ...{ runId: 'run', workflow: { id: 'wfl', title: 'Title' }, task: { id: 'task', title: 'Title' } },
  ...{ error: { code: 'internal', message: 'Message' }, at: 0, link: 'heron://timeline/run' },
};

const byTime: Partial<Record<ScheduleTime['kind'], JsonObject>> = {
  files: { files: ['/a/file'] },
  event: { event: { type: 'run.failed', at: 0, runId: 'run', conversationId: 'cnv', taskId: 'task', workerId: 'id' } },
  said: { said: 'words' },
  keys: { keys: 'Control+K' },
  poll: { items: [], foundBy: 'run' },
};

/** What the plan's `input` has besides its own fields, when one of these starts it: as an example, for the check. */
export function givenBy(triggers: readonly WorkflowTrigger[]): JsonObject {
  const given = triggers.map(({ start, input }) => ({
    ...input,
    ...(start.kind === 'schedule' ? byTime[start.time.kind] : {}),
  }));
  return Object.assign({ failure: failure as unknown as JsonObject }, ...given) as JsonObject;
}
